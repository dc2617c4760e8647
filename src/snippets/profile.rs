//! Names of Twilio CLI profiles.

use std::collections::HashSet;

/// The longest profile name that is made here, in characters.
const LENGTH_MAX: usize = 40;

/// The name of the CLI profile for a subaccount: lowercase letters, digits and single hyphens, at most 40 characters.
/// The CLI itself takes anything, but misreads names such as `constructor`, and a name without blanks is easier to type.
#[must_use]
pub fn profile_name(subaccount: &str) -> String {
    let mut name = String::new();
    for c in subaccount.chars() {
        if name.len() >= LENGTH_MAX {
            break;
        }
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    // These are properties of every JavaScript object; the CLI takes them for profiles that exist.
    if name.is_empty() || name == "constructor" {
        "subaccount".to_owned()
    } else {
        name.to_owned()
    }
}

/// The names of the CLI profiles for several subaccounts, each once: a name that is taken gets a number.
#[must_use]
pub fn profile_names<'a>(subaccounts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut taken = HashSet::new();
    for subaccount in subaccounts {
        let name = profile_name(subaccount);
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let free = [name.clone()]
            .into_iter()
            .chain(numbered)
            .find(|candidate| taken.insert(candidate.clone()));
        names.extend(free);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_come_out_alike_are_told_apart() {
        assert_eq!(
            profile_names(["West Team", "west-team", "WEST TEAM"]),
            ["west-team", "west-team-2", "west-team-3"]
        );
        assert_eq!(profile_names(["\u{65e5}", "\u{672c}"]), ["subaccount", "subaccount-2"]);
    }

    #[test]
    fn names_become_slugs() {
        assert_eq!(profile_name("West Team \u{2014} 2"), "west-team-2");
        assert_eq!(profile_name("\u{65e5}\u{672c}"), "subaccount");
        assert_eq!(profile_name("constructor"), "subaccount");
        assert!(profile_name(&"x".repeat(64)).len() <= 40);
    }
}

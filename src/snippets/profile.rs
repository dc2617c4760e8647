//! Names of Twilio CLI profiles.

use crate::twilio::AccountSid;

/// The longest slug, in characters.
const SLUG_MAX: usize = 31;
/// How much of the SID follows, in characters. Two of a thousand subaccounts with one name differ in eight hexadecimal
/// digits in all but one case of 8,000.
const SID_PART: usize = 8;

/// The name of the CLI profile for a subaccount: its own name in lowercase letters, digits and single hyphens, and the
/// last eight digits of its SID; at most 40 characters, beginning with a letter or digit.
///
/// The CLI itself takes anything, but a name without blanks is easier to type, and it takes the names of JavaScript's
/// own properties (`constructor`, `__proto__`) for profiles that exist.
#[must_use]
pub fn profile_name(subaccount: &str, sid: &AccountSid) -> String {
    let mut name = String::new();
    for c in subaccount.chars() {
        if name.len() >= SLUG_MAX {
            break;
        }
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let slug = match name.trim_end_matches('-') {
        "" => "subaccount",
        slug => slug,
    };
    let digits = sid.as_str();
    let part = digits.get(digits.len().saturating_sub(SID_PART)..).unwrap_or_default();
    format!("{slug}-{}", part.to_ascii_lowercase())
}

/// What is wrong with a profile name that was typed, if anything. Names of other characters would work, but not
/// in every shell and not for every command.
#[must_use]
pub fn profile_name_error(name: &str) -> Option<&'static str> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty() {
        Some("Give the profile a name, such as west-team.")
    } else if name.len() > 40 {
        Some("A profile name has at most 40 characters.")
    } else if !name.chars().all(fits) || name.starts_with('-') {
        Some("Use lowercase letters, digits and hyphens, beginning with a letter or digit.")
    } else if name == "constructor" {
        Some("The Twilio CLI takes this name for a profile that exists: choose another.")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sid(digits: &str) -> AccountSid {
        format!("AC{:0>32}", digits).parse().unwrap()
    }

    #[test]
    fn names_become_slugs_with_a_part_of_the_sid() {
        assert_eq!(
            profile_name("West Team \u{2014} 2", &sid("12ab34cd")),
            "west-team-2-12ab34cd"
        );
        assert_eq!(profile_name("\u{65e5}\u{672c}", &sid("1")), "subaccount-00000001");
        assert_eq!(profile_name("West", &sid("1")), profile_name("west", &sid("1")));
        assert_ne!(profile_name("West", &sid("1")), profile_name("West", &sid("2")));
    }

    #[test]
    fn the_names_of_javascripts_own_properties_do_not_come_out() {
        for name in [
            "constructor",
            "__proto__",
            "toString",
            "hasOwnProperty",
            "valueOf",
            "[env]",
            "-p",
            "",
        ] {
            let profile = profile_name(name, &sid("00ff00ff"));
            assert!(profile.ends_with("-00ff00ff"), "{profile}");
            assert_eq!(profile_name_error(&profile), None, "{profile}");
        }
        assert!(profile_name_error("constructor").is_some());
        assert!(profile_name_error("__proto__").is_some() && profile_name_error("toString").is_some());
    }

    proptest! {
        #[test]
        fn every_name_gives_a_slug(name in "\\PC{0,80}", digits in "[0-9a-f]{32}") {
            let profile = profile_name(&name, &format!("AC{digits}").parse().unwrap());
            prop_assert_eq!(profile_name_error(&profile), None);
        }
    }
}

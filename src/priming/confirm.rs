//! What is typed before something that cannot be undone.

/// Whether `typed` is `name`, as far as the two can be seen: runs of blanks count as one, as a page shows them, and
/// characters without a width as none. Names with two blanks come from copied lists, and nobody could type them as they
/// are shown. A name of which nothing can be seen is never typed.
#[must_use]
pub fn is_typed(typed: &str, name: &str) -> bool {
    let name = visible(name);
    !name.is_empty() && visible(typed) == name
}

fn visible(text: &str) -> String {
    let shown: String = text.chars().filter(|c| !has_no_width(*c)).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Soft hyphen, zero-width blanks and joiners, marks of direction, byte order mark.
pub(super) const fn has_no_width(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_can_be_typed() {
        for (typed, name) in [
            ("West Team", "West  Team"),
            ("West  Team", "West  Team"),
            (" West Team ", "West\u{a0}Team"),
            ("West Team", "West \t Team"),
            ("WestTeam", "West\u{200b}Team"),
            ("West", "\u{feff}West"),
        ] {
            assert!(is_typed(typed, name), "{typed:?} for {name:?}");
        }
        for (typed, name) in [
            ("WestTeam", "West Team"),
            ("west team", "West Team"),
            ("West", "West Team"),
            ("", "West"),
            ("", ""),
            ("", "\u{200b}"),
        ] {
            assert!(!is_typed(typed, name), "{typed:?} for {name:?}");
        }
    }
}

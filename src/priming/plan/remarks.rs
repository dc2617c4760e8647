//! What is suspicious in a name and stays the admin's to decide: blanks, invisible characters, traces of a spreadsheet.

use crate::priming::confirm::has_no_width;
use std::collections::HashSet;

/// Words that head a column of names.
const HEADINGS: [&str; 22] = [
    "account",
    "client",
    "company",
    "customer",
    "email",
    "friendly",
    "id",
    "mail",
    "merchant",
    "name",
    "no",
    "number",
    "organisation",
    "organization",
    "partner",
    "sid",
    "status",
    "subaccount",
    "team",
    "tenant",
    "title",
    "user",
];

/// Whether a character shows nothing and no script needs it: joiners (U+200C, U+200D) hold letters and emoji together.
pub(super) const fn is_invisible(c: char) -> bool {
    has_no_width(c) && !matches!(c, '\u{200c}' | '\u{200d}')
}

/// A text as it is meant: without blanks and invisible characters at its ends.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// The same for names that people take for the same: capitals, blanks and invisible characters aside.
pub(super) fn folded(name: &str) -> String {
    let visible: String = name.chars().filter(|c| !is_invisible(*c)).collect();
    let words: Vec<_> = visible.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// What to look at in a new name, as the end of a sentence about its line.
pub(super) fn of(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let hidden: Vec<String> = distinct(name.chars().filter(|c| is_invisible(*c)));
    if !hidden.is_empty() {
        found.push(format!(
            "has an invisible character in it ({}), and a search for the name will not find it. Type the name again to remove it.",
            hidden.join(", ")
        ));
    }
    if name.chars().any(|c| c.is_whitespace() && c != ' ') {
        found.push("has a blank in it that is not an ordinary space. Type the name again to replace it.".to_owned());
    } else if name.contains("  ") {
        found.push("has two spaces in a row. They stay in the name.".to_owned());
    }
    if name.len() > 2 && name.starts_with('"') && name.ends_with('"') {
        found.push(
            "stands in quotation marks, as in a CSV file. They become part of the name. Remove them if they do not belong to it."
                .to_owned(),
        );
    } else if is_row(name) {
        found.push("looks like several columns of a CSV file. All of it becomes the name.".to_owned());
    }
    found
}

fn distinct(chars: impl Iterator<Item = char>) -> Vec<String> {
    let mut seen = HashSet::new();
    chars
        .filter(|c| seen.insert(*c))
        .map(|c| format!("U+{:04X}", u32::from(c)))
        .collect()
}

/// Whether a line has columns: a quoted one, or an e-mail address beside something else.
fn is_row(line: &str) -> bool {
    let quoted = ["\",", ",\"", "\";", ";\""].iter().any(|edge| line.contains(edge));
    let mut columns = line.split([',', ';']);
    quoted || line.contains([',', ';']) && columns.any(|column| column.contains('@'))
}

/// Whether a line looks like the heading of a column.
pub(super) fn is_heading(line: &str) -> bool {
    let line = line.to_lowercase();
    let mut words = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .peekable();
    words.peek().is_some() && words.all(|word| HEADINGS.contains(&word.trim_end_matches('s')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_from_names() {
        for heading in ["Name", "customer name", "Customers", "Account SID", "friendly_name"] {
            assert!(is_heading(heading), "{heading}");
        }
        for name in ["West Team", "Acme", "Name It Ltd", "", "---", "Company 7"] {
            assert!(!is_heading(name), "{name}");
        }
    }

    #[test]
    fn scripts_and_emoji_are_left_alone() {
        for name in [
            "B\u{e4}ckerei \u{d6}z",
            "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} Family",
            "\u{645}\u{6cc}\u{200c}\u{62e}",
            "It's \"<b>\"",
            "Smith, Jones & Co",
        ] {
            assert_eq!(of(name), Vec::<String>::new(), "{name}");
        }
    }
}

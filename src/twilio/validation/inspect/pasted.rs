//! What comes along when a header's value is copied out of a log or a command.

/// Space, quotes and what continues or ends a line in shells and JSON.
fn is_wrapping(c: char) -> bool {
    c.is_whitespace()
        || is_invisible(c)
        || matches!(
            c,
            '"' | '\'' | '`' | ',' | ';' | '\\' | '[' | ']' | '\u{201c}' | '\u{201d}'
        )
}

/// Characters of no width, as some programs put into what is copied.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Takes away quotes around a header's value, and the header's name and curl's `-H` in front of it.
pub(super) fn header_value<'a>(text: &'a str, name: &str) -> &'a str {
    let text = text.trim_matches(is_wrapping);
    let text = ["-H", "--header"]
        .iter()
        .find_map(|option| text.strip_prefix(option))
        .map_or(text, |rest| rest.trim_matches(is_wrapping));
    let named = text
        .get(..name.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(name));
    let rest = text.get(name.len()..).map(|rest| rest.trim_start_matches(is_wrapping));
    match rest.and_then(|rest| rest.strip_prefix([':', '='])) {
        Some(value) if named => value.trim_matches(is_wrapping),
        _ => text,
    }
}

/// The values of a header that was sent more than once: joined by commas, a line each, or one after the other.
pub(super) fn header_values<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let named = |line: &str| header_value(line, name).len() < line.trim_matches(is_wrapping).len();
    let several_names = text.lines().filter(|line| named(line)).count() > 1;
    let words: Vec<_> = text.split_whitespace().collect();
    // A token may be wrapped anywhere, so a line break alone parts two of them only where both are whole.
    let whole = words.len() > 1
        && words
            .iter()
            .all(|word| word.starts_with("ey") && word.split('.').count() == 3);
    let parts: Vec<_> = match (several_names, whole) {
        (true, _) => text.lines().collect(),
        (_, true) => words,
        _ => text.split(',').collect(),
    };
    let values = parts.into_iter().map(|part| header_value(part, name));
    values.filter(|value| !value.is_empty()).collect()
}

/// Takes a scheme such as `Basic` off the front, whatever its case.
pub(super) fn after_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let start = text.get(..scheme.len())?;
    let rest = text.get(scheme.len()..)?;
    (start.eq_ignore_ascii_case(scheme) && rest.starts_with(char::is_whitespace)).then(|| rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_is_found_in_what_people_copy() {
        for text in [
            "a.b.c",
            "  a.b.c\n",
            "'a.b.c'",
            "Twilio-Client-Validation: a.b.c",
            "twilio-client-validation:a.b.c",
            "-H 'Twilio-Client-Validation: a.b.c' \\",
            "\"Twilio-Client-Validation\": \"a.b.c\",",
            "\u{feff}a.b.c",
        ] {
            assert_eq!(header_value(text, "Twilio-Client-Validation"), "a.b.c", "{text}");
        }
        assert_eq!(header_value("['a.b.c']", "Twilio-Client-Validation"), "a.b.c");
        assert_eq!(header_value("\u{e4}\u{f6}\u{fc}", "ab"), "\u{e4}\u{f6}\u{fc}");
    }

    #[test]
    fn a_scheme_needs_a_space_behind_it() {
        assert_eq!(after_scheme("bearer  x", "Bearer"), Some("x"));
        assert_eq!(after_scheme("Bearerx", "Bearer"), None);
    }
}

//! PowerShell does not run here: what is printed for it is read by its documented rules,
//! <https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules> and
//! <https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_parsing>.

use crate::values::{run, set, value};
use crate::windows::arguments;
use keyseed::snippets::Shell;
use proptest::prelude::*;

/// A single quote to PowerShell, in a text and around it.
fn is_quote(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}')
}

/// Reads a text in single quotes, and gives what comes after it.
fn quoted(text: &str) -> Result<(String, &str), String> {
    let mut chars = text.char_indices().peekable();
    if !chars.next().is_some_and(|(_, c)| is_quote(c)) {
        return Err("no quote at the beginning".to_owned());
    }
    let mut read = String::new();
    while let Some((place, c)) = chars.next() {
        if !is_quote(c) {
            read.push(c);
        } else if let Some((_, doubled)) = chars.next_if(|(_, next)| is_quote(*next)) {
            read.push(doubled);
        } else {
            return Ok((read, &text[place + c.len_utf8()..]));
        }
    }
    Err("no quote at the end".to_owned())
}

/// Reads a bare word, as far as it is the same text for every command: no number, no option with a value.
fn bare(word: &str) -> Result<String, String> {
    let number = word
        .trim_start_matches(['-', '+', '.'])
        .starts_with(|c: char| c.is_ascii_digit());
    let option = word.starts_with('-') && word.contains([':', '.']);
    let special = word.contains(|c: char| !c.is_ascii() || "'\"`$(){};,|&<>@#%*?[]~!^\\ ".contains(c));
    if number || option || special || matches!(word, "" | "--" | "--%") {
        return Err(format!("{word} is read in another way"));
    }
    Ok(word.to_owned())
}

/// The words of a line.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let word;
        if rest.starts_with(is_quote) {
            (word, rest) = quoted(rest)?;
        } else {
            let end = rest.find(' ').unwrap_or(rest.len());
            word = bare(&rest[..end])?;
            rest = &rest[end..];
        }
        words.push(word);
        match rest.strip_prefix(' ') {
            Some(more) => rest = more,
            None if rest.is_empty() => {}
            None => return Err(format!("{rest} is stuck to a word")),
        }
    }
    Ok(words)
}

/// The command line that Windows PowerShell 5.1 makes: quotes around what has a blank in it, and nothing escaped.
fn command_line(words: &[String]) -> String {
    let quote = |word: &String| match word {
        word if word.contains(char::is_whitespace) => format!("\"{word}\""),
        word => word.clone(),
    };
    words.iter().map(quote).collect::<Vec<_>>().join(" ")
}

fn printed(line: keyseed::snippets::Line) -> Option<String> {
    Some(Shell::PowerShell.print(&[line]).ok()?.whole().expose().to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn a_variable_has_the_value(value in value(false)) {
        let line = printed(set("TWILIO_API_SECRET", &value)).expect("only line breaks are refused");
        let read = quoted(line.strip_prefix("$Env:TWILIO_API_SECRET = ").unwrap()).map_err(TestCaseError::fail)?;
        prop_assert_eq!(read, (value, ""));
    }

    #[test]
    fn an_argument_arrives_or_is_refused(values in proptest::collection::vec(value(true), 1..4)) {
        if let Some(line) = printed(run("twilio", values.iter().map(String::as_str))) {
            let read = words(&line).map_err(TestCaseError::fail)?;
            prop_assert_eq!(&read[1..], &values[..], "{}", line);
            prop_assert_eq!(&arguments(&command_line(&read))[1..], &values[..], "{}", line);
        }
    }
}

#[test]
fn the_reader_knows_the_tricks() {
    assert_eq!(quoted("'it''s' x"), Ok(("it's".to_owned(), " x")));
    assert_eq!(quoted("\u{2018}a\u{2019}; calc"), Ok(("a".to_owned(), "; calc")));
    assert_eq!(quoted("'a\u{2019}; calc'"), Ok(("a".to_owned(), "; calc'")));
    assert!(words("a 1e3").is_err() && words("a $b").is_err() && words("a 'b'c").is_err());
    assert!(printed(set("A", "a\nb")).is_none());
}

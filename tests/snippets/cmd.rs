//! The Windows command prompt does not run here: what is printed for it is read by its documented rules, as they are told
//! at <https://stackoverflow.com/questions/4094699> and in `set /?`. At the prompt, not in a batch file.

use crate::values::{run, set, value};
use crate::windows::arguments;
use keyseed::snippets::Shell;
use proptest::prelude::*;

/// The variables that the prompt knows, by their names in capitals.
const KNOWN: [(&str, &str); 4] = [
    ("PATH", "C:\\a b&calc"),
    ("X", "\" & calc & \""),
    ("HOME", "%PATH%"),
    ("A", "^"),
];

/// The first phase: `%NAME%`, `%NAME:old=new%` and `%NAME:~from,length%` of a known variable; all else stays.
fn percent(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('%') {
        out += before;
        let end = after.find(['%', ':']);
        let name = end.map_or("", |end| &after[..end]).to_uppercase();
        let known = KNOWN.iter().find(|(known, _)| *known == name);
        let closing = end.and_then(|end| after[end..].find('%').map(|found| end + found));
        match (known, closing) {
            (Some((_, text)), Some(closing)) => {
                out += text;
                rest = &after[closing + 1..];
            }
            _ => {
                out.push('%');
                rest = after;
            }
        }
    }
    out + rest
}

/// The second phase: carets and quotes. A character that would end the command or open a file is an error.
fn carets(line: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut quoted = false;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\n' => return Err("a line break".to_owned()),
            '"' => {
                quoted = !quoted;
                out.push(c);
            }
            '^' if !quoted => out.extend(chars.next()),
            '&' | '|' | '<' | '>' | '(' | ')' if !quoted => return Err(format!("a bare {c}")),
            _ => out.push(c),
        }
    }
    Ok(out)
}

/// What `set` makes of its words: between the first double quote and the last, if it begins with one.
fn assigned(words: &str) -> Option<(String, String)> {
    let words = words.strip_prefix("set ")?.trim_start();
    let words = match words.strip_prefix('"') {
        Some(quoted) => &quoted[..quoted.rfind('"').unwrap_or(quoted.len())],
        None => words,
    };
    let (name, value) = words.split_once('=')?;
    Some((name.to_owned(), value.to_owned()))
}

fn printed(line: keyseed::snippets::Line) -> Option<String> {
    Some(Shell::Cmd.print(&[line]).ok()?.whole().expose().to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn a_variable_has_the_value_or_is_refused(value in value(false)) {
        let line = printed(set("TWILIO_API_SECRET", &value)).expect("only line breaks are refused");
        // Blanks that are copied along with it, too.
        for line in [line.clone(), format!("{line}  ")] {
            let read = carets(&percent(&line)).map_err(TestCaseError::fail)?;
            prop_assert_eq!(assigned(&read), Some(("TWILIO_API_SECRET".to_owned(), value.clone())), "{}", line);
        }
    }

    #[test]
    fn an_argument_arrives_or_is_refused(values in proptest::collection::vec(value(true), 1..4)) {
        if let Some(line) = printed(run("twilio", values.iter().map(String::as_str))) {
            let read = carets(&percent(&line)).map_err(TestCaseError::fail)?;
            // npm's twilio.cmd hands its words on as %*, and the prompt reads them once more.
            for read in [read.clone(), carets(&read).map_err(TestCaseError::fail)?] {
                prop_assert_eq!(&arguments(&read)[1..], &values[..], "{}", line);
            }
        }
    }
}

#[test]
fn the_reader_knows_the_tricks() {
    assert_eq!(
        percent("%PATH% %path:a=b% %X:~0,3% %NONE% 5% ^%^PATH^%"),
        "C:\\a b&calc C:\\a b&calc \" & calc & \" %NONE% 5% ^%^PATH^%"
    );
    assert!(carets("a & b").is_err() && carets("\"a & b\"").is_ok() && carets("\"a\" & b").is_err());
    assert_eq!(carets("a ^& ^^ \"^\"").unwrap(), "a & ^ \"^\"");
    assert_eq!(assigned("set \"A=b\" c"), Some(("A".to_owned(), "b".to_owned())));
    assert_eq!(assigned("set A=b "), Some(("A".to_owned(), "b ".to_owned())));
    assert!(printed(set("A", "a\nb")).is_none());
}

//! PowerShell,
//! <https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules>.

use super::{Renderer, Unsayable, is_plain};
use crate::snippets::text::Copyable;

/// PowerShell 5.1 and later: without `&&`, which came with 7.
pub(super) struct PowerShell;

/// In single quotes only the quote is special, and is doubled. PowerShell takes four typographic quotes for it.
fn quote(text: &str) -> String {
    let mut quoted = String::from("'");
    for c in text.chars() {
        if matches!(c, '\'' | '\u{2018}'..='\u{201b}') {
            quoted.push(c);
        }
        quoted.push(c);
    }
    quoted + "'"
}

/// Whether a word needs no quotes: one that begins with a digit may be a number (`1e3`), and an option is cut in two at
/// a colon or a full stop.
fn is_word(text: &str) -> bool {
    let name = text.trim_start_matches('-');
    let cut = name.len() < text.len() && name.contains([':', '.']);
    is_plain(text) && name.starts_with(|first: char| first.is_ascii_alphabetic()) && !cut
}

impl Renderer for PowerShell {
    const THEN: &'static str = "; ";

    fn clear(&self, variables: &[&str]) -> String {
        let names: Vec<_> = variables.iter().map(|name| format!("Env:{name}")).collect();
        format!("Remove-Item {} -ErrorAction Ignore", names.join(", "))
    }

    fn set(&self, variable: &str, value: &str) -> Result<(String, String, &'static str), Unsayable> {
        if value.contains('\n') {
            return Err(Unsayable::LineBreak);
        }
        Ok((format!("$Env:{variable} = "), quote(value), ""))
    }

    fn own(&self, _: &str) -> Result<String, Unsayable> {
        Err(Unsayable::Own)
    }

    fn ask(&self, variable: &str, prompt: &str) -> String {
        format!("$Env:{variable} = [Net.NetworkCredential]::new('', (Read-Host '{prompt}' -AsSecureString)).Password")
    }

    fn argument(&self, text: &str) -> Result<String, Unsayable> {
        match text {
            // Windows PowerShell 5.1 passes on neither an empty argument nor a double quote, and a backslash at the end
            // would take the meaning from the double quote that it puts there.
            _ if text.is_empty() || text.contains('"') || text.ends_with('\\') => Err(Unsayable::Argument),
            _ if is_word(text) => Ok(text.to_owned()),
            _ if text.contains('\n') => Err(Unsayable::LineBreak),
            _ => Ok(quote(text)),
        }
    }

    fn join(&self, steps: Vec<(Copyable, Option<&'static str>)>) -> Copyable {
        let mut line = Copyable::default();
        let mut open = 0;
        let last = steps.len();
        for (place, (step, asked)) in (1..).zip(steps) {
            line.append(step);
            if let (Some(variable), true) = (asked, place < last) {
                line.plain(&format!("; if ($Env:{variable}) {{ "));
                open += 1;
            } else if place < last {
                line.plain(Self::THEN);
            }
        }
        line.plain(&" }".repeat(open));
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_powershell_would_read_itself_is_quoted() {
        for word in ["profiles:use", "--account-sid=AC12", "-e", "west-team"] {
            assert!(is_word(word), "{word}");
        }
        for text in ["1e3", "0x10", "-1", "-a:b", "--a=b.c", "--", "="] {
            assert!(!is_word(text), "{text}");
        }
    }

    #[test]
    fn every_kind_of_single_quote_is_doubled() {
        assert_eq!(quote("it's $HOME `n"), "'it''s $HOME `n'");
        assert_eq!(quote("\u{2018}\u{2019}"), "'\u{2018}\u{2018}\u{2019}\u{2019}'");
    }
}

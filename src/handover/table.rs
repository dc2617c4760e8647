//! The tables: one without secrets, and one of the secrets alone.

use super::Handed;
use zeroize::Zeroizing;

/// The name of the table without secrets.
pub const TABLE_NAME: &str = "subaccounts.csv";

/// What a file of UTF-8 begins with, so that Excel takes it for that. A program that reads the tables has to leave it out.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The table without secrets (RFC 4180): a row for each subaccount, ready for a spreadsheet.
#[must_use]
pub fn table(results: &[Handed]) -> String {
    let mut csv = Csv::new(&[
        "Name",
        "Account SID",
        "API key SID",
        "Public key SID",
        "Fingerprint (SHA-256)",
        "State",
        "Private key file",
    ]);
    for handed in results {
        let sid = |sid: Option<String>| sid.unwrap_or_default();
        csv.row(&[
            &handed.name,
            handed.account_sid.as_str(),
            &sid(handed.api_key.as_ref().map(|(sid, _)| sid.to_string())),
            &sid(handed.public_key_sid.as_ref().map(ToString::to_string)),
            &sid(handed.fingerprint().map(|fingerprint| fingerprint.to_string())),
            handed.state(),
            handed.private_key_file().unwrap_or_default(),
        ]);
    }
    csv.for_spreadsheet()
}

/// The table of secrets, to be sealed before it is saved. Programs read it, so it has no byte order mark.
#[must_use]
pub fn secrets_table(results: &[Handed]) -> Zeroizing<String> {
    let mut csv = Csv::new(&["Name", "Account SID", "API key SID", "API key secret"]);
    for handed in results {
        if let Some((sid, secret)) = &handed.api_key {
            csv.row(&[&handed.name, handed.account_sid.as_str(), sid.as_str(), secret.expose()]);
        }
    }
    csv.0
}

/// A table of `N` columns under way.
pub(super) struct Csv<const N: usize>(Zeroizing<String>);

impl<const N: usize> Csv<N> {
    pub(super) fn new(header: &[&str; N]) -> Self {
        let mut csv = Self(Zeroizing::default());
        csv.row(header);
        csv
    }

    /// The table as a file that Excel opens right.
    pub(super) fn for_spreadsheet(self) -> String {
        format!("{BYTE_ORDER_MARK}{}", *self.0)
    }

    pub(super) fn row(&mut self, cells: &[&str; N]) {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        // Writing to memory does not fail.
        let _ = writer.write_record(cells.iter().map(|cell| harmless(cell)));
        let line = Zeroizing::new(writer.into_inner().unwrap_or_default());
        self.0.push_str(&String::from_utf8_lossy(&line));
    }
}

/// What a cell begins with that a spreadsheet takes for a formula (OWASP, CSV Injection), in full width too.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// An apostrophe before it makes text of what would be a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(FORMULA) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_formula_and_never_breaks_its_row() {
        let mut csv = Csv::new(&["Name", "SID"]);
        csv.row(&["=1+1", "AC"]);
        csv.row(&["a,\"b\"\nc", "AC"]);
        assert_eq!(*csv.0, "Name,SID\r\n'=1+1,AC\r\n\"a,\"\"b\"\"\nc\",AC\r\n");
    }

    #[test]
    fn whatever_begins_a_formula_is_defused_and_nothing_else() {
        for first in "=+-@\t\r\n\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".chars() {
            assert_eq!(harmless(&format!("{first}1+1")), format!("'{first}1+1"));
            assert_eq!(
                harmless(&format!("a{first}")),
                format!("a{first}"),
                "only where a cell begins"
            );
        }
        for plain in ["", "a", "1", "'", " =1", "\u{e9}", "\u{65e5}"] {
            assert_eq!(harmless(plain), plain);
        }
    }
}

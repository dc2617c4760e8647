//! What is handed on after a run: a note for each recipient, a table without secrets, and one archive of everything.
//!
//! | file | what it is |
//! |---|---|
//! | `handed` | one subaccount's result, gathered from the run |
//! | `note` | the note for its recipient |
//! | `table` | `subaccounts.csv` and the secrets' own table |
//! | `manifest` | `manifest.json` and `README.txt` |
//! | `archive` | the ZIP file |
//! | `record` | what was done, for the audit |

mod archive;
mod handed;
mod manifest;
mod recipient_note;
mod record;
mod table;

pub use archive::{Archive, ArchiveError, PRIVATE_KEYS, PUBLIC_KEYS, SECRETS_FILE, archive_name};
pub use handed::{Handed, KeyHolder, handed, handed_one, public_file};
pub use manifest::{manifest, readme};
pub use recipient_note::note;
pub use record::{RECORD_NAME, journal_json, record_csv, record_json};
pub use table::{TABLE_NAME, secrets_table, table};

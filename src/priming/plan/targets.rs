//! One line of "Subaccount names or SIDs": which subaccount it means.

use super::check_name;
use super::remarks::{self, folded, is_heading, trimmed};
use crate::priming::Checked;
use crate::twilio::AccountSid;
use crate::twilio::accounts::{Account, Status};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// A subaccount of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// One to be created under this name.
    New(String),
    /// One that exists.
    Existing {
        /// Its SID.
        sid: AccountSid,
        /// Its name, if the account's list or the admin tells it.
        name: Option<String>,
    },
}

impl Target {
    /// What to call it before more is known.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::New(name) | Self::Existing { name: Some(name), .. } => name,
            Self::Existing { sid, name: None } => sid.as_str(),
        }
    }

    /// Whether it is still to be created.
    #[must_use]
    pub const fn is_new(&self) -> bool {
        matches!(self, Self::New(_))
    }
}

/// The line for an existing subaccount: its SID, and its name for those who read it.
#[must_use]
pub fn line_for(account: &Account) -> String {
    format!("{} {}", account.sid, account.friendly_name)
}

/// What a line is read against.
pub(super) struct Lines<'a> {
    parent: &'a AccountSid,
    known: HashMap<&'a AccountSid, &'a Account>,
    /// The names that are taken already.
    names: HashSet<&'a str>,
    /// The same by how people read them.
    taken: HashMap<String, &'a str>,
    /// In which line each target was first.
    firsts: HashMap<String, usize>,
    /// In which line a name that reads the same was first.
    alike: HashMap<String, usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(account: &'a Checked) -> Self {
        let open = account.subaccounts.iter().filter(|sub| sub.status != Status::Closed);
        let names: HashSet<_> = open
            .chain([&account.account])
            .map(|other| other.friendly_name.as_str())
            .collect();
        Self {
            parent: &account.account.sid,
            known: account.subaccounts.iter().map(|sub| (&sub.sid, sub)).collect(),
            taken: names.iter().map(|name| (folded(name), *name)).collect(),
            names,
            firsts: HashMap::new(),
            alike: HashMap::new(),
        }
    }

    /// The target of a line and what to look at, or what is wrong; both as the ends of a sentence about the line.
    pub(super) fn read(&mut self, number: usize, line: &str) -> Result<(Target, Vec<String>), String> {
        let first = self.firsts.is_empty();
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let target = match word.parse::<AccountSid>() {
            Ok(sid) => self.existing(sid, trimmed(rest))?,
            Err(error) if is_nearly_a_sid(word) => return Err(format!("looks like a SID. {error}")),
            Err(_) if has_sid(line) => {
                return Err(
                    "has a SID in it, but does not begin with it. Write the SID first, without quotes or commas."
                        .to_owned(),
                );
            }
            Err(_) => self.new_name(line)?,
        };
        let same = match &target {
            Target::New(name) => format!("name {name}"),
            Target::Existing { sid, .. } => sid.to_string(),
        };
        if let Some(before) = self.firsts.get(&same) {
            return Err(format!("is the same as line {before}. Remove one of them."));
        }
        self.firsts.insert(same, number);
        let notes = match &target {
            Target::New(name) => self.notes(number, name, first),
            Target::Existing { .. } => Vec::new(),
        };
        Ok((target, notes))
    }

    fn existing(&self, sid: AccountSid, typed: &str) -> Result<Target, String> {
        if sid == *self.parent {
            return Err("is the parent account itself. Enter the SIDs of its subaccounts.".to_owned());
        }
        let known = self.known.get(&sid);
        if known.is_some_and(|account| account.status == Status::Closed) {
            return Err("is a subaccount that was closed for good. Remove it.".to_owned());
        }
        let name = known.map(|account| account.friendly_name.clone());
        let name = name.or_else(|| Some(typed.to_owned()));
        Ok(Target::Existing {
            sid,
            name: name.filter(|name| !name.is_empty()),
        })
    }

    fn new_name(&self, name: &str) -> Result<Target, String> {
        if name.contains('\t') {
            return Err("has several columns, as a spreadsheet has. Keep only the name.".to_owned());
        }
        check_name(name).map_err(|message| format!("is refused: {message}"))?;
        if self.names.contains(name) {
            return Err(
                "is the name of an account that exists already. Choose a name of its own, or enter its SID to prime that one."
                    .to_owned(),
            );
        }
        Ok(Target::New(name.to_owned()))
    }

    /// What to look at in a new name.
    fn notes(&mut self, number: usize, name: &str, first: bool) -> Vec<String> {
        const ALIKE: &str = "only in capitals, blanks or invisible characters.";
        let mut notes = remarks::of(name);
        if first && is_heading(name) {
            notes.push("looks like the heading of a column. Remove it, unless it is a name.".to_owned());
        }
        if is_sid_like(name) {
            notes.push("begins like a SID, but is read as a new name.".to_owned());
        }
        let folded = folded(name);
        if let Some(other) = self.taken.get(&folded) {
            notes.push(format!(
                "differs from the existing account \u{201c}{other}\u{201d} {ALIKE}"
            ));
        }
        if let Some(before) = self.alike.get(&folded) {
            notes.push(format!("differs from line {before} {ALIKE}"));
        }
        self.alike.entry(folded).or_insert(number);
        notes
    }
}

/// Whether a line has a SID somewhere, as one copied out of a table has.
fn has_sid(line: &str) -> bool {
    let words = line.split(|c: char| !c.is_ascii_alphanumeric());
    let is_sid = |word: &str| {
        let digits = word.get(2..).filter(|digits| digits.len() == 32);
        let known = ["AC", "SK", "CR"]
            .iter()
            .any(|prefix| word.to_ascii_uppercase().starts_with(prefix));
        known && digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    words.into_iter().any(is_sid)
}

/// How many characters of a mistyped SID may be no hexadecimal digits: O for 0, l for 1.
const SLIPS_MAX: usize = 2;

/// Whether a word begins like a SID and is about as long.
fn is_sid_like(word: &str) -> bool {
    let prefixed = ["AC", "SK", "CR"].iter().any(|prefix| word.starts_with(prefix));
    prefixed && (28..=40).contains(&word.len()) && word.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Whether a word is a mistyped SID: like one, and all but a few characters are hexadecimal digits.
fn is_nearly_a_sid(word: &str) -> bool {
    let slips = word.chars().skip(2).filter(|c| !c.is_ascii_hexdigit()).count();
    is_sid_like(word) && slips <= SLIPS_MAX
}

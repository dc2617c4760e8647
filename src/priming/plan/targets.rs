//! The lines of "Subaccount names or SIDs": which subaccounts a plan is about.

use super::check_name;
use crate::priming::Checked;
use crate::twilio::accounts::{Account, Status};
use crate::twilio::{AccountSid, SUBACCOUNTS_MAX};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// How many wrong lines are named before the rest is only counted.
const NAMED_MAX: usize = 5;

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

/// The longest list that is read, in bytes of UTF-8: room for every name and SID that an account can have, many times over.
const LIST_MAX: usize = 1024 * 1024;

/// Reads the lines. The sentences name the lines that are wrong.
pub(super) fn read(text: &str, account: &Checked) -> Result<Vec<Target>, String> {
    if text.len() > LIST_MAX {
        return Err(
            "The list is longer than 1 MiB, so it is no list of subaccounts. Paste names or SIDs alone, one a line."
                .to_owned(),
        );
    }
    let lines = Lines::new(account);
    let mut targets = Vec::new();
    let mut wrong = Vec::new();
    let mut firsts: HashMap<String, usize> = HashMap::new();
    for (index, line) in text.lines().enumerate() {
        let (number, line) = (index + 1, line.trim());
        if line.is_empty() {
            continue;
        }
        let read = lines.read(line).and_then(|target| {
            let same = match &target {
                Target::New(name) => format!("name {name}"),
                Target::Existing { sid, .. } => sid.to_string(),
            };
            match firsts.insert(same, number) {
                Some(first) => Err(format!("is the same as line {first}. Remove one of them.")),
                None => Ok(target),
            }
        });
        match read {
            Ok(target) => targets.push(target),
            Err(sentence) => wrong.push(format!("Line {number} {sentence}")),
        }
    }
    if !wrong.is_empty() {
        return Err(named(&wrong));
    }
    if targets.is_empty() {
        return Err("Enter at least one name or SID, one a line.".to_owned());
    }
    let new = targets.iter().filter(|target| target.is_new()).count();
    let open = account.open_subaccounts();
    let room = SUBACCOUNTS_MAX.saturating_sub(open);
    if new > room {
        return Err(format!(
            "{new} new subaccounts do not fit: the account has {open} of {SUBACCOUNTS_MAX} already, so {room} more may be made. Close some, or ask Twilio to raise the limit.",
        ));
    }
    Ok(targets)
}

fn named(wrong: &[String]) -> String {
    let mut text = wrong.iter().take(NAMED_MAX).cloned().collect::<Vec<_>>().join(" ");
    if wrong.len() > NAMED_MAX {
        text.push_str(&format!(" And {} more lines.", wrong.len() - NAMED_MAX));
    }
    text
}

/// What a line is read against.
struct Lines<'a> {
    parent: &'a AccountSid,
    names: HashSet<&'a str>,
    known: HashMap<&'a AccountSid, &'a Account>,
}

impl<'a> Lines<'a> {
    fn new(account: &'a Checked) -> Self {
        let open = account.subaccounts.iter().filter(|sub| sub.status != Status::Closed);
        let named = open.chain([&account.account]);
        Self {
            parent: &account.account.sid,
            names: named.map(|other| other.friendly_name.as_str()).collect(),
            known: account.subaccounts.iter().map(|sub| (&sub.sid, sub)).collect(),
        }
    }

    fn read(&self, line: &str) -> Result<Target, String> {
        let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match first.parse::<AccountSid>() {
            Ok(sid) => self.existing(sid, rest.trim()),
            Err(error) if is_nearly_a_sid(first) => Err(format!("looks like a SID. {error}")),
            Err(_) if has_sid(line) => Err(
                "has a SID in it, but does not begin with it. Write the SID first, without quotes or commas."
                    .to_owned(),
            ),
            Err(_) => self.new_name(line),
        }
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
        check_name(name).map_err(|message| format!("is refused: {message}"))?;
        if self.names.contains(name) {
            return Err(format!(
                "is refused: an account named \u{201c}{name}\u{201d} exists already. Choose a name of its own, or enter its SID to prime that one."
            ));
        }
        Ok(Target::New(name.to_owned()))
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

/// Whether a word is more likely a mistyped SID than a name.
fn is_nearly_a_sid(word: &str) -> bool {
    let sid_like = ["AC", "SK", "CR"].iter().any(|prefix| word.starts_with(prefix));
    sid_like && (28..=40).contains(&word.len()) && word.chars().all(|c| c.is_ascii_alphanumeric())
}

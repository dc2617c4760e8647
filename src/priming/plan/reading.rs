//! The lines of "Subaccount names or SIDs", read in their order: which subaccounts a plan is about, and what to look at.

use super::remarks::{is_invisible, trimmed};
use super::targets::{Lines, Target};
use crate::priming::Checked;
use crate::twilio::SUBACCOUNTS_MAX;

/// The longest list that is read, in bytes of UTF-8: room for every name and SID that an account can have, many times over.
const LIST_MAX: usize = 1024 * 1024;

/// How many characters of a line are quoted.
const QUOTED_MAX: usize = 40;

/// Something about the lines: what is wrong, or what to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The line, counted from 1; `None` if it is about all of them.
    pub line: Option<usize>,
    /// Whether the plan cannot be run with it.
    pub is_wrong: bool,
    /// The sentence: which line, what is the matter, what to do.
    pub sentence: String,
}

/// What the lines say, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The subaccounts, each with its line, counted from 1.
    pub targets: Vec<(usize, Target)>,
    /// What is wrong, and what to look at.
    pub remarks: Vec<Remark>,
}

impl Reading {
    /// Reads the lines for an account that was checked.
    #[must_use]
    pub fn of(text: &str, account: &Checked) -> Self {
        let mut reading = Self::default();
        if text.len() > LIST_MAX {
            reading.remark(
                None,
                true,
                "The list is longer than 1 MiB, so it is no list of subaccounts. Paste names or SIDs alone, one a line.",
            );
            return reading;
        }
        let mut lines = Lines::new(account);
        let all = text.lines().enumerate().map(|(index, line)| (index + 1, trimmed(line)));
        for (number, line) in all.filter(|(_, line)| !line.is_empty()) {
            let mut say = |is_wrong, words: &str| {
                reading.remark(
                    Some(number),
                    is_wrong,
                    format!("Line {number}, {}, {words}", quoted(line)),
                );
            };
            match lines.read(number, line) {
                Ok((target, notes)) => {
                    notes.iter().for_each(|words| say(false, words));
                    reading.targets.push((number, target));
                }
                Err(words) => say(true, &words),
            }
        }
        reading.limit(account);
        reading
    }

    /// The lines that are wrong.
    pub(super) fn wrong(&self) -> impl Iterator<Item = &Remark> {
        self.remarks.iter().filter(|remark| remark.is_wrong)
    }

    fn remark(&mut self, line: Option<usize>, is_wrong: bool, sentence: impl Into<String>) {
        let sentence = sentence.into();
        self.remarks.push(Remark {
            line,
            is_wrong,
            sentence,
        });
    }

    /// Twilio alone knows how many subaccounts an account may have, so more than usual are a remark.
    fn limit(&mut self, account: &Checked) {
        let new = self.targets.iter().filter(|(_, target)| target.is_new()).count();
        let all = account.open_subaccounts() + new;
        if new > 0 && all > SUBACCOUNTS_MAX {
            self.remark(
                None,
                false,
                format!("With these the account has {all} subaccounts. Twilio allows {SUBACCOUNTS_MAX}, unless it raised the limit for this account. It refuses what does not fit (error 21480)."),
            );
        }
    }
}

/// The beginning of a line, with what cannot be seen made visible.
fn quoted(line: &str) -> String {
    let shown = line.chars().take(QUOTED_MAX).map(|c| match c {
        '\t' => "[tab]".to_owned(),
        c if c.is_control() || is_invisible(c) => format!("[U+{:04X}]", u32::from(c)),
        c => c.to_string(),
    });
    let more = if line.chars().count() > QUOTED_MAX {
        "\u{2026}"
    } else {
        ""
    };
    format!("\u{201c}{}{more}\u{201d}", shown.collect::<String>())
}

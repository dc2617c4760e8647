//! How long a reply asks to wait before its request is sent again.

use super::readable_time;
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// What `Retry-After` asks for (RFC 9110 section 10.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wait {
    /// How long, in seconds; 0 if nothing is asked for, or nothing that can be read.
    pub seconds: u32,
    /// Until when, in seconds since 1970 by Twilio's clock, where the reply has a date.
    pub until: Option<i64>,
}

impl Wait {
    /// Reads `Retry-After`: seconds, or a date that is compared with the reply's own `Date`.
    pub(super) fn read(retry_after: Option<&str>, date: Option<&str>) -> Self {
        let Some(text) = retry_after.map(str::trim) else {
            return Self::default();
        };
        let since_1970 = |time: SystemTime| i64::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_secs()).ok();
        let read = |text: &str| since_1970(httpdate::parse_http_date(text).ok()?);
        let sent = date.and_then(read);
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            // A number that is too large is a very long time, not none.
            let seconds = text.parse().unwrap_or(u32::MAX);
            let until = sent.map(|sent| sent.saturating_add(seconds.into()));
            return Self { seconds, until };
        }
        let until = read(text);
        let seconds = until.zip(sent).map_or(0, |(until, sent)| {
            u32::try_from(until.saturating_sub(sent).max(0)).unwrap_or(u32::MAX)
        });
        Self { seconds, until }
    }

    /// The same in milliseconds.
    #[must_use]
    pub const fn millis(self) -> u32 {
        self.seconds.saturating_mul(1000)
    }
}

/// For people: `7 s`, or `2 h (until 29 Nov 2026, 18:29 UTC)`.
impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.seconds {
            seconds @ 0..=119 => write!(f, "{seconds} s")?,
            seconds @ 120..=7_199 => write!(f, "{} min", seconds.div_ceil(60))?,
            seconds => write!(f, "{} h", seconds.div_ceil(3_600))?,
        }
        match self.until {
            Some(until) if self.seconds >= 120 => write!(f, " (until {})", readable_time(until)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: &str = "Sun, 29 Nov 2026 16:29:00 GMT";

    fn said(retry_after: &str, date: Option<&str>) -> (u32, String) {
        let wait = Wait::read(Some(retry_after), date);
        (wait.seconds, wait.to_string())
    }

    #[test]
    fn seconds_are_read() {
        assert_eq!(said(" 7 ", None), (7, "7 s".to_owned()));
        let long = "24 h (until 30 Nov 2026, 16:29 UTC)".to_owned();
        assert_eq!(said("86400", Some(DATE)), (86_400, long));
        assert_eq!(said("99999999999", None).0, u32::MAX);
        assert_eq!(said("150", None), (150, "3 min".to_owned()));
    }

    #[test]
    fn a_date_is_compared_with_the_replys_own() {
        assert_eq!(said("Sun, 29 Nov 2026 16:29:09 GMT", Some(DATE)), (9, "9 s".to_owned()));
        assert_eq!(said("Sun, 29 Nov 2026 16:20:00 GMT", Some(DATE)).0, 0);
        assert_eq!(said("Sun, 29 Nov 2026 16:30:00 GMT", None).0, 0);
    }

    #[test]
    fn what_cannot_be_read_asks_for_nothing() {
        for text in ["", "soon", "-5", "1.5"] {
            assert_eq!(said(text, Some(DATE)).0, 0, "{text}");
        }
        assert_eq!(Wait::read(None, Some(DATE)), Wait::default());
    }
}

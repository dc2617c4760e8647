//! Twilio's clock, as far as its replies tell it.

use std::time::{Duration, UNIX_EPOCH};

/// The difference between this machine's clock and Twilio's, from the `Date` of replies. Tokens are dated by it, so
/// that a wrong local clock does not make them too old or too young (errors 20155 and 20156).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ServerClock {
    offset: Option<i64>,
}

impl ServerClock {
    /// Learns from a reply's `Date` that came in at `local` (seconds since 1970 by the local clock). A date that
    /// cannot be read changes nothing.
    pub fn learn(&mut self, date: Option<&str>, local: i64) {
        let Some(server) = date.and_then(|text| httpdate::parse_http_date(text).ok()) else {
            return;
        };
        if let Ok(since) = server.duration_since(UNIX_EPOCH)
            && let Ok(seconds) = i64::try_from(since.as_secs())
        {
            self.offset = Some(seconds - local);
        }
    }

    /// Twilio's time, in seconds since 1970, when the local clock shows `local`.
    #[must_use]
    pub fn now(self, local: i64) -> i64 {
        local + self.offset.unwrap_or(0)
    }

    /// How many seconds the local clock is behind Twilio's (negative: ahead); `None` before the first reply.
    #[must_use]
    pub const fn offset(self) -> Option<i64> {
        self.offset
    }
}

/// Writes seconds since 1970 as HTTP's `Date` (RFC 9110).
#[must_use]
pub fn http_date(seconds: i64) -> String {
    httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

/// Writes seconds since 1970 as ISO 8601 has it, and the Accounts v1 API: `2015-07-31T04:00:00Z`. It is put together from
/// [`http_date`], which spares a calendar of our own.
#[must_use]
pub fn iso8601(seconds: i64) -> String {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let date = http_date(seconds);
    let mut parts = date.split(' ').skip(1);
    let mut next = || parts.next().unwrap_or_default();
    let (day, month, year, clock) = (next(), next(), next(), next());
    let month = MONTHS.find(month).map_or(0, |at| at / 3 + 1);
    format!("{year}-{month:02}-{day}T{clock}Z")
}

/// Writes seconds since 1970 for people: `29 Nov 2026, 16:29 UTC`.
#[must_use]
pub fn readable_time(seconds: i64) -> String {
    let date = http_date(seconds);
    let parts = date.get(5..16).zip(date.get(17..22));
    parts.map_or_else(String::new, |(day, clock)| format!("{day}, {clock} UTC"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_follows_the_date_of_replies() {
        let mut clock = ServerClock::default();
        assert_eq!(clock.now(1000), 1000);
        clock.learn(Some(&http_date(1600)), 1000);
        assert_eq!((clock.offset(), clock.now(1010)), (Some(600), 1610));
        clock.learn(Some("yesterday"), 5000);
        assert_eq!(clock.now(1010), 1610);
    }

    #[test]
    fn times_are_written_for_people() {
        assert_eq!(readable_time(1_795_969_740), "29 Nov 2026, 16:29 UTC");
    }
}

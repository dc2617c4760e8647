//! Moments and spans, read and written. All moments are seconds since 1970.

use crate::twilio::http_date;
use std::time::UNIX_EPOCH;

/// The last second of the year 9999.
const LAST: i64 = 253_402_300_799;

/// From here on a number is milliseconds rather than seconds: as seconds it would lie behind the year 5000.
pub(super) const MILLISECONDS: i64 = 100_000_000_000;

/// Reads a date of HTTP or mail, an ISO 8601 date with time (UTC unless it says otherwise), or seconds since 1970.
pub(super) fn read(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.len() > 64 || !text.is_ascii() {
        return None;
    }
    if let Ok(number) = text.parse::<i64>() {
        let seconds = if number >= MILLISECONDS { number / 1000 } else { number };
        return (0..=LAST).contains(&seconds).then_some(seconds);
    }
    http(&text.replace("+0000", "GMT").replace("UTC", "GMT")).or_else(|| iso(text))
}

fn http(text: &str) -> Option<i64> {
    let since = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

fn iso(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (day, rest) = text.split_once(['T', 't', ' '])?;
    let mut parts = day.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?.parse::<usize>().ok()?, parts.next()?);
    let month = MONTHS.get(month.checked_sub(1)?)?;
    let (clock, zone) = rest.split_at(rest.find(['Z', 'z', '+', '-', ' ']).unwrap_or(rest.len()));
    let clock = clock.split('.').next()?;
    let seconds = if clock.len() == 5 { ":00" } else { "" };
    // One of the seven days of the week is the right one.
    let moment = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        .iter()
        .find_map(|weekday| http(&format!("{weekday}, {day} {month} {year} {clock}{seconds} GMT")))?;
    Some(moment - offset(zone.trim())?)
}

/// Seconds east of UTC.
fn offset(zone: &str) -> Option<i64> {
    if ["", "Z", "z", "UTC", "GMT"].contains(&zone) {
        return Some(0);
    }
    let digits = zone.get(1..)?.replace(':', "");
    let number: i64 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    let seconds = number / 100 * 3600 + number % 100 * 60;
    match zone.get(..1)? {
        "+" => Some(seconds),
        "-" => Some(-seconds),
        _ => None,
    }
}

/// The moment as a date, where it has one.
pub(super) fn date(seconds: i64) -> String {
    if (0..=LAST).contains(&seconds) {
        http_date(seconds)
    } else {
        "no date within the years 1970 to 9999".to_owned()
    }
}

/// How far `moment` lies from `now`, in words.
pub(super) fn from(now: i64, moment: i64) -> String {
    match moment.saturating_sub(now) {
        0 => "now".to_owned(),
        ahead if ahead > 0 => format!("in {}", span(ahead)),
        behind => format!("{} ago", span(behind.saturating_neg())),
    }
}

/// A span of time in words.
pub(super) fn span(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{seconds} s"),
        120..7200 => format!("{} min {} s", seconds / 60, seconds % 60),
        7200..172_800 => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
        _ => format!("{} days", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_in_every_spelling() {
        for text in [
            "1794614400",
            "1794614400000",
            "Sat, 14 Nov 2026 00:00:00 GMT",
            "Sat, 14 Nov 2026 00:00:00 +0000",
            "2026-11-14T00:00:00Z",
            "2026-11-14 00:00",
            "2026-11-14T01:30:00.123+01:30",
            "2026-11-13T19:00:00-0500",
        ] {
            assert_eq!(read(text), Some(1_794_614_400), "{text}");
        }
        for text in [
            "",
            "yesterday",
            "2026-13-01T00:00Z",
            "2026-11-14",
            "-5",
            "99999999999999999",
            "2026-11-14T00:00+1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn spans_are_told_in_words() {
        assert_eq!(from(0, 0), "now");
        assert_eq!(from(0, 300), "in 5 min 0 s");
        assert_eq!(from(9000, 0), "2 h 30 min ago");
        assert_eq!(date(i64::MIN), date(i64::MAX));
        assert!(from(i64::MAX, i64::MIN).ends_with("days ago"));
    }
}

//! Dates as Twilio writes them. All times are seconds since 1970.

use crate::twilio::http_date;
pub(super) use crate::twilio::iso8601;

/// As the v2010 and IAM APIs write it: `Thu, 30 Jul 2015 20:00:00 +0000` (RFC 2822).
pub(super) fn rfc2822(seconds: i64) -> String {
    http_date(seconds).replace("GMT", "+0000")
}

/// As the default name of a subaccount has it: `2015-07-31 04:00 AM`.
pub(super) fn with_meridian(seconds: i64) -> String {
    let date = iso8601(seconds);
    let (day, clock) = date.split_once('T').unwrap_or_default();
    let (hour, rest) = clock.split_once(':').unwrap_or(("00", "00:00"));
    let minute = rest.get(..2).unwrap_or("00");
    let hour: u8 = hour.parse().unwrap_or(0);
    let (half, hour) = if hour < 12 { ("AM", hour) } else { ("PM", hour - 12) };
    format!("{day} {:02}:{minute} {half}", if hour == 0 { 12 } else { hour })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_forms_are_those_of_the_documentation() {
        assert_eq!(rfc2822(1_438_286_400), "Thu, 30 Jul 2015 20:00:00 +0000");
        assert_eq!(iso8601(1_438_315_200), "2015-07-31T04:00:00Z");
        assert_eq!(with_meridian(1_438_286_400), "2015-07-30 08:00 PM");
        assert_eq!(with_meridian(1_438_300_800), "2015-07-31 12:00 AM");
        assert_eq!(with_meridian(1_438_344_000), "2015-07-31 12:00 PM");
    }
}

//! The wire's two ways of writing time.

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Nanoseconds since the Unix epoch, by the clock of whoever wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

impl Time {
    /// Reads RFC 3339, as every `now` is written.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        i64::try_from(time.unix_timestamp_nanos()).ok().map(Self)
    }

    /// Milliseconds from `earlier` to this; negative when `earlier` is the later one.
    #[must_use]
    pub fn ms_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / 1_000_000
    }
}

impl std::fmt::Display for Time {
    /// RFC 3339 in UTC, to the millisecond.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ms = self.0.div_euclid(1_000_000);
        match OffsetDateTime::from_unix_timestamp_nanos(i128::from(ms) * 1_000_000) {
            Ok(t) => write!(
                f,
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                t.year(),
                u8::from(t.month()),
                t.day(),
                t.hour(),
                t.minute(),
                t.second(),
                t.millisecond()
            ),
            Err(_) => write!(f, "{} ns", self.0),
        }
    }
}

/// Milliseconds of a Go duration: `1m0.449854714s`, `35.3ms`, `1d2h3m4s` (as `/varz` writes uptime).
#[must_use]
pub fn go_duration_ms(text: &str) -> Option<u64> {
    const UNITS: [(&str, f64); 9] = [
        ("ns", 1e-6),
        ("us", 1e-3),
        ("µs", 1e-3),
        ("ms", 1.0),
        ("s", 1e3),
        ("m", 6e4),
        ("h", 3.6e6),
        ("d", 8.64e7),
        ("y", 3.1536e10),
    ];
    let (mut rest, mut total) = (text, 0.0);
    while !rest.is_empty() {
        let number = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (amount, tail) = rest.split_at(number);
        let unit = tail.find(|c: char| c.is_ascii_digit()).unwrap_or(tail.len());
        let (name, next) = tail.split_at(unit);
        let (_, scale) = UNITS.iter().find(|(unit, _)| *unit == name)?;
        total += amount.parse::<f64>().ok()? * scale;
        rest = next;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "no digit string is negative; `as` saturates"
    )]
    (!text.is_empty()).then_some(total as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (text, ms) in [
            ("0s", 0),
            ("35.314144ms", 35),
            ("1m0.449854714s", 60_449),
            ("1h0m1s", 3_601_000),
            ("54.7µs", 0),
            ("1d2h", 93_600_000),
        ] {
            assert_eq!(go_duration_ms(text), Some(ms), "{text}");
        }
        for text in ["", "5", "s", "-1s", "1 s", "never"] {
            assert_eq!(go_duration_ms(text), None, "{text}");
        }
    }

    #[test]
    fn times() {
        let t = Time::parse("2026-11-22T19:19:11.976613888Z").unwrap();
        assert_eq!(t.to_string(), "2026-11-22T19:19:11.976Z");
        assert_eq!(Time::parse("2026-11-22T20:19:11.976613888+01:00"), Some(t));
        assert_eq!(t.ms_since(Time(t.0 - 1_500_000_000)), 1500);
        assert_eq!(Time::parse("yesterday"), None);
    }
}

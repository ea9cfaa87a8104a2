//! Floor 0: the wire's two ways of writing time, and decimal numbers.

mod decimal;

pub use decimal::times;

/// Nanoseconds since the Unix epoch, by the clock of whoever wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

const SECOND: i64 = 1_000_000_000;

/// Of each digit behind the point of a second.
const NANOSECONDS: [i64; 9] = [100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

impl Time {
    /// Reads RFC 3339, as every `now` is written.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::of_rfc_3339(text.as_bytes())
    }

    /// The same of bytes, one by one: there are several times in every stream.
    #[must_use]
    pub fn of_rfc_3339(text: &[u8]) -> Option<Self> {
        let (written, rest) = text.split_first_chunk::<19>()?;
        let [b'-', b'-', b'T' | b't' | b' ', b':', b':'] = [4, 7, 10, 13, 16].map(|at| written[at]) else {
            return None;
        };
        let two = |at: usize| {
            let (tens, ones) = (written[at].wrapping_sub(b'0'), written[at + 1].wrapping_sub(b'0'));
            (tens < 10 && ones < 10).then(|| i32::from(tens) * 10 + i32::from(ones))
        };
        let date = (two(0)? * 100 + two(2)?, two(5)?, two(8)?);
        let (hours, minutes, seconds) = (two(11)?, two(14)?, two(17)?);
        if hours > 23 || minutes > 59 || seconds > 59 {
            return None;
        }
        let (mut fraction, mut zone) = (0, rest);
        if let Some((b'.', digits)) = rest.split_first() {
            let mut length = 0;
            while let Some(digit) = digits.get(length).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
                // Beyond nanoseconds nothing is kept.
                if length < NANOSECONDS.len() {
                    fraction += i64::from(digit) * NANOSECONDS[length];
                }
                length += 1;
            }
            zone = digits.get(length..).filter(|_| length > 0)?;
        }
        let ahead = match zone {
            b"Z" | b"z" => 0,
            [sign @ (b'+' | b'-'), ..] => {
                let by = seconds_of(std::str::from_utf8(zone.get(1..)?).ok()?)?;
                if *sign == b'+' { by } else { -by }
            }
            _ => return None,
        };
        Self::of(date, i64::from((hours * 60 + minutes) * 60 + seconds) - ahead, fraction)
    }

    /// Reads the time of an HTTP header: `Sun, 22 Nov 2026 19:19:11 GMT`.
    #[must_use]
    pub fn of_http(text: &str) -> Option<Self> {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (_, text) = text.split_once(", ")?;
        let mut words = text.split(' ');
        let small = |word: &str| i32::try_from(number(word)?).ok();
        let day = small(words.next()?)?;
        let month = words.next()?;
        let (month, _) = (1..).zip(MONTHS).find(|(_, name)| *name == month)?;
        let year = small(words.next()?)?;
        let seconds = seconds_of(words.next()?)?;
        matches!(words.next()?, "GMT" | "UTC" | "+0000").then(|| Self::of((year, month, day), seconds, 0))?
    }

    /// `seconds` since the day began, and nanoseconds of the last one.
    fn of(date: (i32, i32, i32), seconds: i64, nanoseconds: i64) -> Option<Self> {
        let seconds = i64::from(day_of(date)?) * 86_400 + seconds;
        // Looked at before: seeing it afterwards takes numbers of 128 bits.
        let is_near = (i64::MIN / SECOND..=i64::MAX / SECOND).contains(&seconds);
        is_near.then(|| seconds * SECOND)?.checked_add(nanoseconds).map(Self)
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
        let (year, month, day) = date_of(ms.div_euclid(86_400_000));
        let ms = ms.rem_euclid(86_400_000);
        let (hour, minute, second, ms) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60, ms % 1_000);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z")
    }
}

/// Digits and nothing else, so few that none is too large.
fn number(digits: &str) -> Option<i64> {
    let is_it = (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_it.then(|| digits.bytes().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
}

/// Seconds of `19:19:11`, `01:00`.
fn seconds_of(clock: &str) -> Option<i64> {
    let mut parts = clock.split(':').map(|part| number(part).filter(|_| part.len() == 2));
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    let is_it = hours < 24 && minutes < 60 && seconds < 60 && parts.next().is_none();
    is_it.then_some((hours * 60 + minutes) * 60 + seconds)
}

/// The day, counted from 1970-01-01, of a date; None where there is no such date. Years are counted from March, so
/// that a leap day comes last.
fn day_of((year, month, day): (i32, i32, i32)) -> Option<i32> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + i32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(0..10_000).contains(&year) || !(1..=days).contains(&day) {
        return None;
    }
    let (years, months) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400);
    Some(years * 365 + leap_days + (153 * months + 2) / 5 + day - 1 - 719_468)
}

/// Year, month and day of a day counted from 1970-01-01.
fn date_of(day: i64) -> (i64, i64, i64) {
    let (era, day) = ((day + 719_468).div_euclid(146_097), (day + 719_468).rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let is_next_year = month > 9;
    let day = day - (153 * month + 2) / 5 + 1;
    (era * 400 + year + i64::from(is_next_year), if is_next_year { month - 9 } else { month + 3 }, day)
}

/// Milliseconds of a Go duration: `1m0.449854714s`, `35.3ms`, `1d2h3m4s` (as `/varz` writes uptime).
#[must_use]
pub fn go_duration_ms(text: &str) -> Option<u64> {
    // Of each unit: so many times so many nanoseconds.
    const UNITS: [(&str, u64, u64); 9] = [
        ("ns", 1, 1),
        ("us", 1, 1_000),
        ("µs", 1, 1_000),
        ("ms", 1, 1_000_000),
        ("s", 1, 1_000_000_000),
        ("m", 60, 1_000_000_000),
        ("h", 3_600, 1_000_000_000),
        ("d", 86_400, 1_000_000_000),
        ("y", 31_536_000, 1_000_000_000),
    ];
    let (mut rest, mut total) = (text, 0_u64);
    while !rest.is_empty() {
        let number = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (amount, tail) = rest.split_at(number);
        let unit = tail.find(|c: char| c.is_ascii_digit()).unwrap_or(tail.len());
        let (name, next) = tail.split_at(unit);
        let (_, many, nanoseconds) = UNITS.iter().find(|(unit, ..)| *unit == name)?;
        total = total.checked_add(times(amount, *nanoseconds)?.checked_mul(*many)?)?;
        rest = next;
    }
    (!text.is_empty()).then_some(total / 1_000_000)
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
        assert_eq!(Time::of_http("Sun, 22 Nov 2026 19:19:11 GMT"), Time::parse("2026-11-22t19:19:11z"));
        assert_eq!(Time::parse("2024-02-29T00:00:00.5-01:30").unwrap().to_string(), "2024-02-29T01:30:00.500Z");
        assert_eq!(Time::parse("1969-12-31T23:59:59.9999999999Z"), Some(Time(-1)));
        for text in [
            "",
            "yesterday",
            "2026-11-22",
            "2026-11-22T19:19:11",
            "2026-11-22T19:19:11.Z",
            "2026-11-22T19:19:11+1",
            "2026-11-22T24:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-00-10T00:00:00Z",
            "2026-13-10T00:00:00Z",
            "2026-11-00T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "+026-11-22T19:19:11Z",
            "Sun, 22 Nov 2026 19:19:11 GMT",
        ] {
            assert_eq!(Time::parse(text), None, "{text}");
        }
    }

    #[test]
    fn days() {
        assert_eq!((day_of((1970, 1, 1)), day_of((2000, 3, 1))), (Some(0), Some(11_017)));
        for day in -100_000..100_000 {
            let (year, month, day_of_month) = date_of(day.into());
            let small = |n: i64| i32::try_from(n).unwrap();
            assert_eq!(day_of((small(year), small(month), small(day_of_month))), Some(day));
        }
    }
}

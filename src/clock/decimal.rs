//! Numbers as people write them, without floats: reading and printing those takes 30 kB of code and tables.

/// `12`, `0.4`, `.5`: so many times `unit`, a power of ten, with what is less than one cut off. None where it is no such
/// number, or too large.
#[must_use]
pub fn times(text: &str, unit: u64) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = || whole.bytes().chain(fraction.bytes());
    if digits().next().is_none() || !digits().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let mut total = if whole.is_empty() { 0 } else { whole.parse::<u64>().ok()?.checked_mul(unit)? };
    let mut part = unit;
    for digit in fraction.bytes() {
        part /= 10;
        total = total.checked_add(u64::from(digit - b'0') * part)?;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (text, unit, expected) in [
            ("12", 1000, Some(12_000)),
            ("0.4", 1000, Some(400)),
            (".5", 10, Some(5)),
            ("5.", 10, Some(50)),
            ("1795375178.179188", 1_000_000_000, Some(1_795_375_178_179_188_000)),
            ("1.23456", 100, Some(123)),
            ("", 1, None),
            (".", 1, None),
            ("-1", 1, None),
            ("1e3", 1, None),
            ("1.2.3", 1, None),
            ("99999999999999999999", 1, None),
            ("18446744073709551615", 10, None),
        ] {
            assert_eq!(times(text, unit), expected, "{text}");
        }
    }
}

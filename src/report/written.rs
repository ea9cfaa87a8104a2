//! The report as JSON: what crosses to JavaScript is one text.
//!
//! Objects made over there field by field would take as many calls, and code for every type of the report.

use std::fmt::Error;

use serde::{
    Serialize, Serializer,
    ser::{Impossible, SerializeMap, SerializeSeq, SerializeStruct},
};

use crate::phrase::quote;

/// Writes a report, or a part of one.
#[must_use]
pub fn written(value: &impl Serialize) -> String {
    // As much as a small group's report takes.
    let mut json = Json(String::with_capacity(16 * 1024));
    // It fails at what no report has: bytes, tuples, numbers that JavaScript could not hold.
    let _ = value.serialize(&mut json);
    json.0
}

struct Json(String);

/// What stands between brackets, with a comma before all but the first.
struct Inside<'j> {
    json: &'j mut Json,
    is_first: bool,
    end: char,
}

impl Json {
    fn open(&mut self, bracket: char, end: char) -> Inside<'_> {
        self.0.push(bracket);
        Inside { json: self, is_first: true, end }
    }

    #[inline(never)]
    fn whole(&mut self, number: i64) {
        if number < 0 {
            self.0.push('-');
        }
        let (mut digits, mut first, mut left) = ([b'0'; 20], 20, number.unsigned_abs());
        while left > 0 || first == 20 {
            first -= 1;
            digits[first] += (left % 10) as u8;
            left /= 10;
        }
        self.0.push_str(digits.get(first..).and_then(|digits| str::from_utf8(digits).ok()).unwrap_or_default());
    }

    #[inline(never)]
    fn string(&mut self, text: &str) {
        quote(text, &mut self.0);
    }

    /// Milliseconds that were counted in nanoseconds: six decimals say them exactly.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "no report has larger ones, or negative"
    )]
    #[inline(never)]
    fn decimal(&mut self, number: f64) {
        let (whole, rest) = (number.trunc(), (number.fract() * 1e6).round());
        let carried = rest >= 1e6;
        self.whole(whole as i64 + i64::from(carried));
        if rest > 0.0 && !carried {
            let decimals = format!("{:06}", rest as u32);
            self.0.push('.');
            self.0.push_str(decimals.trim_end_matches('0'));
        }
    }
}

impl Inside<'_> {
    #[inline(never)]
    fn next(&mut self) {
        if !self.is_first {
            self.json.0.push(',');
        }
        self.is_first = false;
    }

    #[inline(never)]
    fn key(&mut self, key: &str) {
        self.next();
        // A field's name has nothing to be escaped.
        self.json.0.push('"');
        self.json.0.push_str(key);
        self.json.0.push_str("\":");
    }

    #[inline(never)]
    fn close(self) {
        self.json.0.push(self.end);
    }
}

type Never = Impossible<(), Error>;

impl<'j> Serializer for &'j mut Json {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Inside<'j>;
    type SerializeMap = Inside<'j>;
    type SerializeStruct = Inside<'j>;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeStructVariant = Never;

    fn serialize_bool(self, truth: bool) -> Result<(), Error> {
        self.0.push_str(if truth { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, number: i8) -> Result<(), Error> {
        self.serialize_i64(number.into())
    }

    fn serialize_i16(self, number: i16) -> Result<(), Error> {
        self.serialize_i64(number.into())
    }

    fn serialize_i32(self, number: i32) -> Result<(), Error> {
        self.serialize_i64(number.into())
    }

    fn serialize_i64(self, number: i64) -> Result<(), Error> {
        self.whole(number);
        Ok(())
    }

    fn serialize_u8(self, number: u8) -> Result<(), Error> {
        self.serialize_i64(number.into())
    }

    fn serialize_u16(self, number: u16) -> Result<(), Error> {
        self.serialize_i64(number.into())
    }

    fn serialize_u32(self, number: u32) -> Result<(), Error> {
        self.serialize_i64(number.into())
    }

    fn serialize_u64(self, number: u64) -> Result<(), Error> {
        self.serialize_i64(i64::try_from(number).map_err(|_| Error)?)
    }

    fn serialize_f32(self, number: f32) -> Result<(), Error> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Error> {
        self.decimal(number);
        Ok(())
    }

    fn serialize_char(self, _: char) -> Result<(), Error> {
        Err(Error)
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        self.string(text);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        Err(Error)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(Error)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'j>, Error> {
        Ok(self.open('[', ']'))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'j>, Error> {
        Ok(self.open('{', '}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside<'j>, Error> {
        Ok(self.open('{', '}'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Never, Error> {
        Err(Error)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Never, Error> {
        Err(Error)
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Never, Error> {
        Err(Error)
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Never, Error> {
        Err(Error)
    }
}

impl SerializeSeq for Inside<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.next();
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = Error;

    /// Where objects are flattened into one, and only there: their keys are strings.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.next();
        key.serialize(&mut *self.json)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.json.0.push(':');
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Inside<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.key(key);
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_the_same_number() {
        for ns in [0_u64, 1, 999_999, 1_000_000, 1_500_000, 123_456_789, 2_999_999_999, 86_400_000_000_001] {
            #[expect(clippy::cast_precision_loss, reason = "as heard_ms has it")]
            let ms = ns as f64 / 1e6;
            assert_eq!(written(&ms).parse(), Ok(ms), "{ns}");
        }
    }
}

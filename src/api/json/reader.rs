//! From the browser's values to the types of `contract`, and nothing else.
//!
//! Smaller than a reader of any JSON into any type: a struct is read as the sequence of the fields that it names, so
//! that no type compares names or looks for fields given twice; a variant is told by its number; and whatever does not
//! fit is one and the same [`Mismatch`]. A field that is missing reads as its `#[serde(default)]` says; without one it is
//! a mismatch.

use std::{fmt, slice};

use js_sys::{Array, Reflect};
use serde::{
    de::{
        DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, SeqAccess,
        VariantAccess, Visitor,
    },
    forward_to_deserialize_any,
};
use wasm_bindgen::{JsCast, JsValue};

/// A value that is not of the shape that was asked for. What was found there is never told.
#[derive(Debug)]
pub struct Mismatch;

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unexpected JSON")
    }
}

impl std::error::Error for Mismatch {}

impl Error for Mismatch {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    // The default methods would describe what was expected, for each type anew.
    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// A value to read from.
pub struct Value(pub JsValue);

/// Beyond the last variant of any enum: reads as `#[serde(other)]`, or not at all.
const UNKNOWN: u64 = u64::MAX;

impl Value {
    /// A whole number; beyond 2⁵³ JSON's numbers in a browser are not exact.
    fn whole(&self) -> Result<i64, Mismatch> {
        let number = self.0.as_f64().ok_or(Mismatch)?;
        #[expect(clippy::cast_possible_truncation, reason = "compared right below")]
        let whole = number as i64;
        #[expect(
            clippy::cast_precision_loss,
            clippy::float_cmp,
            reason = "a number that is not whole is refused"
        )]
        let same = whole as f64 == number;
        if same && whole.unsigned_abs() <= 1 << 53 {
            Ok(whole)
        } else {
            Err(Mismatch)
        }
    }

    fn text(&self) -> Result<String, Mismatch> {
        self.0.as_string().ok_or(Mismatch)
    }

    fn is_missing(&self) -> bool {
        self.0.is_undefined() || self.0.is_null()
    }

    /// A property of an object, if it has it.
    fn property(&self, name: &str) -> Option<JsValue> {
        Reflect::get(&self.0, &JsValue::from_str(name))
            .ok()
            .filter(|value| !value.is_undefined())
    }

    fn list(self) -> Result<List, Mismatch> {
        let items = self.0.dyn_into().map_err(|_| Mismatch)?;
        Ok(List { items, at: 0 })
    }

    /// Which variant it is, and what it holds: `"name"` or `{"name": content}`.
    fn variant(self, names: &'static [&'static str]) -> Variant {
        let (at, content) = match self.0.as_string() {
            Some(text) => (
                names.iter().position(|name| *name == text),
                JsValue::UNDEFINED,
            ),
            None => match names
                .iter()
                .enumerate()
                .find_map(|(at, name)| Some((at, self.property(name)?)))
            {
                Some((at, content)) => (Some(at), content),
                None => (None, JsValue::UNDEFINED),
            },
        };
        Variant {
            at: at.map_or(UNKNOWN, |at| at as u64),
            content: Self(content),
        }
    }
}

impl<'de> Deserializer<'de> for Value {
    type Error = Mismatch;

    /// A type that does not say what it is cannot be read.
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Mismatch> {
        Err(Mismatch)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_bool(self.0.as_bool().ok_or(Mismatch)?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_i64(self.whole()?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.is_missing() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_seq(self.list()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        if !self.0.is_object() {
            return Err(Mismatch);
        }
        visitor.visit_seq(Fields {
            object: self,
            names: fields.iter(),
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_enum(self.variant(names))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct map identifier
    }
}

/// The fields that a struct names, in its order, as an object has them.
struct Fields {
    object: Value,
    names: slice::Iter<'static, &'static str>,
}

impl<'de> SeqAccess<'de> for Fields {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        // To serde a sequence that has ended; it goes on to the next field all the same.
        let value = self
            .names
            .next()
            .and_then(|name| self.object.property(name));
        value
            .map(|value| seed.deserialize(Value(value)))
            .transpose()
    }
}

/// The items of an array.
struct List {
    items: Array,
    at: u32,
}

impl<'de> SeqAccess<'de> for List {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        if self.at == self.items.length() {
            return Ok(None);
        }
        let item = self.items.get(self.at);
        self.at += 1;
        seed.deserialize(Value(item)).map(Some)
    }
}

/// A variant by its number, and what it holds.
struct Variant {
    at: u64,
    content: Value,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Mismatch;
    type Variant = Value;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Value), Mismatch> {
        Ok((seed.deserialize(self.at.into_deserializer())?, self.content))
    }
}

impl<'de> VariantAccess<'de> for Value {
    type Error = Mismatch;

    fn unit_variant(self) -> Result<(), Mismatch> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Mismatch> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_seq(self.list()?)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_struct("", fields, visitor)
    }
}

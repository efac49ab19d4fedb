//! JSON by the browser's own parser: a second one in the module would cost a seventh of its size.

mod reader;

use js_sys::JSON;
use serde::{Serialize, de::DeserializeOwned};
use serde_wasm_bindgen::Serializer;

/// Reads JSON; nothing when it is none, or not of this shape.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    T::deserialize(reader::Value(JSON::parse(text).ok()?)).ok()
}

/// Writes JSON; nothing when there is no value.
pub fn write(value: &impl Serialize) -> Option<String> {
    let value = value.serialize(&Serializer::json_compatible()).ok()?;
    JSON::stringify(&value).ok()?.as_string()
}

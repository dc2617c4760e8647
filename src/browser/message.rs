//! What goes between the page and its workers.

use js_sys::{Array, Object, Uint8Array};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use zeroize::Zeroize;

/// A text that is or may be a secret. It travels as bytes, which are wiped on both sides: a string of JavaScript's cannot be.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Text(#[serde(with = "serde_bytes")] Vec<u8>);

impl Text {
    /// The text; nothing of it if it is none.
    pub(super) fn expose(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// A question or an answer. Whatever serde knows is one, carried by serde-wasm-bindgen.
pub(super) trait Message: Sized {
    /// As it is posted; nothing if it cannot be.
    fn to_js(&self) -> Option<JsValue>;
    /// As it arrives; nothing if it is something else.
    fn from_js(value: JsValue) -> Option<Self>;
}

impl<T: Serialize + DeserializeOwned> Message for T {
    fn to_js(&self) -> Option<JsValue> {
        serde_wasm_bindgen::to_value(self).ok()
    }
    fn from_js(value: JsValue) -> Option<Self> {
        let message = serde_wasm_bindgen::from_value(value.clone()).ok();
        wipe(&value);
        message
    }
}

/// A message of a kind and pieces of bytes. The search workers speak so: serde would be a fifth of what they are.
pub(super) fn pack(kind: u8, pieces: &[&[u8]]) -> Option<JsValue> {
    let pieces = pieces.iter().map(|&piece| JsValue::from(Uint8Array::from(piece)));
    Some(
        std::iter::once(JsValue::from(kind))
            .chain(pieces)
            .collect::<Array>()
            .into(),
    )
}

/// The kind and the pieces of such a message.
pub(super) fn unpack(value: JsValue) -> Option<(u8, Vec<Vec<u8>>)> {
    let array = value.dyn_into::<Array>().ok()?;
    let kind = array.get(0).as_f64()?;
    let pieces = array
        .iter()
        .skip(1)
        .filter_map(|piece| piece.dyn_into::<Uint8Array>().ok());
    let pieces = pieces.map(|piece| piece.to_vec()).collect();
    wipe(&array);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it was a byte when it was posted"
    )]
    Some((kind as u8, pieces))
}

/// Overwrites the bytes of a message, once it was posted or read: they may be of a key, and garbage is not collected at once.
pub(super) fn wipe(message: &JsValue) {
    if let Some(bytes) = message.dyn_ref::<Uint8Array>() {
        bytes.fill(0, 0, bytes.length());
    } else if let Some(object) = message.dyn_ref::<Object>() {
        Object::values(object).iter().for_each(|part| wipe(&part));
    }
}

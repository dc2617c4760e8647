//! Reading a file that the admin chose or dropped.

use crate::keys::text_of_file;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, Event, File, HtmlInputElement};
use zeroize::Zeroizing;

/// The largest file that is read, in bytes. A larger one is no key; its first bytes are enough to refuse it.
const READ_MAX: f64 = 65_536.0;

/// The file that was dropped, if it was one.
#[must_use]
pub fn dropped(event: &DragEvent) -> Option<File> {
    event.data_transfer()?.files()?.get(0)
}

/// The file that was chosen in a file input.
#[must_use]
pub fn chosen(event: &Event) -> Option<File> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file = input.files()?.get(0);
    // So that choosing the same file again is an event again.
    input.set_value("");
    file
}

/// The text of a file, or of its beginning if it is too large to be a key; the base64 of one that is no text.
pub async fn read_text(file: &File) -> Option<String> {
    let blob = if file.size() > READ_MAX {
        file.slice_with_f64_and_f64(0.0, READ_MAX).ok()?
    } else {
        file.clone().into()
    };
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    let bytes = Zeroizing::new(Uint8Array::new(&buffer).to_vec());
    Some(std::mem::take(&mut *text_of_file(&bytes)))
}

//! The clipboard.

use wasm_bindgen_futures::JsFuture;

/// Puts a text on the clipboard. Whether it worked: a page without the right, or not on a secure origin, cannot.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let clipboard = window.navigator().clipboard();
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

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

/// Empties the clipboard. Whether it worked: browsers let only the page do it that has the keyboard's focus.
pub async fn clear() -> bool {
    let focused = web_sys::window()
        .and_then(|window| window.document())
        .is_some_and(|document| document.has_focus().unwrap_or_default());
    focused && copy("").await
}

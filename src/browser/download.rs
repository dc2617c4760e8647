//! Saving a file.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Saves `bytes` as a file of that name in the browser's download folder. Whether it was handed to the browser.
///
/// The bytes go through a `Uint8Array` that is wiped afterwards.
pub fn save(file_name: &str, bytes: &[u8]) -> bool {
    let array = Uint8Array::from(bytes);
    let saved = save_array(file_name, &array).is_some();
    array.fill(0, 0, array.length());
    saved
}

fn save_array(file_name: &str, array: &Uint8Array) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type("application/octet-stream");
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(array), &options).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let anchor = web_sys::window()?
        .document()?
        .create_element("a")
        .ok()?
        .dyn_into::<HtmlAnchorElement>()
        .ok()?;
    anchor.set_href(&url);
    anchor.set_download(file_name);
    anchor.click();
    wasm_bindgen_futures::spawn_local(async move {
        // The browser reads the blob when the download starts.
        super::clock::sleep(std::time::Duration::from_secs(10)).await;
        let _ = Url::revoke_object_url(&url);
    });
    Some(())
}

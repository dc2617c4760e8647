//! What this tab alone works on, by the browser's own locks, which it takes back when the tab dies.

use futures_channel::oneshot;
use js_sys::{Function, Promise};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// What every lock's name begins with.
const PREFIX: &str = "keyseed ";

// web-sys has the Web Locks API behind an unstable flag only: https://www.w3.org/TR/web-locks/.
#[wasm_bindgen]
extern "C" {
    type WithLocks;
    #[wasm_bindgen(method, getter)]
    fn locks(this: &WithLocks) -> Option<LockManager>;

    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, options: &Options, callback: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn query(this: &LockManager) -> Result<Snapshot, JsValue>;

    #[wasm_bindgen(js_name = Object)]
    type Options;
    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> Options;
    #[wasm_bindgen(method, setter, js_name = ifAvailable)]
    fn set_if_available(this: &Options, on: bool);

    type Snapshot;
    #[wasm_bindgen(method, getter)]
    fn held(this: &Snapshot) -> Option<Vec<Held>>;

    type Held;
    #[wasm_bindgen(method, getter)]
    fn name(this: &Held) -> Option<String>;
}

/// The lock manager; none in a browser without locks.
fn locks() -> Option<LockManager> {
    web_sys::window()?.navigator().unchecked_into::<WithLocks>().locks()
}

/// What this tab holds.
#[derive(Clone, Default)]
pub struct Claims(Rc<RefCell<HashMap<String, Function>>>);

impl Claims {
    /// Holds `what` in this tab until [`Self::release`]. Whether no other tab holds it; a browser without locks cannot
    /// tell, and lets everybody.
    pub async fn claim(&self, what: &str) -> bool {
        if self.0.borrow().contains_key(what) {
            return true;
        }
        let Some(locks) = locks() else {
            return true;
        };
        let (sender, receiver) = oneshot::channel::<Option<Function>>();
        // The lock is held as long as the promise is open that the callback returns.
        let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let mut sender = Some(sender);
            let mut tell = |resolve| {
                if let Some(sender) = sender.take() {
                    let _ = sender.send(resolve);
                }
            };
            if lock.is_null() {
                tell(None);
                return JsValue::UNDEFINED;
            }
            Promise::new(&mut |resolve, _| tell(Some(resolve))).into()
        });
        let options = Options::new();
        options.set_if_available(true);
        if locks.request(&format!("{PREFIX}{what}"), &options, &callback).is_err() {
            return true;
        }
        match receiver.await {
            Ok(Some(release)) => {
                self.0.borrow_mut().insert(what.to_owned(), release);
                true
            }
            _ => false,
        }
    }

    /// Lets go of `what`.
    pub fn release_one(&self, what: &str) {
        let release = self.0.borrow_mut().remove(what);
        if let Some(release) = release {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }

    /// Lets go of everything.
    pub fn release(&self) {
        for release in self.0.take().into_values() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }

    /// What other tabs hold now.
    pub async fn held_elsewhere(&self) -> Vec<String> {
        let Some(locks) = locks() else {
            return Vec::new();
        };
        let held = locks.query().await.ok().and_then(|snapshot| snapshot.held());
        let names: Vec<String> = held.iter().flatten().filter_map(Held::name).collect();
        let ours = names.iter().filter_map(|name| name.strip_prefix(PREFIX));
        ours.filter(|name| !self.0.borrow().contains_key(*name))
            .map(str::to_owned)
            .collect()
    }
}

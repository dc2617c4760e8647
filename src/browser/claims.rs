//! What this tab alone works on, by the browser's own locks, which it takes back when the tab dies.

use futures_channel::oneshot;
use js_sys::{Array, Function, Object, Promise, Reflect};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What every lock's name begins with.
const PREFIX: &str = "keyseed ";

/// What this tab holds. The Web Locks API is reached by name: web-sys has it behind an unstable flag only.
#[derive(Clone, Default)]
pub struct Claims(Rc<RefCell<HashMap<String, Function>>>);

impl Claims {
    /// Holds `what` in this tab until [`Self::release`]. Whether no other tab holds it; a browser without locks cannot
    /// tell, and lets everybody.
    pub async fn claim(&self, what: &str) -> bool {
        if self.0.borrow().contains_key(what) {
            return true;
        }
        let Some((locks, request)) = method("request") else {
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
        let options = Object::new();
        let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
        let name = format!("{PREFIX}{what}");
        if request.call3(&locks, &name.into(), &options, &callback).is_err() {
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
        let Some((locks, query)) = method("query") else {
            return Vec::new();
        };
        let asked = query
            .call0(&locks)
            .ok()
            .and_then(|asked| asked.dyn_into::<Promise>().ok());
        let Some(asked) = asked else { return Vec::new() };
        let snapshot = JsFuture::from(asked).await.unwrap_or(JsValue::UNDEFINED);
        let held = Reflect::get(&snapshot, &"held".into()).unwrap_or(JsValue::UNDEFINED);
        let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
        let names: Vec<String> = Array::from(&held).iter().filter_map(name).collect();
        let ours = names.iter().filter_map(|name| name.strip_prefix(PREFIX));
        ours.filter(|name| !self.0.borrow().contains_key(*name))
            .map(str::to_owned)
            .collect()
    }
}

/// The lock manager and one of its methods.
fn method(name: &str) -> Option<(JsValue, Function)> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let method = Reflect::get(&locks, &name.into()).ok()?.dyn_into().ok()?;
    Some((locks, method))
}

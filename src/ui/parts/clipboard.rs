//! What becomes of a secret on the clipboard.

use super::later;
use super::{Icon, IconName};
use crate::browser::{clipboard, clock};
use crate::twilio::Secret;
use crate::ui::lazily::lazily;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How long a secret stays on the clipboard.
const HELD: Duration = Duration::from_secs(60);
/// How long it is said that it is gone.
const SAID: Duration = Duration::from_secs(6);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    /// Nothing secret, as far as this page knows.
    Nothing,
    /// A secret, until its time is over.
    Secret,
    /// Its time is over, and the browser did not let the page clear it.
    Lingers,
    /// It was cleared.
    Cleared,
}

/// What this page last put on the clipboard. It cannot read the clipboard, so it does not know what others put there.
#[derive(Clone, Copy)]
pub struct ClipboardWatch {
    held: RwSignal<Held>,
    copies: StoredValue<u32>,
    /// Whether anything on the page can be copied.
    used: RwSignal<bool>,
}

impl ClipboardWatch {
    /// Nothing was copied yet.
    pub fn new() -> Self {
        Self {
            held: RwSignal::new(Held::Nothing),
            copies: StoredValue::new(0),
            used: RwSignal::new(false),
        }
    }

    /// Draws the notice, which a screen reader must know before it says something.
    pub fn announce(self) {
        if !self.used.get_untracked() {
            self.used.set(true);
        }
    }

    /// Copies a text; a secret is cleared again. Whether the browser let the page copy it.
    pub async fn copy(self, text: &Secret, secret: bool) -> bool {
        let copied = clipboard::copy(text.expose()).await;
        if copied {
            let this = self.changed(if secret { Held::Secret } else { Held::Nothing });
            if secret {
                spawn_local(async move {
                    clock::sleep(HELD).await;
                    if this == self.copies.get_value() {
                        self.clear().await;
                    }
                });
            }
        }
        copied
    }

    /// Clears the clipboard, if the browser lets the page.
    async fn clear(self) {
        if !clipboard::clear().await {
            self.changed(Held::Lingers);
            return;
        }
        let this = self.changed(Held::Cleared);
        clock::sleep(SAID).await;
        if this == self.copies.get_value() {
            self.held.set(Held::Nothing);
        }
    }

    /// Notes a change, and gives its number.
    fn changed(self, held: Held) -> u32 {
        self.held.set(held);
        self.copies.update_value(|copies| *copies = copies.wrapping_add(1));
        self.copies.get_value()
    }
}

/// Says that a secret is on the clipboard, and what the page can and cannot do about it.
#[component]
pub fn ClipboardNotice() -> impl IntoView {
    let used = expect_context::<ClipboardWatch>().used;
    view! { <Show when=move || used.get()>{later(notice)}</Show> }
}

lazily! {
    connect:
    fn notice() -> AnyView { view! { <ClipboardMessage /> }.into_any() }
}

#[component]
fn ClipboardMessage() -> impl IntoView {
    let watch = expect_context::<ClipboardWatch>();
    let said = move || match watch.held.get() {
        Held::Nothing => "",
        Held::Secret => {
            "A secret is on the clipboard. This page clears it after 60 seconds if you are here then. A clipboard history (of the system, or a program) may keep it."
        }
        Held::Lingers => {
            "A secret may still be on the clipboard: the browser lets a page clear it only while you are in it."
        }
        Held::Cleared => "The clipboard is cleared. A clipboard history may still have the secret.",
    };
    let clearable = move || matches!(watch.held.get(), Held::Secret | Held::Lingers);
    let clear = move |_| spawn_local(watch.clear());
    view! {
        <div class="clipboard-notice" class:shown=move || watch.held.get() != Held::Nothing>
            <Icon name=IconName::Copy />
            <p role="status">{said}</p>
            <Show when=clearable>
                <button type="button" class="copy" on:click=clear>{"Clear it now"}</button>
            </Show>
        </div>
    }
}

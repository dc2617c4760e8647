//! Copying, with a word that it was done.

use super::{ClipboardWatch, Icon, IconName};
use crate::browser::clock;
use crate::twilio::Secret;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Copied {
    No,
    Yes,
    Failed,
}

/// A button that copies a text, says so, and tells the screen reader. Where the browser does not let the page copy, the
/// text appears beside it, selected.
#[component]
pub fn CopyButton(
    /// What it is called.
    #[prop(default = "Copy")]
    label: &'static str,
    /// What to copy, asked when it is pressed.
    text: impl Fn() -> Secret + Clone + Send + 'static,
    /// Whether it is a secret, which does not stay on the clipboard.
    #[prop(optional, into)]
    secret: Signal<bool>,
) -> impl IntoView {
    let (copied, copy) = copier(text.clone(), secret);
    let word = move || if copied.get() == Copied::Yes { "Copied" } else { label };
    view! {
        <button type="button" class="copy" aria-label=label on:click=move |_| copy()>
            <Icon name=IconName::Copy />
            <span>{word}</span>
        </button>
        <Said copied text />
    }
}

/// The same as a small icon beside a value.
#[component]
pub fn CopyIcon(
    /// What it copies, such as "account SID".
    what: &'static str,
    /// What to copy.
    text: String,
) -> impl IntoView {
    let text = move || Secret::new(text.clone());
    let (copied, copy) = copier(text.clone(), Signal::from(false));
    let name = move || {
        if copied.get() == Copied::Yes {
            IconName::Check
        } else {
            IconName::Copy
        }
    };
    view! {
        <button type="button" class="icon-button" aria-label=format!("Copy {what}") title=format!("Copy {what}") on:click=move |_| copy()>
            {move || view! { <Icon name=name() /> }}
        </button>
        <Said copied text />
    }
}

/// Tells the screen reader, and shows what could not be copied.
#[component]
fn Said(
    /// What happened.
    copied: RwSignal<Copied>,
    /// What was to be copied.
    text: impl Fn() -> Secret + Send + 'static,
) -> impl IntoView {
    let said = move || match copied.get() {
        Copied::No => "",
        Copied::Yes => "Copied",
        Copied::Failed => "The browser does not let this page copy. The text is selected: copy it with the keyboard.",
    };
    let selected = move || {
        (copied.get() == Copied::Failed).then(|| {
            let area = NodeRef::<html::Textarea>::new();
            // Its text is there a moment after itself.
            area.on_load(|area| {
                request_animation_frame(move || {
                    let _ = area.focus();
                    area.select();
                });
            });
            view! {
                <textarea class="mono copy-by-hand unprinted" node_ref=area readonly=true rows="3" aria-label="Select and copy"
                    prop:value=text().expose().to_owned() on:blur=move |_| copied.set(Copied::No)></textarea>
            }
        })
    };
    let class = move || {
        if copied.get() == Copied::Failed {
            "copy-failed"
        } else {
            "visually-hidden"
        }
    };
    view! {
        <span class=class role="status">{said}</span>
        {selected}
    }
}

fn copier(text: impl Fn() -> Secret + 'static, secret: Signal<bool>) -> (RwSignal<Copied>, impl Fn()) {
    let watch = expect_context::<ClipboardWatch>();
    watch.announce();
    let copied = RwSignal::new(Copied::No);
    let copy = move || {
        let (text, secret) = (text(), secret.get_untracked());
        spawn_local(async move {
            let done = watch.copy(&text, secret).await;
            // The button may be gone by now; then there is nothing to say.
            let _ = copied.try_set(if done { Copied::Yes } else { Copied::Failed });
            if done {
                clock::sleep(Duration::from_millis(1_500)).await;
                let _ = copied.try_set(Copied::No);
            }
        });
    };
    (copied, copy)
}

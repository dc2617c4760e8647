//! The confirmation dialog: what will happen, and a word to type where it cannot be undone.

use crate::browser::page;
use crate::priming::is_typed;
use leptos::prelude::*;

/// Asks before something that is hard or impossible to undo. `page::show_dialog` opens it by its id; however it is
/// closed, what was typed is gone.
#[component]
pub fn ConfirmDialog(
    /// Its id.
    #[prop(into)]
    id: String,
    /// What is asked.
    #[prop(into)]
    title: Signal<String>,
    /// The SID of what it is about.
    #[prop(optional, into)]
    sid: Signal<Option<String>>,
    /// What must be typed, if something must.
    #[prop(into)]
    word: Signal<Option<String>>,
    /// What its button says.
    #[prop(into)]
    button: Signal<String>,
    /// What is done, given what was typed.
    #[prop(into)]
    on_confirm: Callback<String>,
    /// What will happen.
    children: Children,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let matches = Memo::new(move |_| word.with(|word| word.as_ref().is_none_or(|word| is_typed(&typed.read(), word))));
    let (title_id, field_id) = (format!("{id}-title"), format!("{id}-typed"));
    let (closed_by_deed, closed_by_button) = (id.clone(), id.clone());
    let confirm = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if matches.get_untracked() {
            let text = typed.get_untracked();
            page::close_dialog(&closed_by_deed);
            on_confirm.run(text);
        }
    };
    let label = move || word.with(|word| word.as_ref().map(|word| format!("Type {word} to confirm")));
    view! {
        <dialog id=id aria-labelledby=title_id.clone() on:close=move |_| typed.set(String::new())>
            <form on:submit=confirm>
                <h2 id=title_id.clone()>{title}</h2>
                {move || sid.get().map(|sid| view! { <p><code>{sid}</code></p> })}
                {children()}
                // It stays where the word changes, with what was typed.
                <div class="field" hidden=move || word.read().is_none()>
                    <label for=field_id.clone()>{label}</label>
                    <input id=field_id.clone() type="text" autocomplete="off" spellcheck="false"
                        prop:value=move || typed.get() on:input:target=move |event| typed.set(event.target().value()) />
                </div>
                <div class="buttons">
                    <button type="submit" class="danger-button" disabled=move || !matches.get()>{button}</button>
                    <button type="button" on:click=move |_| page::close_dialog(&closed_by_button)>{"Cancel"}</button>
                </div>
            </form>
        </dialog>
    }
}

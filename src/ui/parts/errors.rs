//! What is wrong with a form: beside each field, and in a summary on top.

use super::{field_id, scoped};
use crate::browser::page;
use leptos::prelude::*;

/// The errors of a form, each filed under its field's label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Errors(Vec<(&'static str, String)>);

impl Errors {
    /// Files a sentence under a label.
    pub fn add(&mut self, label: &'static str, sentence: impl ToString) {
        self.0.push((label, sentence.to_string()));
    }

    /// Takes the sentences of a field away.
    pub fn clear(&mut self, label: &'static str) {
        self.0.retain(|(filed, _)| *filed != label);
    }

    /// The sentence of a field.
    pub fn of(&self, label: &str) -> Option<String> {
        self.0
            .iter()
            .find(|(filed, _)| *filed == label)
            .map(|(_, sentence)| sentence.clone())
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(&'static str, String)> for Errors {
    fn from_iter<T: IntoIterator<Item = (&'static str, String)>>(found: T) -> Self {
        Self(found.into_iter().collect())
    }
}

/// A summary that takes the focus when errors come up, with a link to each field.
#[component]
pub fn ErrorSummary(
    /// The form's errors.
    errors: RwSignal<Errors>,
    /// The summary's own id; one page may have several forms.
    id: &'static str,
) -> impl IntoView {
    let shown = Memo::new(move |_| !errors.read().is_empty());
    let id = scoped(id);
    let focused = id.clone();
    Effect::new(move |_| {
        if shown.get() {
            page::focus(&focused);
        }
    });
    let items = move || {
        let item = |(label, sentence): (&'static str, String)| {
            let field = field_id(label);
            let href = format!("#{field}");
            let go = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                page::focus(&field);
            };
            view! { <li><a href=href on:click=go>{format!("{label}: {sentence}")}</a></li> }
        };
        errors.get().0.into_iter().map(item).collect_view()
    };
    view! {
        <Show when=move || shown.get()>
            <div class="notice danger" role="alert" tabindex="-1" id=id.clone()>
                <div>
                    <p class={"notice-title"}>{"This needs a correction"}</p>
                    <ul class={"plain"}>{items}</ul>
                </div>
            </div>
        </Show>
    }
}

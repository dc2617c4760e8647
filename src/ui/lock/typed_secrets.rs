//! The secrets that stand in the fields of the page at hand.

use leptos::prelude::*;

/// A field's label, and what was typed.
type Typed = (&'static str, RwSignal<String>);

/// The fields for secrets that are on the page, so that a lock can empty them.
#[derive(Clone, Copy)]
pub struct TypedSecrets(StoredValue<Vec<Typed>>);

impl TypedSecrets {
    /// No field yet.
    pub fn new() -> Self {
        Self(StoredValue::new(Vec::new()))
    }

    /// Knows a field for as long as the component that calls this is on the page.
    pub fn know(self, label: &'static str, value: RwSignal<String>) {
        self.0.update_value(|fields| fields.push((label, value)));
        on_cleanup(move || {
            // Two fields may share a value; one of them goes.
            self.0.update_value(|fields| {
                if let Some(place) = fields.iter().position(|(_, field)| *field == value) {
                    fields.swap_remove(place);
                }
            });
        });
    }

    /// Empties all of them; gives the labels of those that had something in them.
    pub fn wipe(self) -> Vec<&'static str> {
        let full = |(label, value): Typed| clear(value).then_some(label);
        self.0.get_value().into_iter().filter_map(full).collect()
    }
}

/// Empties a field; whether there was something in it.
pub fn clear(field: RwSignal<String>) -> bool {
    let full = field.try_with_untracked(|text| !text.is_empty()).unwrap_or_default();
    if full {
        field.update(|text| {
            // Its bytes are wiped by the allocator.
            *text = String::new();
        });
    }
    full
}

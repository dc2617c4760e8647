//! The secrets that were typed, on the page at hand or on one before it.

use leptos::prelude::*;
use std::ops::Deref;

/// What is typed as a secret. Only the fields for secrets take one, and they have the lock know it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TypedSecret(RwSignal<String>);

impl TypedSecret {
    /// Nothing typed yet.
    pub fn new() -> Self {
        Self(RwSignal::new(String::new()))
    }
}

impl Default for TypedSecret {
    fn default() -> Self {
        Self::new()
    }
}

impl Deref for TypedSecret {
    type Target = RwSignal<String>;

    fn deref(&self) -> &RwSignal<String> {
        &self.0
    }
}

impl From<TypedSecret> for RwSignal<String> {
    fn from(secret: TypedSecret) -> Self {
        secret.0
    }
}

/// A field's label, and what was typed.
type Typed = (&'static str, RwSignal<String>);

/// What was typed as a secret, so that a lock can empty it: also where its field is no longer on the page.
#[derive(Clone, Copy)]
pub struct TypedSecrets(StoredValue<Vec<Typed>>);

impl TypedSecrets {
    /// No field yet.
    pub fn new() -> Self {
        Self(StoredValue::new(Vec::new()))
    }

    /// Knows a field for as long as its value lives, which may be a desk's.
    pub fn know(self, label: &'static str, value: RwSignal<String>) {
        self.0.update_value(|fields| {
            fields.retain(|(_, field)| !field.is_disposed());
            if fields.iter().all(|(_, field)| *field != value) {
                fields.push((label, value));
            }
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

//! The page itself: its boot script, its title, its theme, leaving it.

use super::preference::Preference;
use wasm_bindgen::prelude::*;
use web_sys::{BeforeUnloadEvent, Element, HtmlElement};

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// An attribute of the boot script, which names the files of the workers.
pub(super) fn boot_attribute(name: &str) -> Option<String> {
    document()?
        .query_selector("script[data-wasm]")
        .ok()
        .flatten()?
        .get_attribute(name)
}

/// Sets the page's title.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Puts the keyboard's focus on the element with that id, and shows it.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Scrolls as little as shows the element with that id.
pub fn scroll_to(id: &str) {
    if let Some(element) = document().and_then(|document| document.get_element_by_id(id)) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Opens the dialog with that id.
pub fn show_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        let _ = dialog.show_modal();
    }
}

/// Closes the dialog with that id.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.close();
    }
}

fn dialog(id: &str) -> Option<web_sys::HtmlDialogElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Loads the page afresh: everything in its memory is gone.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Which colours the page uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Those of the system.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name, as it is stored and as it stands in the page.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The stored theme.
    #[must_use]
    pub fn stored() -> Self {
        let stored = Preference::Theme.stored();
        Self::ALL
            .into_iter()
            .find(|theme| stored.as_deref() == Some(theme.as_str()))
            .unwrap_or(Self::System)
    }

    /// Shows and stores it.
    pub fn apply(self) {
        if let Some(root) = document().and_then(|document| document.document_element()) {
            set_theme(&root, self);
        }
        Preference::Theme.store(self.as_str());
    }
}

fn set_theme(root: &Element, theme: Theme) {
    let _ = match theme {
        Theme::System => root.remove_attribute("data-theme"),
        Theme::Light | Theme::Dark => root.set_attribute("data-theme", theme.as_str()),
    };
}

/// Asks before the page is left, as long as `unsaved` says that something would be lost.
pub fn guard_leaving(unsaved: impl Fn() -> bool + 'static) {
    let Some(window) = web_sys::window() else { return };
    let guard = Closure::<dyn FnMut(BeforeUnloadEvent)>::new(move |event: BeforeUnloadEvent| {
        if unsaved() {
            event.prevent_default();
            event.set_return_value("unsaved");
        }
    });
    let _ = window.add_event_listener_with_callback("beforeunload", guard.as_ref().unchecked_ref());
    // It listens as long as the page lives.
    guard.forget();
}

/// Calls `shown` whenever somebody comes back to this tab.
pub fn when_shown(shown: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let listener = Closure::<dyn Fn()>::new(shown);
    let _ = window.add_event_listener_with_callback("focus", listener.as_ref().unchecked_ref());
    listener.forget();
}

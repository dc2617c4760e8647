//! Tabs: one of several panels is shown at a time (WAI-ARIA, "Tabs with Automatic Activation").

use crate::browser::page;
use leptos::prelude::*;

/// A tab and its panel.
pub struct Tab {
    name: &'static str,
    keeps: bool,
    panel: Box<dyn Fn() -> AnyView + Send>,
}

impl Tab {
    /// A panel that is drawn each time it is chosen.
    pub fn new<V: IntoView + 'static>(name: &'static str, panel: impl Fn() -> V + Send + 'static) -> Self {
        Self {
            name,
            keeps: false,
            panel: Box::new(move || panel().into_any()),
        }
    }

    /// The same, for one with fields: it stays while another is looked at, with what was typed.
    pub fn with_fields<V: IntoView + 'static>(name: &'static str, panel: impl Fn() -> V + Send + 'static) -> Self {
        Self {
            keeps: true,
            ..Self::new(name, panel)
        }
    }
}

/// The tabs, the first one chosen.
#[component]
pub fn Tabs(
    /// What they are about.
    label: String,
    /// Sets their ids apart from those of other tabs on the page.
    #[prop(into)]
    id: String,
    /// The tabs.
    tabs: Vec<Tab>,
) -> impl IntoView {
    let (chosen, last) = (RwSignal::new(0), tabs.len().saturating_sub(1));
    let tab_id = move |id: &str, place: usize| format!("{id}-tab-{place}");
    let press = {
        let id = id.clone();
        move |event: leptos::ev::KeyboardEvent| {
            let place = chosen.get_untracked();
            let next = match event.key().as_str() {
                "ArrowRight" => (place + 1) % (last + 1),
                "ArrowLeft" => (place + last) % (last + 1),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            chosen.set(next);
            page::focus(&tab_id(&id, next));
        }
    };
    let (mut heads, mut panels) = (Vec::new(), Vec::new());
    for (place, tab) in tabs.into_iter().enumerate() {
        let (own, of, press) = (tab_id(&id, place), format!("{id}-panel-{place}"), press.clone());
        let is_chosen = Memo::new(move |_| chosen.get() == place);
        let drawn = Memo::new(move |was: Option<&bool>| is_chosen.get() || tab.keeps && was == Some(&true));
        heads.push(view! {
            <button type="button" role="tab" id=own.clone() aria-controls=of.clone() aria-selected=move || is_chosen.get().to_string()
                tabindex=move || if is_chosen.get() { "0" } else { "-1" } on:click=move |_| chosen.set(place) on:keydown=press>{tab.name}</button>
        });
        panels.push(view! {
            <div role="tabpanel" class="tab-panel" id=of aria-labelledby=own hidden=move || !is_chosen.get()>
                {move || drawn.get().then(|| (tab.panel)())}
            </div>
        });
    }
    view! {
        <div class="tabs" role="tablist" aria-label=label>{heads}</div>
        {panels}
    }
}

//! The four stages.

use super::{Icon, IconName, Link};
use leptos::prelude::*;

/// A stage as the stepper shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// Its name.
    pub name: &'static str,
    /// Its address.
    pub address: &'static str,
    /// Whether it can be gone to.
    pub open: bool,
    /// Whether it is done.
    pub done: bool,
}

/// The stages, their addresses, and which is the current one.
#[component]
pub fn Stepper(
    /// The stages in order.
    stages: Signal<Vec<Stage>>,
    /// Which is the current one, counted from 0.
    current: Signal<usize>,
) -> impl IntoView {
    let items = move || {
        let here = current.get();
        let item = |(
            index,
            Stage {
                name,
                address,
                open,
                done,
            },
        ): (usize, Stage)| {
            let done = done && index != here;
            let mark = {
                if done {
                    view! { <Icon name=IconName::Check /> }.into_any()
                } else {
                    (index + 1).to_string().into_any()
                }
            };
            let inner = view! { <span class="step-mark" aria-hidden="true">{mark}</span><span>{name}</span> };
            let content = if open && index != here {
                view! { <Link href=address>{inner}</Link> }.into_any()
            } else {
                view! { <span class="step-label">{inner}</span> }.into_any()
            };
            view! { <li class:done=done aria-current=(index == here).then_some("step")>{content}</li> }
        };
        stages.get().into_iter().enumerate().map(item).collect_view()
    };
    view! {
        <nav aria-label="Progress" class="stepper">
            <ol aria-label="Priming steps">{items}</ol>
        </nav>
    }
}

//! One step of something that goes step by step.

use super::{Icon, IconName};
use leptos::prelude::*;

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepMark {
    Done,
    Now,
    Failed,
    Later,
}

/// A step with its mark, in a list of class `steps`.
#[component]
pub fn StepItem(
    /// What the step does.
    title: &'static str,
    /// How it stands.
    mark: StepMark,
) -> impl IntoView {
    let (class, icon, word) = match mark {
        StepMark::Done => ("done", IconName::Check, "done"),
        StepMark::Now => ("now", IconName::Clock, "now"),
        StepMark::Failed => ("failed", IconName::Cross, "failed"),
        StepMark::Later => ("later", IconName::Dot, "to do"),
    };
    view! {
        <li class=class>
            <Icon name=icon />
            <span>{title}</span>
            <span class="visually-hidden">{format!(": {word}")}</span>
        </li>
    }
}

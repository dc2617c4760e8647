//! A notice: an icon, a title, what to know.

use super::{Icon, IconName};
use leptos::prelude::*;

/// How a notice weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Good,
    Info,
    Warning,
    Danger,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Good => "notice good",
            Self::Info => "notice info",
            Self::Warning => "notice warning",
            Self::Danger => "notice danger",
        }
    }

    /// Its icon.
    pub const fn icon(self) -> IconName {
        match self {
            Self::Good => IconName::Check,
            Self::Info => IconName::Info,
            Self::Warning => IconName::Warning,
            Self::Danger => IconName::Cross,
        }
    }
}

/// A notice.
#[component]
pub fn Notice(
    /// How it weighs.
    tone: Tone,
    /// Its title.
    #[prop(into)]
    title: String,
    /// Whether a screen reader says it at once.
    #[prop(optional)]
    alert: bool,
    /// What to know.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=tone.class() role=alert.then_some("alert")>
            <Icon name=tone.icon() />
            <div>
                <p class="notice-title">{title}</p>
                {children()}
            </div>
        </div>
    }
}

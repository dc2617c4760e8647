//! Icons, drawn on a grid of 16.

use leptos::prelude::*;

/// The icons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IconName {
    Check,
    Clock,
    Copy,
    Cross,
    Dot,
    Download,
    Info,
    Lock,
    Seed,
    Warning,
}

impl IconName {
    const fn path(self) -> &'static str {
        match self {
            Self::Check => "M3 8.5l3.2 3.2L13 4.8",
            Self::Clock => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5v3.2l2 1.6",
            Self::Copy => "M5.5 5.5V2.5h8v8h-3M2.5 5.5h8v8h-8z",
            Self::Cross => "M4 4l8 8M12 4l-8 8",
            Self::Dot => "M8 6.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z",
            Self::Download => "M8 2v8M4.8 7L8 10.2 11.2 7M2.5 13.5h11",
            Self::Info => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7.3v3.7M8 4.9v.4",
            Self::Lock => "M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
            Self::Seed => "M8 14V8.5M8 9C8 5.5 5.5 3 2.5 3c0 3.5 2 6 5.5 6zM8 11c0-2.8 2-5 5.5-5 0 3-2.2 5-5.5 5z",
            Self::Warning => "M8 2.2l6.3 11.3H1.7zM8 6.3v3.4M8 11.5v.4",
        }
    }
}

/// An icon. It says nothing to a screen reader: a word stands beside it.
#[component]
pub fn Icon(
    /// Which one.
    name: IconName,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d=name.path() />
        </svg>
    }
}

//! A link to another page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A link to another page, which the router follows without a load. Its own `A` also resolves relative addresses; there
/// are none here, and the first load need not pay for it.
#[component]
pub fn Link(
    /// The page's address.
    #[prop(into)]
    href: String,
    /// Its class.
    #[prop(optional)]
    class: Option<&'static str>,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    let (path, page) = (use_location().pathname, href.clone());
    // Also on a page below it.
    let here = move || {
        let path = path.read();
        let below = path.strip_prefix(page.as_str());
        below
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            .then_some("page")
    };
    view! { <a href=href class=class aria-current=here>{children()}</a> }
}

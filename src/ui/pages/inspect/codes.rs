//! What an error code means, and what to do about it.

use crate::twilio::{CODES, CodeInfo, find_codes};
use crate::ui::parts::{Errors, TextField};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The codes, to be searched; `?code=` in the address searches for one.
#[component]
pub fn Codes() -> impl IntoView {
    let wanted = RwSignal::new(String::new());
    let errors = RwSignal::new(Errors::default());
    let query = use_query_map();
    Effect::new(move |_| {
        if let Some(code) = query.read().get("code") {
            wanted.set(code);
        }
    });
    let all = RwSignal::new(false);
    let found = Memo::new(move |_| {
        let wanted = wanted.read();
        let nothing = wanted.trim().is_empty() && !all.get();
        let codes = find_codes(&wanted).map(|info| info.code);
        codes.filter(|_| !nothing).collect::<Vec<_>>()
    });
    let said = move || match found.read().len() {
        0 if wanted.read().trim().is_empty() => {
            format!(
                "{} codes that an admin of accounts, keys and signatures can meet.",
                CODES.len()
            )
        }
        0 => "No code here has this. Twilio's own list is at www.twilio.com/docs/api/errors.".to_owned(),
        count => format!("{count} of {} codes.", CODES.len()),
    };
    let show_all = move |_| {
        wanted.set(String::new());
        all.update(|all| *all = !*all);
    };
    let word = move || if all.get() { "Hide all codes" } else { "Show all codes" };
    let row = |info: &CodeInfo| view! { <tr><th scope="row">{info.code}</th><td>{info.meaning}</td><td>{info.remedy}</td></tr> };
    let rows = move || {
        let found = found.read();
        let infos = CODES.iter().filter(|info| found.contains(&info.code));
        infos.map(row).collect_view()
    };
    view! {
        <section class="panel" id="error-codes" aria-label={"Error codes"}>
            <h2>{"Error codes"}</h2>
            <TextField label="Error code" value=wanted errors hint="A number, its beginning, or words such as \u{201c}expired\u{201d}." />
            <div class="buttons">
                <button type="button" class={"small"} on:click=show_all>{word}</button>
                <span class="field-hint" role="status">{said}</span>
            </div>
            <div class="table-wrap" hidden=move || found.read().is_empty()>
                <table class="table codes">
                    <thead><tr><th scope="col">{"Code"}</th><th scope="col">{"Meaning"}</th><th scope="col">{"What to do"}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

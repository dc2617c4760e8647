//! A program in several languages, one of them shown.

use super::{CodeBlock, field_id};
use crate::browser::download;
use crate::snippets::Program;
use leptos::prelude::*;

/// The program in the chosen language, with how to run it.
#[component]
pub fn Programs(
    /// The same program in each language.
    programs: Vec<Program>,
    /// The label of the choice; the page's only one in its scope.
    label: &'static str,
    /// Which is shown, by its place; held by whoever redraws the programs.
    chosen: RwSignal<usize>,
) -> impl IntoView {
    let option = |(place, program): (usize, &Program)| {
        let selected = place == chosen.get_untracked();
        view! { <option value=program.language selected=selected>{program.language}</option> }
    };
    let options: Vec<_> = programs.iter().enumerate().map(option).collect();
    let languages: Vec<_> = programs.iter().map(|program| program.language).collect();
    let choose = move |name: String| {
        if let Some(place) = languages.iter().position(|language| *language == name) {
            chosen.set(place);
        }
    };
    let shown = move || {
        programs
            .get(chosen.get())
            .cloned()
            .map(|program| view! { <OneProgram program /> })
    };
    view! {
        <div class="programs">
            <div class="buttons">
                <label for=field_id(label)>{label}</label>
                <select id=field_id(label) on:change:target=move |event| choose(event.target().value())>{options}</select>
            </div>
            {shown}
        </div>
    }
}

#[component]
fn OneProgram(
    /// The program.
    program: Program,
) -> impl IntoView {
    let Program {
        language,
        file,
        run,
        code,
    } = program;
    let bytes = code.clone();
    let save = move |_| {
        download::save(file, bytes.as_bytes());
    };
    view! {
        <CodeBlock language shown=code />
        <div class="buttons">
            <button type="button" on:click=save>{format!("Download {file}")}</button>
            <span class="field-hint">{"Run it with: "}<code>{run}</code></span>
        </div>
    }
}

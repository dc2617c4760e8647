//! The plan's lines: the field, what is remarked about them, and the subaccounts that they mean.

use crate::priming::{PlanField, Reading, Remark, Target};
use crate::ui::desks::{PlanDesk, desk};
use crate::ui::parts::{FieldFrame, Icon, Pager, PrivateKeyWiped, Tone, clear_error, field_id, page_rows, take_text};
use leptos::prelude::*;

/// The label of the plan's lines.
pub const NAMES: &str = PlanField::Names.label();

/// How many remarks are shown before the rest is only counted.
const REMARKS_MAX: usize = 20;

/// The field, and what is wrong or to be looked at in it as it stands.
#[component]
pub fn NamesField(
    /// What was typed.
    names: RwSignal<String>,
    /// What it says.
    reading: Memo<Reading>,
) -> impl IntoView {
    let plan_desk = desk::<PlanDesk>();
    let errors = plan_desk.errors;
    let id = field_id(NAMES);
    let described = format!("{id}-hint {id}-error {id}-remarks");
    let remarks = format!("{id}-remarks");
    let wiped = RwSignal::new(false);
    view! {
        <FieldFrame label=NAMES errors hint="One a line: a new name of 64 characters at most, or the SID (AC...) of an existing subaccount.">
            <PrivateKeyWiped wiped />
            <textarea id=id.clone() rows="6" spellcheck="false" autocomplete="off" placeholder="West Team"
                aria-describedby=described
                aria-invalid=move || errors.read().of(NAMES).map(|_| "true")
                prop:value=move || names.get()
                on:input:target=move |event| {
                    clear_error(NAMES, errors);
                    if !take_text(event.target().value(), names, wiped) {
                        event.target().set_value("");
                    }
                }
            ></textarea>
            <Remarks reading id=remarks />
        </FieldFrame>
    }
}

#[component]
fn Remarks(
    /// What the lines say.
    reading: Memo<Reading>,
    /// The list's id.
    id: String,
) -> impl IntoView {
    let row = |remark: &Remark| {
        let (class, tone, word) = if remark.is_wrong {
            ("finding problem", Tone::Danger, "To correct: ")
        } else {
            ("finding note", Tone::Info, "To look at: ")
        };
        let sentence = remark.sentence.clone();
        view! {
            <li class=class>
                <Icon name=tone.icon() />
                <div><p><span class="visually-hidden">{word}</span>{sentence}</p></div>
            </li>
        }
    };
    let rows = move || {
        let reading = reading.read();
        let shown = reading.remarks.iter().take(REMARKS_MAX).map(row).collect_view();
        let more = match reading.remarks.len().saturating_sub(REMARKS_MAX) {
            0 => None,
            1 => Some("One more line needs a look.".to_owned()),
            more => Some(format!("{more} more lines need a look.")),
        };
        (shown, more.map(|more| view! { <li>{more}</li> }))
    };
    view! { <ul class="findings remarks" id=id aria-label="Remarks on the lines">{rows}</ul> }
}

/// The subaccounts of the plan, each with the number of its line.
#[component]
pub fn PlannedSubaccounts(
    /// What the lines say.
    reading: Memo<Reading>,
) -> impl IntoView {
    let page = RwSignal::new(0);
    let count = Signal::derive(move || reading.read().targets.len());
    let summary = move || match count.get() {
        1 => "1 subaccount".to_owned(),
        count => format!("{count} subaccounts"),
    };
    let row = |(line, target): &(usize, Target)| {
        let kind = if target.is_new() { "new" } else { "existing" };
        view! { <li value=line.to_string()>{format!("{} ", target.label())}<span class="field-hint">{kind}</span></li> }
    };
    let rows = move || {
        let reading = reading.read();
        let shown = page_rows(reading.targets.len(), page.get());
        let shown = reading.targets.get(shown).unwrap_or_default();
        shown.iter().map(row).collect_view()
    };
    view! {
        <details>
            <summary>{summary}</summary>
            <ol class="planned-names" aria-label="Subaccounts by their lines">{rows}</ol>
            <Pager what="subaccounts" count page />
        </details>
    }
}

//! Which commands take `--account-sid`.

use super::super::CopyIcon;
use super::region::Folded;
use crate::snippets::{CommandKind, Subject, command_kinds};
use leptos::prelude::*;

/// The kinds of commands, folded.
#[component]
pub fn CommandKinds(
    /// What the examples are about.
    subject: Memo<Option<Subject>>,
) -> impl IntoView {
    const TITLE: &str = "Which commands take --account-sid";
    let kind = |kind: CommandKind| {
        let text = kind.example.clone();
        view! {
            <dt>{kind.what}</dt>
            <dd>
                <p>{kind.note}</p>
                <code>{kind.example}</code><CopyIcon what="example" text />
            </dd>
        }
    };
    let kinds = move || {
        subject.with(|subject| {
            subject
                .as_ref()
                .map(|subject| command_kinds(subject).map(kind).into_iter().collect_view())
        })
    };
    view! {
        <div class="kinds">
            <Folded title=TITLE summary={TITLE.into_any()}><dl>{kinds}</dl></Folded>
        </div>
    }
}

//! One subaccount's result.

use super::close::CloseSubaccount;
use super::commands::RunCommands;
use super::recipient_check::RecipientCheck;
use crate::handover::handed_one;
use crate::keys::{PublicKey, fingerprint_command, public_key_file_name};
use crate::priming::RunLine;
use crate::priming::{CleanUp, Seeding, Verification};
use crate::ui::desks::{RunDesk, desk};
use crate::ui::panels::SecondSubaccounts;
use crate::ui::parts::{
    ApiKeySecret, Checkbox, CodeBlock, CopyableFact, Fact, Facts, HandOver, IdScope, Inspector, SaveKeys,
};
use crate::ui::tools::tools;
use leptos::prelude::*;

/// The article about one subaccount.
#[component]
pub fn ResultArticle(
    /// Its place in the run.
    index: usize,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let lock = tools().lock;
    provide_context(IdScope(format!("result-{index}")));
    let seeding = run_desk.seeding(index);
    let name = seeding
        .with_untracked(|seeding| seeding.as_ref().map(|seeding| seeding.name.clone()))
        .unwrap_or_default();
    let existing = seeding.with_untracked(|seeding| seeding.as_ref().is_some_and(|seeding| seeding.existing()));
    let handed = Memo::new(move |_| run_desk.run.with(|run| handed_one(run, index)).flatten());
    let revealed = RwSignal::new(false);
    lock.hide_by_itself(revealed, || false);
    let heading = format!("result-{index}-name");
    let closed = move || {
        seeding.with(|seeding| {
            seeding
                .as_ref()
                .is_some_and(|seeding| seeding.clean_up() == CleanUp::Done)
        })
    };
    // A further request or the closing redraws nothing here: a passphrase may be half typed.
    let facts = Memo::new(move |_| seeding.with(|seeding| seeding.as_ref().map(Seeding::at_rest)));
    let details = {
        let name = name.clone();
        move || {
            facts
                .get()
                .map(|seeding| view! { <Credentials seeding revealed name=name.clone() closed=closed() /> })
        }
    };
    let exchanges = Signal::derive(move || {
        seeding
            .with(|seeding| seeding.as_ref().map(|seeding| seeding.exchanges.clone()))
            .unwrap_or_default()
    });
    view! {
        <article class="panel result" aria-labelledby=heading.clone()>
            <header class="result-head">
                <h2 id=heading.clone() class="name">{name.clone()}</h2>
                <Badge line=run_desk.line(index) />
            </header>
            {details}
            <RecipientCheck seeding index />
            <Show when=move || !closed()>
                <Show when=move || seeding.with(|seeding| seeding.as_ref().is_some_and(Seeding::has_secret))>
                    <SavedCheck index seeding />
                </Show>
                <HandOver handed />
                <RunCommands index revealed />
            </Show>
            <SecondSubaccounts index place="result" />
            <footer class="result-foot">
                <Inspector exchanges />
                <Show when=move || !existing fallback=|| view! { <p class="field-hint">{"It existed before this run, so it is not closed from here."}</p> }>
                    <CloseSubaccount index />
                </Show>
            </footer>
        </article>
    }
}

/// How a subaccount stands, in a word or two.
#[component]
pub fn Badge(
    /// The subaccount, in a line.
    line: Memo<RunLine>,
) -> impl IntoView {
    let badge = move || match (line.read().closed, line.read().verification) {
        (true, _) => ("badge", "Closed"),
        (_, Some(Verification::KeysDeletedSince)) => ("badge warning", "Keys deleted since"),
        (_, Some(Verification::ClosedSince)) => ("badge", "Closed since"),
        (_, None) if line.read().settled => ("badge good", "Saved earlier"),
        (_, None) => ("badge warning", "Not finished"),
        (_, Some(Verification::NeedsPublicKey)) => ("badge warning", "Needs a public key"),
        (_, Some(Verification::SavedUntried)) => ("badge warning", "Saved, not tried"),
        (_, Some(Verification::AwaitsRecipient { .. })) => ("badge warning", "Waiting for the recipient"),
        (_, Some(Verification::Enforced | Verification::RecipientConfirmed { enforced: true })) => {
            ("badge good", "Primed and verified")
        }
        (_, Some(_)) => ("badge good", "Primed"),
    };
    view! { <span class=move || badge().0>{move || badge().1}</span> }
}

/// The SIDs and the rest, each to be copied.
#[component]
fn Credentials(
    /// The subaccount.
    seeding: Seeding,
    /// Whether its secret is shown.
    revealed: RwSignal<bool>,
    /// Its name.
    name: String,
    /// Whether it is closed, so that its keys are of no use.
    closed: bool,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let (account_sid, api_key_sid) = (seeding.account_sid().cloned(), seeding.api_key_sid().cloned());
    let (public_key_sid, fingerprint) = (seeding.public_key_sid().cloned(), seeding.fingerprint());
    let usable = !closed && seeding.has_secret();
    let secret = seeding.api_key().cloned().filter(|_| usable).map(|key| {
        let secret = key.secret;
        view! { <Fact term="API key secret"><ApiKeySecret secret revealed /></Fact> }
    });
    let verification = seeding.verification().map(|verification| {
        view! {
            <Fact term="Verification">
                <span data-testid="verification">{verification.summary()}</span>
                <p class="field-hint">{verification.meaning()}</p>
            </Fact>
        }
    });
    let holds = seeding.holds().map(|holds| {
        let deleted = seeding.duplicates_deleted();
        view! {
            <Fact term="Check for duplicates">
                <span data-testid="holds">{format!("Holds {holds}")}</span>
                {deleted.map(|deleted| view! { <p class="field-hint">{deleted}</p> })}
            </Fact>
        }
    });
    let made_here = seeding
        .public_key()
        .cloned()
        .filter(|_| !closed && run_desk.has_private_key(&seeding));
    let keys = made_here.map(|key| view! { <KeyPairSection key name /> });
    view! {
        <Facts>
            {account_sid.map(|sid| view! { <CopyableFact term="Account SID" test_id="account-sid" text=sid.to_string() /> })}
            {api_key_sid.map(|sid| view! { <CopyableFact term="API key SID" test_id="api-key-sid" text=sid.to_string() /> })}
            {secret}
            {public_key_sid.map(|sid| view! { <CopyableFact term="Public key SID" test_id="public-key-sid" text=sid.to_string() /> })}
            {fingerprint.map(|print| view! { <CopyableFact term="Fingerprint (SHA-256)" test_id="fingerprint" text=print.to_string() /> })}
            {verification}
            {holds}
        </Facts>
        {keys}
    }
}

/// The key pair's files, and how to check them.
#[component]
fn KeyPairSection(
    /// The public half.
    key: PublicKey,
    /// The subaccount's name, which the files take.
    name: String,
) -> impl IntoView {
    let command = fingerprint_command(&public_key_file_name(&name));
    view! {
        <div class="keys">
            <h3>{"Key pair"}</h3>
            <SaveKeys key name />
            <details>
                <summary>{"Check the fingerprint with OpenSSL"}</summary>
                <CodeBlock language="bash / zsh" shown=command />
            </details>
        </div>
    }
}

/// The admin's word that everything is saved.
#[component]
fn SavedCheck(
    /// The subaccount's place in the run.
    index: usize,
    /// The subaccount.
    seeding: Memo<Option<Seeding>>,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let word = move || {
        if seeding.with(|seeding| {
            seeding
                .as_ref()
                .is_some_and(|seeding| run_desk.has_private_key(seeding))
        }) {
            "I have saved the secret and the private key"
        } else {
            "I have saved the secret"
        }
    };
    let saved = move || seeding.with(|seeding| seeding.as_ref().is_some_and(Seeding::is_saved));
    view! {
        <Checkbox checked=saved on_change=move |on: bool| run_desk.steer(|run| run.set_saved(index, on)) saved=true>{word}</Checkbox>
    }
}

//! One subaccount's result.

use super::close::CloseSubaccount;
use super::commands::{PROFILE, RunCommands, TERMINAL, UseFromCode};
use super::recipient_check::RecipientCheck;
use crate::handover::handed_one;
use crate::keys::{PublicKey, fingerprint_command, public_key_file_name};
use crate::priming::{CleanUp, RunLine, Seeding, Verification};
use crate::ui::desks::{RunDesk, Saved, desk};
use crate::ui::panels::SecondSubaccounts;
use crate::ui::parts::{
    ApiKeySecret, Checkbox, CodeBlock, CopyableFact, Fact, Facts, HandOver, IdScope, Inspector, SaveKeys, Tab, Tabs,
    Unfolded,
};
use crate::ui::tools::tools;
use leptos::prelude::*;

/// What decides which tabs an article has.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Kind {
    closed: bool,
    has_secret: bool,
    enforces: bool,
}

impl Kind {
    fn of(seeding: &Seeding) -> Self {
        Self {
            closed: seeding.clean_up() == CleanUp::Done,
            has_secret: seeding.has_secret(),
            enforces: seeding.verification().is_some_and(Verification::refuses_unsigned),
        }
    }
}

/// The article about one subaccount.
#[component]
pub fn ResultArticle(
    /// Its place in the run.
    index: usize,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    provide_context(IdScope(format!("result-{index}")));
    provide_context(Unfolded::default());
    let seeding = run_desk.seeding(index);
    let name = seeding
        .with_untracked(|seeding| seeding.as_ref().map(|seeding| seeding.name.clone()))
        .unwrap_or_default();
    let existing = seeding.with_untracked(|seeding| seeding.as_ref().is_some_and(Seeding::existing));
    let revealed = RwSignal::new(false);
    tools().lock.hide_by_itself(revealed, || false);
    let heading = format!("result-{index}-name");
    // A further request redraws nothing here: a passphrase may be half typed.
    let kind = Memo::new(move |_| seeding.with(|seeding| seeding.as_ref().map(Kind::of)));
    let tabs = {
        let name = name.clone();
        move || {
            let tabs = tabs(kind.get()?, index, seeding, revealed, &name);
            Some(view! { <Tabs label=name.clone() id=format!("result-{index}") tabs /> })
        }
    };
    view! {
        <article class="result" aria-labelledby=heading.clone()>
            <h3 id=heading.clone() class="visually-hidden">{name}</h3>
            <RecipientCheck seeding index />
            {tabs}
            <SecondSubaccounts index place="result" />
            <footer class="result-foot">
                <Show when=move || !existing fallback=|| view! { <p class="field-hint">{"It existed before this run, so it is not closed from here."}</p> }>
                    <CloseSubaccount index />
                </Show>
            </footer>
        </article>
    }
}

/// The tabs of an article: the way that works on this subaccount comes first.
fn tabs(kind: Kind, index: usize, seeding: Memo<Option<Seeding>>, revealed: RwSignal<bool>, name: &str) -> Vec<Tab> {
    let run_desk = desk::<RunDesk>();
    let name = name.to_owned();
    let facts = Memo::new(move |_| seeding.with(|seeding| seeding.as_ref().map(Seeding::at_rest)));
    let credentials = Tab::with_fields("Credentials", move || {
        let name = name.clone();
        move || {
            let name = name.clone();
            facts
                .get()
                .map(|seeding| view! { <Credentials index seeding revealed name closed=kind.closed /> })
        }
    });
    let requests = Tab::new("Requests", move || {
        let exchanges = move || seeding.with(|seeding| seeding.as_ref().map(|seeding| seeding.exchanges.clone()));
        let exchanges = Signal::derive(move || exchanges().unwrap_or_default());
        view! { <Inspector exchanges open=true /> }
    });
    if kind.closed {
        return vec![credentials, requests];
    }
    let handed = Memo::new(move |_| run_desk.run.with(|run| handed_one(run, index)).flatten());
    let hand_over = Tab::with_fields("Hand over", move || view! { <HandOver handed alone=true /> });
    if !kind.has_secret {
        return vec![credentials, hand_over, requests];
    }
    let code = Tab::new("Use from code", move || view! { <UseFromCode index revealed /> });
    let terminal = Tab::new(
        "Terminal",
        move || view! { <RunCommands index revealed groups=TERMINAL /> },
    );
    let profile = Tab::new(
        "CLI profile",
        move || view! { <RunCommands index revealed groups=PROFILE /> },
    );
    if kind.enforces {
        vec![credentials, code, terminal, profile, hand_over, requests]
    } else {
        vec![credentials, terminal, profile, code, hand_over, requests]
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
    /// Its place in the run.
    index: usize,
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
        view! { <Fact term="API key secret"><ApiKeySecret secret revealed seen=Callback::new(move |()| run_desk.note_copied(index)) /></Fact> }
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
    let (has_secret, has_key) = (seeding.has_secret(), made_here.is_some());
    if let Some(key) = made_here.as_ref().map(PublicKey::fingerprint) {
        // Once it is saved as a file, the result may be complete.
        Effect::new(move |_| {
            if tools().is_downloaded(key) {
                run_desk.settle_saved(index);
            }
        });
    }
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
        {has_secret.then(|| view! { <SavedElsewhere index has_key /> })}
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
            <SaveKeys key name />
            <details>
                <summary>{"Check the fingerprint with OpenSSL"}</summary>
                <CodeBlock language="bash / zsh" shown=command />
            </details>
        </div>
    }
}

/// The admin's word that the result is saved, where Keyseed cannot know it.
#[component]
fn SavedElsewhere(
    /// The subaccount's place in the run.
    index: usize,
    /// Whether it has a private key that is here.
    has_key: bool,
) -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let saved = run_desk.saved(index);
    let checked = Signal::derive(move || saved.get() == Saved::Yes);
    let what = if has_key {
        "the API key secret and the private key are"
    } else {
        "the API key secret is"
    };
    let hint = move || match saved.get() {
        Saved::Copied => {
            format!("Copied only: the clipboard is cleared after a minute. Tick this once {what} in a safe place.")
        }
        Saved::No => format!("Tick this once {what} in a safe place, or download here."),
        Saved::Yes | Saved::Nothing => String::new(),
    };
    view! {
        <div>
            <Checkbox checked on_change=move |on: bool| run_desk.say_saved(index, on)>{"I saved it elsewhere"}</Checkbox>
            <p class="field-hint">{hint}</p>
        </div>
    }
}

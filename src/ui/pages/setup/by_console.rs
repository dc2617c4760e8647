//! The road by the Console: make the pair here, paste its public half there, bring the SID back.

use super::guidance::{Block, Guidance};
use super::saving::{NewKey, UseKey};
use crate::keys::PublicKey;
use crate::twilio::PublicKeySid;
use crate::ui::desks::connect_form::{AccountKind, label, sid_error};
use crate::ui::desks::{KEY_NAME, SetupDesk, desk};
use crate::ui::parts::{CodeBlock, ErrorSummary, Notice, TextField, Tone};
use leptos::prelude::*;

const STEPS: &[Block] = &[Block::Steps(&[
    "In the Twilio Console, open this account's public keys; Twilio's pages name no menu for them. You are in the right place if the SIDs there begin with CR; those of API keys begin with SK.",
    "Add a public key: enter a name and paste the whole block above, its BEGIN and END lines included.",
    "Copy the SID that the Console gives it (CR and 32 hexadecimal digits) and enter it below.",
])];

/// The pair, the steps in the Console, and the SID that comes back.
#[component]
pub fn ByConsole() -> impl IntoView {
    let setup_desk = desk::<SetupDesk>();
    let setup = setup_desk;
    let word = move || {
        if setup.pair.making.get() {
            "Making\u{2026}"
        } else {
            "Make a key pair"
        }
    };
    let pair = move || setup.pair.key.get().map(|key| view! { <PairForConsole key /> });
    view! {
        <Show when=move || setup.pair.key.read().is_none()>
            <TextField label=KEY_NAME value=setup.name errors=setup.errors hint="Give it the same name in the Console; its files are named after it." />
            <div class="buttons">
                <button type="button" class="primary" disabled=move || setup.pair.making.get() on:click=move |_| setup_desk.make_pair()>{word}</button>
                <span class="field-hint">{"Nothing is sent."}</span>
            </div>
        </Show>
        {pair}
    }
}

#[component]
fn PairForConsole(
    /// The public half.
    key: PublicKey,
) -> impl IntoView {
    let setup_desk = desk::<SetupDesk>();
    let setup = setup_desk;
    let pem = key.to_pem();
    let practice = move || setup.pair.kind.get() == Some(AccountKind::Practice);
    view! {
        <section class="setup-result" aria-label="Key pair for the Console">
            <NewKey key name=setup.name by_console=true />
            <h3>{"Public key to paste"}</h3>
            <CodeBlock language="PEM" shown=pem />
            <Guidance blocks=STEPS />
            <Show when=practice>
                <Notice tone=Tone::Warning title="Practice">
                    <p>{"The practice account has no Console of its own. This button stands for the steps above."}</p>
                    <div class={"buttons"}>
                        <button type="button" on:click=move |_| setup_desk.paste_pair()>{"Paste it in the practice Console"}</button>
                    </div>
                </Notice>
            </Show>
            <ErrorSummary errors=setup.errors id="console-errors" />
            <TextField label=label::PUBLIC_KEY_SID value=setup.pair.sid errors=setup.errors
                hint="CR and 32 hexadecimal digits, from the Twilio Console." check={sid_error::<PublicKeySid>} />
            <UseKey by_console=true />
        </section>
    }
}

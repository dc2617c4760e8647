//! The account's public key: by a request, or pasted in the Console.

use super::by_console::ByConsole;
use super::by_request::{RegisterForm, Registration};
use crate::ui::desks::connect_form::AccountKind;
use crate::ui::desks::{ConnectDesk, RunDesk, SetupDesk, desk};
use crate::ui::panels::{KindCards, PracticeSetup};
use crate::ui::parts::{Link, Notice, Radio, RadioGroup, Tone};
use crate::ui::routes;
use leptos::prelude::*;

/// Which account, by which road, and the form for it.
#[component]
pub fn PublicKey() -> impl IntoView {
    let run_desk = desk::<RunDesk>();
    let setup_desk = desk::<SetupDesk>();
    let running = move || run_desk.run.is_taken();
    view! {
            <p>
                {"Needed only where requests are signed: where Public Key Client Validation is enforced, or is going to be. Otherwise connect with the Main key alone. "}
                {"The key pair is made in this page; Twilio gets the public half."}
            </p>
            <Show when=running>
                <Notice tone=Tone::Info title="A run is open">
                    <p>{"Finish it before you set up an account. "}<Link href=routes::RESULTS>{"Go to its results"}</Link></p>
                </Notice>
            </Show>
            <Show when=move || !running()>
                <KindCards choose=Callback::new(move |kind| setup_desk.choose(kind)) />
                <Roads />
            </Show>
    }
}

/// The two roads, once the account is chosen and open.
#[component]
fn Roads() -> impl IntoView {
    let connect_desk = desk::<ConnectDesk>();
    let setup_desk = desk::<SetupDesk>();
    let form = &connect_desk.form;
    let practice = move || form.kind.get() == Some(AccountKind::Practice);
    let ready = move || form.kind.read().is_some() && (!practice() || form.practice_ready.get());
    let failure = move || {
        let message = setup_desk.failure.get()?;
        Some(view! { <Notice tone=Tone::Danger title="That did not work"><p>{message}</p></Notice> })
    };
    let registers = move || !setup_desk.by_console.get();
    view! {
        <Show when=practice><PracticeSetup scale=false /></Show>
        <Show when=ready>
            <RadioGroup legend="Public Key Client Validation on this account">
                <RoadRadio by_console=false id="road-register" name="Signing is not enforced yet"
                    text="Choose this if you are not sure: if signing is enforced, Twilio refuses and nothing is registered. The public key is registered from here, with the Main key." />
                <RoadRadio by_console=true id="road-console" name="Signing is enforced already"
                    text="And you have no private key that signs, or lost it. The public key must be pasted in the Console." />
            </RadioGroup>
            <Show when=registers>
                <RegisterForm />
                <Registration />
            </Show>
            <Show when=move || !registers()>
                <ByConsole />
            </Show>
            {failure}
        </Show>
    }
}

#[component]
fn RoadRadio(
    /// Whether it goes by the Console.
    by_console: bool,
    /// The control's id.
    id: &'static str,
    /// Its name.
    name: &'static str,
    /// What it means.
    text: &'static str,
) -> impl IntoView {
    let setup = desk::<SetupDesk>();
    let chosen = Signal::derive(move || setup.by_console.get() == by_console);
    view! { <Radio group="road" id name text chosen on_choose=move |()| setup.take_road(by_console) /> }
}

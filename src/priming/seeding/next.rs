//! What a subaccount wants done next.

use super::{Looking, Seeding, State, Step};
use crate::priming::Plan;
use crate::twilio::api_keys;
use crate::twilio::validation::SigningIdentity;
use crate::twilio::{Identity, Request, accounts, public_keys};

/// What a subaccount wants done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::priming) enum Act {
    MakeKeyPair,
    Send(Request, Box<Identity>),
    Wait(u32),
}

impl Seeding {
    /// What it wants done next; `None` once it is done or failed. `main` speaks up to the last step, then the new
    /// account itself.
    pub(in crate::priming) fn next(&self, plan: &Plan, main: &Identity) -> Option<Act> {
        if matches!(self.state, State::Failed | State::Done) {
            return None;
        }
        if let Some(millis) = self.pause {
            return Some(Act::Wait(millis));
        }
        let account = self.account_sid.as_ref();
        let by_main = |request| Act::Send(request, Box::new(main.clone()));
        Some(match self.step {
            Step::Look => by_main(accounts::fetch(account?)),
            Step::MakeKeyPair => Act::MakeKeyPair,
            Step::CreateSubaccount if self.looking != Looking::No => by_main(accounts::list_named(&self.name)),
            Step::CreateSubaccount => by_main(accounts::create(&self.name)),
            Step::SeedApiKey => by_main(api_keys::create(self.keys_api, account?, &plan.api_key_name)),
            Step::SeedPublicKey => by_main(public_keys::create(
                self.public_key.as_ref()?,
                &plan.public_key_name,
                Some(account?),
            )),
            Step::Verify | Step::AskUnsigned => {
                let signs = self.step == Step::Verify && plan.verifies_signed() && !self.unsigned;
                Act::Send(
                    public_keys::list(),
                    Box::new(self.identity(main.signing.as_ref().filter(|_| signs))?),
                )
            }
            Step::Done => return None,
        })
    }

    /// The new account as the one who asks, signing as the parent does, but with its own key pair.
    fn identity(&self, like: Option<&SigningIdentity>) -> Option<Identity> {
        let signing = match like {
            None => None,
            Some(parent) => Some(SigningIdentity {
                public_key_sid: self.public_key_sid.clone()?,
                key: self.fingerprint()?,
                algorithm: parent.algorithm,
            }),
        };
        Some(Identity {
            credentials: self.credentials()?,
            signing,
        })
    }
}

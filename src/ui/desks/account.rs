//! The account in use, and its subaccounts. All pages share it.

use super::{Slot, Tools};
use crate::browser::Performer;
use crate::keys::{Fingerprint, PublicKey};
use crate::priming::{Checked, Draft, Enforcement, Plan, PlanProblem};
use crate::snippets::Parent;
use crate::subaccounts::{Listing, Progress};
use crate::twilio::accounts::Account;
use crate::twilio::{AccountSid, Identity};
use crate::ui::lock::{Change, Desk, Forgotten, Kept};
use leptos::prelude::*;

/// An account whose credentials passed the check.
#[derive(Debug, Clone)]
pub struct Connected {
    /// The account.
    pub checked: Checked,
    /// Whether it is the practice account.
    pub practice: bool,
    /// The public half of the key pair that signs, if requests are signed.
    pub signing_key: Option<PublicKey>,
}

impl Connected {
    /// The draft as a plan for this account.
    pub fn plan(&self, draft: &Draft) -> Result<Plan, Vec<PlanProblem>> {
        Plan::new(draft, &self.checked, self.signing_key.as_ref())
    }
}

/// The account in use.
pub struct AccountDesk {
    /// The account, once its credentials passed the check.
    pub connected: ReadSignal<Option<Connected>>,
    /// Whether a lock has forgotten its credentials, and no other account is in use since.
    pub forgotten: RwSignal<bool>,
    /// The list of its subaccounts, as it is read afresh.
    pub listing: Slot<Listing<Account>>,
    change: WriteSignal<Option<Connected>>,
    performer: StoredValue<Option<Performer>, LocalStorage>,
    tools: &'static Tools,
}

impl AccountDesk {
    /// No account yet.
    pub fn new(tools: &'static Tools) -> Self {
        let (connected, change) = signal(None);
        Self {
            connected,
            forgotten: RwSignal::new(false),
            listing: Slot::new(),
            change,
            performer: StoredValue::new_local(None),
            tools,
        }
    }

    /// Takes an account into use, and tells everybody.
    pub fn take_into_use(&'static self, checked: Checked, practice: bool, performer: Option<Performer>) {
        let (identity, signing) = (&checked.identity, checked.identity.signing.as_ref());
        let signing_key = signing.and_then(|signing| self.tools.keyring().public_key(signing.key));
        let is_new = self.identity().is_none_or(|old| old != *identity);
        self.performer.set_value(performer);
        self.forgotten.set(false);
        self.change.set(Some(Connected {
            checked: checked.clone(),
            practice,
            signing_key: signing_key.clone(),
        }));
        if is_new {
            self.listing.clear();
        }
        // After the new account is in use: a key that signs for it stays.
        self.tools.lock.tell(&Change::Connected {
            checked: &checked,
            signing_key: signing_key.as_ref(),
            is_new,
        });
    }

    /// Who performs for it.
    pub fn performer(&'static self) -> Option<Performer> {
        self.performer.get_value()
    }

    /// The Main key, if an account is in use.
    pub fn identity(&'static self) -> Option<Identity> {
        self.connected
            .with_untracked(|connected| connected.as_ref().map(|connected| connected.checked.identity.clone()))
    }

    /// One of its subaccounts.
    pub fn subaccount(&'static self, sid: &AccountSid) -> Option<Account> {
        self.connected.with(|connected| {
            let mut all = connected.as_ref()?.checked.subaccounts.iter();
            all.find(|account| account.sid == *sid).cloned()
        })
    }

    /// The account, as commands name it.
    pub fn parent(&'static self) -> Option<Parent> {
        self.connected.with(|connected| {
            let checked = &connected.as_ref()?.checked;
            let credentials = &checked.identity.credentials;
            Some(Parent {
                account_sid: credentials.account_sid.clone(),
                main_key_sid: credentials.api_key_sid.clone(),
                enforces: checked.enforcement == Enforcement::Enforced,
            })
        })
    }

    /// Lists its subaccounts afresh.
    pub fn refresh(&'static self) {
        let Some(main) = self.identity() else { return };
        self.listing
            .begin(self.performer(), Listing::subaccounts(main), move || self.listed());
    }

    fn listed(&'static self) {
        let listed = self
            .listing
            .with_now(|listing| (listing.progress == Progress::Done).then(|| listing.subaccounts_only()));
        if let Some(listed) = listed.flatten() {
            self.update(|checked| {
                checked.subaccounts = listed;
                checked.lists_all = true;
            });
        }
    }

    /// Brings its list of subaccounts up to date with these, new or changed.
    pub fn note(&'static self, accounts: Vec<Account>) {
        if !accounts.is_empty() {
            self.update(|checked| {
                let known = &mut checked.subaccounts;
                for account in accounts {
                    match known.iter_mut().find(|old| old.sid == account.sid) {
                        Some(old) => *old = account,
                        None => known.push(account),
                    }
                }
            });
        }
    }

    fn update(&'static self, change: impl FnOnce(&mut Checked)) {
        self.change.update(|connected| {
            if let Some(connected) = connected {
                change(&mut connected.checked);
            }
        });
    }
}

impl Desk for AccountDesk {
    fn is_busy(&'static self) -> bool {
        false
    }

    fn unsaved(&'static self) -> Vec<Kept> {
        Vec::new()
    }

    fn signs_with(&'static self, key: Fingerprint) -> bool {
        self.identity().is_some_and(|identity| identity.is_signed_with(key))
    }

    fn forget_credentials(&'static self, gone: &Forgotten) {
        if let Some(connected) = self.connected.get_untracked() {
            let identity = &connected.checked.identity;
            if !connected.practice {
                note_identity(identity, "Main API key secret", gone);
            }
            if let Some(signing) = &identity.signing {
                self.tools.keyring().release(signing.key);
            }
            self.forgotten.set(true);
        }
        self.change.set(None);
        self.listing.clear();
        self.performer.set_value(None);
        // The worker's memory has seen keys; a new one has not.
        self.tools.key_service().cancel();
        self.tools.key_service().warm_up();
    }

    fn forget_saved(&'static self, _: &Forgotten) {}

    fn changed(&'static self, _: &Change) {}
}

/// Notes the secret of an identity, and its private key if it signs.
pub(super) fn note_identity(identity: &Identity, secret: &str, gone: &Forgotten) {
    let sid = &identity.credentials.account_sid;
    gone.note(format!("The {secret} of {sid}"));
    if identity.signing.is_some() {
        gone.note(format!("The private key that signs for {sid}"));
    }
}

//! Every request of a plan, before one is made.

use super::{KeyPairChoice, Plan, Target};

/// Which of a plan's subaccounts a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AppliesTo {
    /// Each of them.
    Each,
    /// Those that are to be created.
    New,
    /// Those that exist.
    Existing,
    /// All of them at once: it is made once.
    All,
}

/// Up to how many new subaccounts are listed by their names afterwards; of more, the whole account is listed once.
const LISTED_BY_NAME: usize = 50;

/// A request that a plan will make, before it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRequest {
    /// What it is for.
    pub purpose: &'static str,
    /// For which subaccounts.
    pub applies_to: AppliesTo,
    /// The verb and the address; what Twilio assigns later stands in braces.
    pub line: String,
    /// The form's fields, readable.
    pub form: String,
    /// Whose API key asks.
    pub asks: &'static str,
    /// Whose key pair signs; `None` if it goes unsigned.
    pub signs: Option<&'static str>,
}

impl Plan {
    /// How many of its subaccounts are to be created, and how many exist.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let new = self.targets.iter().filter(|target| target.is_new()).count();
        (new, self.targets.len() - new)
    }

    /// How many requests it makes in all, if nothing has to be asked twice.
    #[must_use]
    pub fn request_count(&self) -> usize {
        let (new, existing) = self.counts();
        let times = |request: &PlannedRequest| match request.applies_to {
            AppliesTo::Each => new + existing,
            AppliesTo::New => new,
            AppliesTo::Existing => existing,
            AppliesTo::All => 1,
        };
        self.requests().iter().map(times).sum()
    }

    /// The requests for each subaccount, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<PlannedRequest> {
        let mut requests = Vec::new();
        if self.targets.iter().any(|target| !target.is_new()) {
            requests.push(self.by_main(
                "Look at the subaccount: is it yours, and active?",
                "GET https://api.twilio.com/2010-04-01/Accounts/{AC}.json",
                String::new(),
                AppliesTo::Existing,
            ));
        }
        if self.targets.iter().any(Target::is_new) {
            requests.push(self.by_main(
                "Look whether the name is free",
                "GET https://api.twilio.com/2010-04-01/Accounts.json?FriendlyName={name}&PageSize=1000",
                String::new(),
                AppliesTo::New,
            ));
            requests.push(self.by_main(
                "Create the subaccount",
                "POST https://api.twilio.com/2010-04-01/Accounts.json",
                "FriendlyName = {name}".to_owned(),
                AppliesTo::New,
            ));
        }
        requests.push(self.by_main(
            "Seed an API key",
            "POST https://api.twilio.com/2010-04-01/Accounts/{AC}/Keys.json",
            format!("FriendlyName = {} ({{run}})", self.api_key_name),
            AppliesTo::Each,
        ));
        if self.key_pairs.seeds_public_key() {
            let form = format!(
                "PublicKey = {{PEM}}, FriendlyName = {} ({{run}}), AccountSid = {{AC}}",
                self.public_key_name
            );
            requests.push(self.by_main(
                "Seed a public key",
                "POST https://accounts.twilio.com/v1/Credentials/PublicKeys",
                form,
                AppliesTo::Each,
            ));
        }
        let signer = if self.key_pairs == KeyPairChoice::Signing {
            "your key pair"
        } else {
            "the new key pair"
        };
        let signs = self.verifies_signed().then_some(signer);
        requests.push(list("Try the new credentials: list the public keys", signs));
        if self.verifies_signed() {
            requests.push(list("Ask once unsigned: is signing enforced?", None));
        }
        requests.push(self.by_main(
            "Check for duplicates: list the API keys",
            "GET https://api.twilio.com/2010-04-01/Accounts/{AC}/Keys.json?PageSize=1000",
            String::new(),
            AppliesTo::Each,
        ));
        if self.lists_all_accounts() {
            requests.push(self.by_main(
                "Check for duplicates: list all subaccounts once",
                "GET https://api.twilio.com/2010-04-01/Accounts.json?PageSize=1000",
                String::new(),
                AppliesTo::All,
            ));
        } else if self.counts().0 > 0 {
            requests.push(self.by_main(
                "Check for duplicates: list the subaccounts of this name",
                "GET https://api.twilio.com/2010-04-01/Accounts.json?FriendlyName={name}&PageSize=1000",
                String::new(),
                AppliesTo::New,
            ));
        }
        requests
    }

    /// Whether one list of all subaccounts shows duplicates at the end, instead of a list for each name.
    #[must_use]
    pub(in crate::priming) fn lists_all_accounts(&self) -> bool {
        self.counts().0 > LISTED_BY_NAME
    }

    fn by_main(
        &self,
        purpose: &'static str,
        line: &'static str,
        form: String,
        applies_to: AppliesTo,
    ) -> PlannedRequest {
        PlannedRequest {
            purpose,
            applies_to,
            line: line.to_owned(),
            form,
            asks: "your Main API key",
            signs: self.signed.then_some("your key pair"),
        }
    }
}

fn list(purpose: &'static str, signs: Option<&'static str>) -> PlannedRequest {
    PlannedRequest {
        purpose,
        applies_to: AppliesTo::Each,
        line: "GET https://accounts.twilio.com/v1/Credentials/PublicKeys?PageSize=1000".to_owned(),
        form: String::new(),
        asks: "the new API key",
        signs,
    }
}

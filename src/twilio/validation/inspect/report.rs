//! What an inspection found.

use super::Comparison;
use crate::twilio::code_info;

/// The rules, in the order in which they are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Three parts of base64url that hold JSON.
    Form,
    /// `cty`.
    ContentType,
    /// `typ`.
    Type,
    /// `alg`.
    Algorithm,
    /// `kid`, by its form.
    PublicKeySid,
    /// `iss`.
    Issuer,
    /// `sub`.
    Subject,
    /// `iss` is the user of HTTP Basic.
    ApiKey,
    /// `hrh`.
    SignedHeaders,
    /// `rqh`, by its form.
    RequestHash,
    /// `nbf`.
    Begin,
    /// `exp`.
    End,
    /// `exp` minus `nbf`.
    Lifetime,
    /// Whether Twilio holds the public key.
    PublicKey,
    /// The signature.
    Signature,
    /// The signed headers are in the request.
    Headers,
    /// The request that is signed is the one that is sent.
    Request,
}

impl Rule {
    /// What is checked, in a few words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Form => "Form of the token",
            Self::ContentType => "Content type (cty)",
            Self::Type => "Type (typ)",
            Self::Algorithm => "Signature algorithm (alg)",
            Self::PublicKeySid => "Public key SID (kid)",
            Self::Issuer => "Issuer (iss)",
            Self::Subject => "Subject (sub)",
            Self::ApiKey => "API key of the request",
            Self::SignedHeaders => "Signed headers (hrh)",
            Self::RequestHash => "Request hash (rqh)",
            Self::Begin => "Begin (nbf)",
            Self::End => "End (exp)",
            Self::Lifetime => "Lifetime",
            Self::PublicKey => "Public key at Twilio",
            Self::Signature => "Signature",
            Self::Headers => "Signed headers in the request",
            Self::Request => "Signed request",
        }
    }

    /// The error code of a request that breaks the rule.
    #[must_use]
    pub const fn code(self) -> u32 {
        match self {
            Self::Form => 20160,
            Self::ContentType | Self::Type | Self::Algorithm | Self::PublicKeySid => 20152,
            Self::Issuer | Self::Subject | Self::ApiKey => 20153,
            Self::SignedHeaders | Self::RequestHash => 20154,
            Self::Begin => 20155,
            Self::End => 20156,
            Self::Lifetime => 20157,
            Self::PublicKey => 70153,
            Self::Signature => 20159,
            Self::Headers => 70155,
            Self::Request => 70156,
        }
    }
}

/// How a rule came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Kept.
    Good,
    /// Broken: Twilio refuses the request.
    Bad,
    /// Kept, with something worth knowing.
    Note,
    /// Not checked, because something was not given or cannot be read.
    NotChecked,
}

impl Verdict {
    /// The verdict in words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Good => "In order",
            Self::Bad => "Refused",
            Self::Note => "To know",
            Self::NotChecked => "Not checked",
        }
    }
}

/// One rule, and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The rule.
    pub rule: Rule,
    /// How it came out.
    pub verdict: Verdict,
    /// The code with which Twilio refuses a request that breaks it.
    pub code: u32,
    /// What was found: whole sentences.
    pub found: String,
    /// What to do; empty if nothing.
    pub next: String,
}

/// A field of the token's header or claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its name.
    pub name: String,
    /// Its value: text as it is, anything else as JSON.
    pub value: String,
    /// What it means, where that is not plain; for times, the date.
    pub meaning: String,
}

/// The result in one sentence or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The code with which Twilio refuses the request, if a rule is broken; of several, the first.
    pub refused: Option<u32>,
    /// The result.
    pub title: String,
    /// What it rests on.
    pub text: String,
    /// Whether the request and the signature themselves were checked.
    pub complete: bool,
}

/// All that an inspection found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The token's header.
    pub header: Vec<Claim>,
    /// The token's claims.
    pub claims: Vec<Claim>,
    /// The rules, in the order of [`Rule`]; those that were not reached are left out.
    pub checks: Vec<Check>,
    /// Canonical requests to look at, `Authorization` masked.
    pub comparisons: Vec<Comparison>,
    /// Whether the token has ended by now, and the time of the request was not given.
    pub(super) ended_since: bool,
}

impl Report {
    /// The rules that came out like this.
    pub fn with(&self, verdict: Verdict) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(move |check| check.verdict == verdict)
    }

    /// The result in a sentence.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let unchecked: Vec<_> = self.with(Verdict::NotChecked).map(|check| check.rule.title()).collect();
        let unchecked = if !self.checks.iter().any(|check| check.rule == Rule::Request) {
            "The other rules could not be checked, because the token cannot be read.".to_owned()
        } else if unchecked.is_empty() {
            "Every rule was checked.".to_owned()
        } else {
            format!("Not checked: {}.", unchecked.join(", "))
        };
        // That a token out of a log has ended by now says nothing of the request, where another rule is broken.
        let tells = |check: &&Check| !(self.ended_since && check.rule == Rule::End);
        let count = self.with(Verdict::Bad).count();
        let telling = self.with(Verdict::Bad).find(tells);
        let Some(first) = telling.or_else(|| self.with(Verdict::Bad).next()) else {
            let open = |rule: Rule| self.with(Verdict::NotChecked).any(|check| check.rule == rule);
            let (request, signature) = (open(Rule::Request), open(Rule::Signature));
            let title = match (request, signature) {
                (false, false) => "Nothing wrong was found",
                (true, false) => "Nothing wrong was found, but the signed request was not checked",
                (false, true) => "Nothing wrong was found, but the signature was not checked",
                (true, true) => "Nothing wrong was found, but neither the signed request nor the signature was checked",
            };
            return Summary {
                refused: None,
                title: title.to_owned(),
                text: format!("What could be checked is in order. {unchecked}"),
                complete: !request && !signature,
            };
        };
        let meaning = code_info(first.code).map_or("", |info| info.meaning);
        let others = match count {
            0 | 1 => String::new(),
            2 => " One more rule is broken.".to_owned(),
            count => format!(" {} more rules are broken.", count - 1),
        };
        Summary {
            refused: Some(first.code),
            title: format!("Twilio refuses this with {}", first.code),
            text: format!("{meaning}{others} {unchecked}"),
            complete: true,
        }
    }

    pub(super) fn good(&mut self, rule: Rule, found: impl Into<String>) {
        self.add(rule, Verdict::Good, found, "");
    }

    pub(super) fn bad(&mut self, rule: Rule, found: impl Into<String>, next: impl Into<String>) {
        self.add(rule, Verdict::Bad, found, next);
    }

    /// A broken rule that Twilio refuses with another code than the rule's usual one.
    pub(super) fn bad_with(&mut self, rule: Rule, code: u32, found: impl Into<String>, next: impl Into<String>) {
        self.add(rule, Verdict::Bad, found, next);
        if let Some(check) = self.checks.last_mut() {
            check.code = code;
        }
    }

    pub(super) fn note(&mut self, rule: Rule, found: impl Into<String>, next: impl Into<String>) {
        self.add(rule, Verdict::Note, found, next);
    }

    pub(super) fn not_checked(&mut self, rule: Rule, why: impl Into<String>, next: impl Into<String>) {
        self.add(rule, Verdict::NotChecked, why, next);
    }

    fn add(&mut self, rule: Rule, verdict: Verdict, found: impl Into<String>, next: impl Into<String>) {
        self.checks.push(Check {
            rule,
            verdict,
            code: rule.code(),
            found: found.into(),
            next: next.into(),
        });
    }

    /// Whether the rule was found broken.
    pub(super) fn broken(&self, rule: Rule) -> bool {
        self.with(Verdict::Bad).any(|check| check.rule == rule)
    }
}

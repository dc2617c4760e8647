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
            Self::Good => "Passed",
            Self::Bad => "Refused",
            Self::Note => "Note",
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
    /// What was found: whole sentences, the reason first; where there is much to say, a line for each thing.
    pub found: String,
    /// What to do; empty if nothing.
    pub next: String,
}

impl Check {
    /// The first sentence of what was found, without its full stop.
    #[must_use]
    pub fn reason(&self) -> &str {
        self.parts().0
    }

    /// What was found besides, a line for each thing.
    pub fn details(&self) -> impl Iterator<Item = &str> {
        self.parts().1.lines().map(str::trim).filter(|line| !line.is_empty())
    }

    fn parts(&self) -> (&str, &str) {
        // A dot behind a space is one of the characters that are spoken of.
        let ends = |(at, _): &(usize, &str)| !self.found.get(..*at).is_some_and(|before| before.ends_with(' '));
        let stop = self.found.match_indices(". ").chain(self.found.match_indices(".\n"));
        let end = stop.filter(ends).map(|(at, _)| at).min();
        let (reason, details) = self.found.split_at(end.unwrap_or(self.found.len()));
        match end {
            Some(_) => (reason, details.get(1..).unwrap_or_default()),
            None => (reason.trim_end_matches('.'), ""),
        }
    }
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
    /// The result: the reason, if the request is refused.
    pub title: String,
    /// What the refusal means, or what the result rests on.
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

    /// The rules that came out broken, the reason of the refusal first.
    #[must_use]
    pub fn problems(&self) -> Vec<&Check> {
        // That a token out of a log has ended by now says nothing of the request, where another rule is broken.
        let (ended, mut problems): (Vec<_>, Vec<_>) = self
            .with(Verdict::Bad)
            .partition(|check| self.ended_since && check.rule == Rule::End);
        problems.extend(ended);
        problems
    }

    /// The result in a sentence.
    #[must_use]
    pub fn summary(&self) -> Summary {
        if let Some(first) = self.problems().first() {
            let meaning = code_info(first.code).map_or("", |info| info.meaning);
            return Summary {
                refused: Some(first.code),
                title: first.reason().to_owned(),
                text: format!("Twilio refuses this with {}. {meaning}", first.code),
                complete: true,
            };
        }
        let open = |rule: Rule| self.with(Verdict::NotChecked).any(|check| check.rule == rule);
        let (request, signature) = (open(Rule::Request), open(Rule::Signature));
        let title = match (request, signature) {
            (false, false) => "Nothing wrong was found",
            (true, false) => "Nothing wrong was found, but the signed request was not checked",
            (false, true) => "Nothing wrong was found, but the signature was not checked",
            (true, true) => "Nothing wrong was found, but neither the signed request nor the signature was checked",
        };
        // Twilio alone knows its public keys: that rule is open whatever is given.
        let unchecked = self
            .with(Verdict::NotChecked)
            .filter(|check| check.rule != Rule::PublicKey);
        let unchecked: Vec<_> = unchecked.map(|check| check.rule.title()).collect();
        let text = if unchecked.is_empty() {
            "Every rule that can be checked here was checked. Only Twilio knows whether the account has this public key."
                .to_owned()
        } else {
            format!("What could be checked is right. Not checked: {}.", unchecked.join(", "))
        };
        Summary {
            refused: None,
            title: title.to_owned(),
            text,
            complete: !request && !signature,
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

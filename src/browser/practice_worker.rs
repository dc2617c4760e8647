//! The worker that holds the practice account.

use crate::keys::PublicKey;
use crate::practice::{Enforcement, FaultPlan, Met, Practice, named};
use crate::twilio::{Credentials, Host, HttpReply, HttpRequest, Method, Request, Secret};
use getrandom::SysRng;
use serde::{Deserialize, Serialize};

/// What the page asks.
#[derive(Serialize, Deserialize)]
pub(super) enum PracticeAsk {
    /// Begin a new account that knows this public key (SubjectPublicKeyInfo DER), or none.
    Open {
        enforcement: EnforcementChoice,
        spki: Option<Vec<u8>>,
        subaccounts: usize,
    },
    /// Add a public key (SubjectPublicKeyInfo DER) as Twilio's Console would.
    Paste { name: String, spki: Vec<u8> },
    /// From now on, let this go wrong.
    Faults(FaultChoice),
    /// A request, as it would go to Twilio.
    Send(WireRequest),
}

/// What the worker answers.
#[derive(Serialize, Deserialize)]
pub(super) enum PracticeAnswer {
    /// The account's credentials.
    Opened {
        account_sid: String,
        api_key_sid: String,
        secret: String,
        public_key_sid: Option<String>,
    },
    /// The SID of the public key that was added.
    Pasted(String),
    /// The faults are set.
    FaultsSet,
    /// The reply.
    Reply(WireReply),
    /// The connection broke.
    Broken,
    /// No reply will ever come.
    Silent,
    /// The browser gave no randomness, or there is no account yet.
    Failed,
}

/// Whether the practice account checks signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EnforcementChoice {
    /// Signed requests only.
    Enforced,
    /// Signatures are checked where there are some.
    Optional,
    /// The account does not know signatures.
    Off,
}

/// What goes wrong with the practice account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum FaultChoice {
    /// Nothing.
    #[default]
    Nothing,
    /// One of [`named`], by its place there.
    Named(usize),
    /// The plan of a number.
    Number(u32),
}

impl FaultChoice {
    fn plan(self) -> FaultPlan {
        match self {
            Self::Nothing => FaultPlan::none(),
            Self::Named(place) => named().into_iter().nth(place).map(|(_, plan)| plan).unwrap_or_default(),
            Self::Number(number) => FaultPlan::number(number),
        }
    }
}

/// A request on its way between page and worker. Both are this program, so the headers travel as they are.
#[derive(Serialize, Deserialize)]
pub(super) struct WireRequest {
    method: String,
    host: String,
    path: String,
    query: String,
    authorization: Option<String>,
    validation: Option<String>,
    body: String,
}

impl WireRequest {
    pub(super) fn new(http: &HttpRequest) -> Self {
        let expose = |secret: &Option<Secret>| secret.as_ref().map(|secret| secret.expose().to_owned());
        Self {
            method: http.request.method.as_str().to_owned(),
            host: http.request.host.name().to_owned(),
            path: http.request.path.clone(),
            query: http.request.query.clone(),
            authorization: expose(&http.authorization),
            validation: expose(&http.validation),
            body: http.request.body.clone(),
        }
    }

    fn into_http(self) -> Option<HttpRequest> {
        let Self {
            method,
            host,
            path,
            query,
            authorization,
            validation,
            body,
        } = self;
        let request = Request {
            method: Method::parse(&method)?,
            host: Host::parse(&host)?,
            path,
            query,
            body,
        };
        let (authorization, validation) = (authorization.map(Secret::new), validation.map(Secret::new));
        Some(HttpRequest {
            request,
            authorization,
            validation,
        })
    }
}

/// A reply on its way between worker and page.
#[derive(Serialize, Deserialize)]
pub(super) struct WireReply {
    status: u16,
    date: Option<String>,
    retry_after: Option<String>,
    request_id: Option<String>,
    body: String,
}

impl From<HttpReply> for WireReply {
    fn from(reply: HttpReply) -> Self {
        let HttpReply {
            status,
            date,
            retry_after,
            request_id,
            body,
        } = reply;
        Self {
            status,
            date,
            retry_after,
            request_id,
            body,
        }
    }
}

impl From<WireReply> for HttpReply {
    fn from(reply: WireReply) -> Self {
        let WireReply {
            status,
            date,
            retry_after,
            request_id,
            body,
        } = reply;
        Self {
            status,
            date,
            retry_after,
            request_id,
            body,
        }
    }
}

/// Runs the worker.
pub fn run() {
    let mut practice = None;
    super::worker::serve(move |ask| answer(&mut practice, ask).unwrap_or(PracticeAnswer::Failed));
}

fn answer(practice: &mut Option<Practice>, ask: PracticeAsk) -> Option<PracticeAnswer> {
    match ask {
        PracticeAsk::Open {
            enforcement,
            spki,
            subaccounts,
        } => {
            let enforcement = match enforcement {
                EnforcementChoice::Enforced => Enforcement::Enforced,
                EnforcementChoice::Optional => Enforcement::Optional,
                EnforcementChoice::Off => Enforcement::Off,
            };
            let key = spki.map(|spki| PublicKey::from_spki_der(&spki)).transpose().ok()?;
            let opened = practice.insert(Practice::new(enforcement, key.as_ref(), &mut SysRng).ok()?);
            opened.add_subaccounts(subaccounts, &mut SysRng).ok()?;
            let credentials = opened.credentials();
            let Credentials {
                account_sid,
                api_key_sid,
                secret,
            } = credentials.main_key;
            Some(PracticeAnswer::Opened {
                account_sid: account_sid.to_string(),
                api_key_sid: api_key_sid.to_string(),
                secret: secret.expose().to_owned(),
                public_key_sid: credentials.public_key_sid.map(|sid| sid.to_string()),
            })
        }
        PracticeAsk::Paste { name, spki } => {
            let key = PublicKey::from_spki_der(&spki).ok()?;
            let now = super::clock::now_seconds();
            let sid = practice.as_mut()?.paste_public_key(&key, &name, now, &mut SysRng);
            Some(PracticeAnswer::Pasted(sid.ok()?.to_string()))
        }
        PracticeAsk::Faults(choice) => {
            practice.as_mut()?.set_faults(choice.plan());
            Some(PracticeAnswer::FaultsSet)
        }
        PracticeAsk::Send(request) => {
            let request = request.into_http()?;
            let met = practice
                .as_mut()?
                .meet(&request, super::clock::now_seconds(), &mut SysRng);
            Some(match met {
                Met::Reply(reply) => PracticeAnswer::Reply(reply.into()),
                Met::Broken => PracticeAnswer::Broken,
                Met::Silent => PracticeAnswer::Silent,
            })
        }
    }
}

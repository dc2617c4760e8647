//! Every parser of what others wrote, as a function that takes any bytes and must come back. tests/hostile calls them with a hundred
//! thousand inputs each, tests/fuzz with as many as it finds.

use keyseed::keys::{KeyPair, PublicKey, holds_private_key, import_private_key, text_of_file};
use keyseed::machine::JournalLine;
use keyseed::priming::{Checked, Draft, Enforcement, Journal, KeyPairChoice, PREFIX, Plan, PlanProblem};
use keyseed::twilio::accounts::{Account, Status};
use keyseed::twilio::api_keys::KeysApi;
use keyseed::twilio::validation::inspect::{Pasted, Question, inspect};
use keyseed::twilio::{AccountSid, Credentials, HttpReply, Identity, Secret, accounts, api_keys, public_keys, refused};

/// A parser with its name.
type Parser = (&'static str, fn(&[u8]));

/// All of them.
pub const PARSERS: [Parser; 8] = [
    ("pem", pem),
    ("spelling", spelling),
    ("pkcs8", pkcs8),
    ("spki", spki),
    ("twilio_json", twilio_json),
    ("names", names),
    ("journal", journal),
    ("token", token),
];

/// PEM or bare base64 of a private or a public key. A passphrase is not given: its rounds would be all that is measured.
pub fn pem(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = import_private_key(&text, None);
    let _ = PublicKey::import(&text);
}

/// A file, and a text in any spelling, in a field for something else. A public key that is read is one that no private key stands beside.
pub fn spelling(bytes: &[u8]) {
    let text = text_of_file(bytes);
    let is_private = holds_private_key(&text);
    assert!(!is_private || PublicKey::import(&text).is_err(), "taken for both");
    let _ = import_private_key(&text, None);
}

/// A private key: PKCS#8, and what the import takes for PKCS#1.
pub fn pkcs8(bytes: &[u8]) {
    let _ = KeyPair::from_pkcs8_der(bytes);
    let _ = import_private_key(&armoured("PRIVATE KEY", bytes), None);
}

/// A public key: `SubjectPublicKeyInfo`, PKCS#1, or a certificate by mistake.
pub fn spki(bytes: &[u8]) {
    let _ = PublicKey::from_spki_der(bytes);
    let _ = PublicKey::import(&armoured("PUBLIC KEY", bytes));
}

fn armoured(label: &str, bytes: &[u8]) -> String {
    use base64ct::{Base64, Encoding};
    let text = Base64::encode_string(bytes);
    format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n")
}

/// Any of Twilio's replies. The first byte says whether it is a success, and whether one without content.
pub fn twilio_json(bytes: &[u8]) {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let reply = HttpReply {
        status: [200, 400, 204][usize::from(first % 3)],
        date: None,
        retry_after: None,
        request_id: None,
        body: String::from_utf8_lossy(rest).into_owned(),
    };
    let _ = accounts::parse_account(&reply);
    let _ = accounts::parse_list(&reply);
    let _ = api_keys::parse_new(&reply);
    let _ = api_keys::parse_key(&reply);
    let _ = api_keys::parse_list(KeysApi::V2010, &reply);
    let _ = api_keys::parse_list(KeysApi::IamV1, &reply);
    let _ = api_keys::parse_deleted(&reply);
    let _ = public_keys::parse_key(&reply);
    let _ = public_keys::parse_list(&reply);
    let _ = public_keys::parse_deleted(&reply);
    let _ = refused(&reply);
}

/// The list of subaccounts of a plan.
pub fn names(bytes: &[u8]) {
    let _ = plan_of(String::from_utf8_lossy(bytes).into_owned());
}

/// The plan that a list makes; nothing only if this file is wrong.
pub fn plan_of(names: String) -> Option<Result<Plan, Vec<PlanProblem>>> {
    let mut draft = Draft::new(false);
    draft.key_pairs = KeyPairChoice::No;
    draft.names = names;
    Some(Plan::new(&draft, &account()?, None))
}

fn account() -> Option<Checked> {
    let sid: AccountSid = format!("AC{}", "0".repeat(32)).parse().ok()?;
    let account = |sid: AccountSid, name: &str| Account {
        owner_sid: sid.clone(),
        sid,
        friendly_name: name.to_owned(),
        status: Status::Active,
    };
    let credentials = Credentials {
        account_sid: sid.clone(),
        api_key_sid: format!("SK{}", "0".repeat(32)).parse().ok()?,
        secret: Secret::new(String::new()),
    };
    Some(Checked {
        account: account(sid, "Parent"),
        identity: Identity {
            credentials,
            signing: None,
        },
        enforcement: Enforcement::NotEnforced,
        subaccounts: vec![account(format!("AC{}", "1".repeat(32)).parse().ok()?, "West")],
        lists_all: true,
    })
}

/// A journal in the browser's storage: a head, and an entry with the same text.
pub fn journal(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let note = |key: &str, text: &str| JournalLine {
        key: format!("{PREFIX}{key}"),
        text: text.to_owned(),
    };
    let (head, entry) = text.split_once('\n').unwrap_or((&text, &text));
    for journal in Journal::read(&[note("x", head), note("x.0", entry), note("0000000000.1", entry)]) {
        let _ = (journal.subaccounts(), journal.is_over());
    }
}

/// A validation token that somebody pasted, with its request: nine lines.
pub fn token(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n');
    let mut line = || lines.next().unwrap_or("");
    let pasted = Pasted {
        token: line(),
        method: line(),
        url: line(),
        body: line(),
        authorization: line(),
        headers: line(),
        public_key: line(),
        at: line(),
        canonical: line(),
    };
    if let Ok(question) = Question::read(&pasted, 1_800_000_000) {
        let _ = inspect(&question);
    }
}

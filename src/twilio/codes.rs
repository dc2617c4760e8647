//! Twilio's error codes that an admin can meet here, each with its meaning and what to do about it.
//!
//! Source: Twilio's error dictionary (<https://www.twilio.com/docs/api/errors>). The HTTP status that comes with a code
//! is documented for few of them, so only the code decides.

/// One error code of Twilio's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeInfo {
    /// The number.
    pub code: u32,
    /// What happened.
    pub meaning: &'static str,
    /// What to do next.
    pub remedy: &'static str,
}

/// What is known of a code.
#[must_use]
pub fn code_info(code: u32) -> Option<&'static CodeInfo> {
    CODES
        .binary_search_by_key(&code, |info| info.code)
        .ok()
        .and_then(|index| CODES.get(index))
}

/// The codes that a text may mean: the beginning of a number, or words of the meaning or the remedy. All of them if the
/// text is empty.
pub fn find_codes(text: &str) -> impl Iterator<Item = &'static CodeInfo> {
    let wanted = text.trim().to_lowercase();
    CODES.iter().filter(move |info| {
        let words = || format!("{} {}", info.meaning, info.remedy).to_lowercase();
        info.code.to_string().starts_with(&wanted) || wanted.split_whitespace().all(|word| words().contains(word))
    })
}

const fn info(code: u32, meaning: &'static str, remedy: &'static str) -> CodeInfo {
    CodeInfo { code, meaning, remedy }
}

const CLOCK: &str = "Set the clock of the machine that signs to network time, and sign each request just before it is sent. Keyseed follows the Date of Twilio's replies, so trying again often helps.";
const FIX_FIELD: &str = "Correct the value that the message names, then try again.";
const NOT_SIGNING: &str = "Look at what the request asked for; the credentials and the signature are in order.";

/// Every code that Keyseed knows, in ascending order.
pub const CODES: &[CodeInfo] = &[
    info(
        10001,
        "The account is not active.",
        "Reactivate it in the Twilio Console: look at its balance and its status first. A subaccount is suspended together with its parent. If it stays suspended, ask Twilio's support.",
    ),
    info(
        10002,
        "A Trial account cannot do this.",
        "Upgrade the account in the Twilio Console, then try again.",
    ),
    info(
        20001,
        "Twilio does not know a parameter of the request, or one is missing.",
        FIX_FIELD,
    ),
    info(
        20002,
        "The friendly name is not valid.",
        "Use a name of 1 to 64 characters.",
    ),
    info(
        20003,
        "Twilio did not accept these credentials for this request.",
        "This has many causes. Check the secret and the API key SID first, and that the key belongs to this account. A Standard or Restricted key cannot manage accounts or keys: use a Main key. Else a policy forbids it, the key was made in another region than US1, a proxy removed the Authorization header, or the account is suspended.",
    ),
    info(
        20004,
        "Twilio does not take this method at this address.",
        "Check the method and the address of the request.",
    ),
    info(
        20005,
        "The account is not active.",
        "Reactivate the account in the Twilio Console, or ask Twilio's support.",
    ),
    info(
        20006,
        "Access is denied.",
        "Use a Main key of the account that owns what you asked for.",
    ),
    info(
        20007,
        "The page size is above 1,000.",
        "Ask for 1,000 a page at most, and follow the address of the next page.",
    ),
    info(
        20008,
        "Test credentials are not allowed here.",
        "Use the live credentials of the account.",
    ),
    info(
        20010,
        "Twilio has turned this action off for the account.",
        "Ask Twilio's support.",
    ),
    info(
        20011,
        "The version of TLS is too old.",
        "Update what connects to Twilio: for this page that is the relay.",
    ),
    info(
        20151,
        "The token could not be authenticated.",
        "Try again with a fresh token. If it stays, inspect the token here: Twilio does not say which rule it breaks.",
    ),
    info(
        20152,
        "The token's header is not valid (cty, typ, alg or kid).",
        "The header needs cty twilio-pkrv;v=1, alg RS256 or PS256, and kid with the public key SID (CR...); typ is JWT or left out.",
    ),
    info(
        20153,
        "The token's issuer or subject is not valid: the API key and the account do not belong together, or one is suspended.",
        "Let iss be the API key SID (SK...) of the Authorization header and sub the SID of the account that it belongs to (AC...), and check that both are active.",
    ),
    info(
        20154,
        "The token lacks a claim (hrh or rqh).",
        "Set hrh to the signed headers, at least authorization;host, and rqh to the hash of the canonical request.",
    ),
    info(20155, "The token is not valid yet.", CLOCK),
    info(20156, "The token has expired.", CLOCK),
    info(
        20157,
        "The token's lifetime is too long; 300 seconds are allowed.",
        "Let exp be at most 300 seconds after nbf; without nbf, after the moment at which Twilio receives the token. A clock that runs ahead makes it longer.",
    ),
    info(
        20159,
        "The signature does not match the public key that the token names.",
        "Choose the private key that belongs to this public key SID, or enter the public key SID that belongs to this private key.",
    ),
    info(
        20160,
        "What was sent as a token is not one.",
        "Send three parts of base64url without padding, joined by dots, as the whole value of Twilio-Client-Validation, without \u{201c}Bearer\u{201d}.",
    ),
    info(
        20161,
        "An update of a Chat resource has no parameters; this is not about signing.",
        NOT_SIGNING,
    ),
    info(
        20162,
        "An update of a Chat resource conflicts with another; this is not about signing.",
        NOT_SIGNING,
    ),
    info(
        20403,
        "The account has no permission for this; usually it is suspended or closed.",
        "Look at the account's status in the Twilio Console.",
    ),
    info(
        20404,
        "Twilio did not find it.",
        "Check the SID. A closed subaccount can disappear 30 days after it was closed.",
    ),
    info(
        20409,
        "The request conflicts with the present state.",
        "Look at what exists now, then try again.",
    ),
    info(20413, "The request is too large.", "Shorten what it sends."),
    info(20422, "A parameter is not valid.", FIX_FIELD),
    info(20423, "A SID is not valid.", "Check the SID that the message names."),
    info(
        20429,
        "Too many requests at a time.",
        "Wait a little. Twilio did not process this request, so sending it again is safe.",
    ),
    info(
        20500,
        "Twilio had an internal error.",
        "Look whether it was done before you try again: a create is not safe to repeat.",
    ),
    info(
        20503,
        "Twilio is not available right now.",
        "Look whether it was done before you try again: a create is not safe to repeat.",
    ),
    info(
        21101,
        "A subaccount cannot have subaccounts.",
        "Connect with the parent account's SID and its Main key.",
    ),
    info(
        21470,
        "The Account SID is not valid.",
        "Check the SID: AC and 32 hexadecimal digits.",
    ),
    info(
        21475,
        "The status is not one that an account can have.",
        "Use active, suspended or closed.",
    ),
    info(
        21476,
        "The parent account is suspended.",
        "Reactivate the parent account first.",
    ),
    info(
        21477,
        "The status of a parent account cannot be changed here.",
        "Only subaccounts can be closed or suspended.",
    ),
    info(21478, "Twilio suspended this account.", "Ask Twilio's support."),
    info(
        21479,
        "The account is closed already.",
        "Nothing to do: a closed account cannot be changed or reopened.",
    ),
    info(
        21480,
        "The account holds as many subaccounts as it may (1,000 unless Twilio raised it).",
        "Close subaccounts that are no longer used, or ask Twilio's support to raise the limit.",
    ),
    info(
        21481,
        "The address of the next page is no longer valid.",
        "Read the list again from its first page.",
    ),
    info(
        70001,
        "A value breaks a limit, such as a name of more than 64 characters.",
        "Shorten the name, then try again.",
    ),
    info(70002, "Twilio could not read a value.", FIX_FIELD),
    info(
        70003,
        "The value that was sent is out of date.",
        "Read it again, then repeat the change.",
    ),
    info(
        70004,
        "Not authorized: the account or key was not found or is suspended.",
        "Check that the API key belongs to this account and is a Main key.",
    ),
    info(
        70005,
        "Too many failed requests in a short time.",
        "Wait some minutes before you try again.",
    ),
    info(
        70051,
        "Not authorized: the account or key was not found or is suspended, the key belongs to another account, or it lacks a permission that the message names.",
        "Use a Main key of this account: a Restricted key has its own permissions only. Check that the account is active.",
    ),
    info(
        70052,
        "The account requires Public Key Client Validation, and the request was not signed.",
        "Turn on \u{201c}Sign requests\u{201d} and give the public key SID and its private key. Another client must send the header Twilio-Client-Validation.",
    ),
    info(
        70053,
        "The request was signed, but Public Key Client Validation is not enabled for the account.",
        "Turn off \u{201c}Sign requests\u{201d}, or have the feature enabled (Enterprise or Security Edition). Another client must leave the header out.",
    ),
    info(70101, "The public key is not an RSA key.", "Make a new key pair here."),
    info(
        70102,
        "The public key does not have 2048 bits.",
        "Make a new key pair here: Twilio takes exactly 2048 bits.",
    ),
    info(
        70103,
        "The public key's exponent is not 65537.",
        "Make a new key pair here.",
    ),
    info(
        70104,
        "Twilio could not read the public key.",
        "Send it as X.509 PEM: the block that begins with BEGIN PUBLIC KEY.",
    ),
    info(
        70105,
        "The credential is of another type.",
        "Check the SID: a public key's starts with CR.",
    ),
    info(
        70106,
        "The AWS credential is not valid.",
        "This is not about public keys: check the AWS access key that the request names.",
    ),
    info(
        70151,
        "The account holds as many API keys as it may.",
        "Delete API keys that are no longer used, then try again.",
    ),
    info(
        70152,
        "An API key cannot make a key that may do more than itself.",
        "Use a Main key.",
    ),
    info(
        70153,
        "The account has no public key with that SID.",
        "Enter the public key SID (CR...) of this account. One that was added a moment ago may need a little time.",
    ),
    info(
        70154,
        "The public key that Twilio holds is not valid.",
        "Delete it and add the public key again.",
    ),
    info(
        70155,
        "A header that was signed did not arrive.",
        "Something on the way drops a header that hrh names. A proxy must pass Authorization and send Twilio's own host name. Sign no headers but these two.",
    ),
    info(
        70156,
        "The request that arrived is not the request that was signed.",
        "The client builds the canonical request otherwise than Twilio does, or something on the way changes path, query, body or host. Inspect token and request here: the first difference is shown.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    #[test]
    fn codes_ascend_so_that_they_are_found() {
        assert!(CODES.windows(2).all(|pair| pair[0].code < pair[1].code));
        for info in CODES {
            assert_eq!(code_info(info.code), Some(info));
            assert!(
                info.meaning.ends_with('.') && info.remedy.ends_with('.'),
                "{}",
                info.code
            );
        }
        assert_eq!(code_info(1), None);
    }

    #[test]
    fn codes_are_found_by_number_and_by_words() {
        let found = |text: &str| find_codes(text).map(|info| info.code).collect::<Vec<_>>();
        assert_eq!(found(" 70156 "), [70156]);
        assert_eq!(found("7010"), [70101, 70102, 70103, 70104, 70105, 70106]);
        assert_eq!(found("token EXPIRED"), [20156]);
        assert_eq!(found("").len(), CODES.len());
        assert_eq!(found("hunter2"), Vec::<u32>::new());
    }

    /// The numbers in a text that are codes of Twilio's: five digits by themselves, of the families that Keyseed meets.
    fn codes_in(text: &str) -> impl Iterator<Item = u32> + '_ {
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'));
        let numbers = words
            .map(|word| word.trim_end_matches('.'))
            .filter(|word| word.len() == 5);
        numbers
            .filter_map(|word| word.parse().ok())
            .filter(|code| matches!(code, 10001..=10099 | 20001..=20999 | 21101 | 21470..=21489 | 70001..=70999))
    }

    /// Every text below a folder but this file.
    fn texts(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
        let files = files.iter().filter(|path| !path.ends_with("src/twilio/codes.rs"));
        let read = files.filter_map(|path| fs::read_to_string(path).ok());
        read.chain(folders.iter().flat_map(|folder| texts(folder))).collect()
    }

    #[test]
    fn every_code_that_anybody_names_is_known() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (place, least) in [
            ("src", 30),
            ("docs", 3),
            ("tests/practice", 20),
            ("tests/priming", 15),
            ("tests/vectors", 50),
        ] {
            let texts = texts(&root.join(place));
            let named: BTreeSet<u32> = texts.iter().flat_map(|text| codes_in(text)).collect();
            assert!(named.len() >= least, "{place} names {named:?}");
            let unknown: Vec<_> = named.iter().filter(|code| code_info(**code).is_none()).collect();
            assert!(
                unknown.is_empty(),
                "add these codes of {place} to the table: {unknown:?}"
            );
        }
    }
}

//! What may be behind a refusal with 20003, which has many causes (<https://www.twilio.com/docs/api/errors/20003>).

use crate::twilio::CallError;

const SECRET: &str = "The secret is mistyped, cut short or another key's. Twilio shows a secret once, when the key is made. If it is lost, make another Main key.";
const KEY_SID: &str =
    "The API key SID is mistyped, or the key was deleted. Compare it with the list of API keys in the Twilio Console.";
const OTHER_ACCOUNT: &str =
    "The API key belongs to another account. Enter the SID of the account in which the key was made.";
const TYPE: &str = "The API key is a Standard or a Restricted key. Keyseed needs a Main key, which only the Twilio Console makes; \u{201c}Set up this account\u{201d} has the steps.";
const RESTRICTED: &str = "The API key is a Restricted key. Keyseed needs a Main key, which only the Twilio Console makes; \u{201c}Set up this account\u{201d} has the steps.";
const POLICY: &str = "A policy of the account or its organization forbids this to the key. Ask the administrator of the account, or Twilio's support.";
const REGION: &str =
    "The API key was made in another region, such as IE1 or AU1. Keyseed works with US1 only: make a Main key there.";
const HEADER: &str =
    "A proxy between this page and Twilio removed the Authorization header. Ask your network administrator.";
const SUSPENDED: &str = "The account is suspended or closed. Look at its status in the Twilio Console.";
const COMPLIANCE: &str =
    "Twilio restricted the account, for example until its compliance profile is complete. The Twilio Console says so.";

/// The causes that fit what was seen, the likeliest first. `list` is what came of the list of public keys.
pub(super) fn causes(account: &CallError, list: &Result<(), CallError>) -> Vec<&'static str> {
    let said = |error: &CallError, word: &str| error.quoted().to_lowercase().contains(word);
    let any = |word| said(account, word) || list.as_ref().is_err_and(|error| said(error, word));
    let code = list.as_ref().err().and_then(CallError::code);
    match (list, code) {
        (Ok(()), _) if any("policy") => vec![POLICY, TYPE, OTHER_ACCOUNT],
        (Ok(()), _) => vec![TYPE, OTHER_ACCOUNT, POLICY, COMPLIANCE],
        // Only these keys have permissions that can be missing.
        (_, Some(70051)) if any("permission") => vec![RESTRICTED],
        (_, Some(10001 | 20005)) => vec![SUSPENDED, COMPLIANCE],
        _ if any("policy") => vec![POLICY, TYPE, COMPLIANCE],
        _ if any("username") => vec![KEY_SID, RESTRICTED, REGION, SECRET, HEADER, SUSPENDED, COMPLIANCE],
        _ => vec![
            SECRET,
            KEY_SID,
            OTHER_ACCOUNT,
            RESTRICTED,
            REGION,
            HEADER,
            SUSPENDED,
            COMPLIANCE,
        ],
    }
}

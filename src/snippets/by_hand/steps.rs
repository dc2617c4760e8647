//! Every step of a run, as commands to paste into bash.

use super::ByHand;
use super::script::placeholder;
use crate::snippets::posix;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it does.
    pub title: &'static str,
    /// What to know about it, in a sentence or two.
    pub note: &'static str,
    /// The request that it sends: method and address; `None` if it sends none.
    pub request: Option<&'static str>,
    /// The ways to take it; any one of them does.
    pub ways: Vec<Way>,
}

/// A way to take a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// With what.
    pub title: &'static str,
    /// The commands, one a line. A line that asks for something is the last.
    pub commands: Vec<String>,
}

/// The functions of `prime.sh`.
const FUNCTIONS: &str = "prime.sh";
const OPENSSL: &str = "openssl";
const OPENSSL_ENCRYPTED: &str = "openssl, encrypted";
/// It does not sign, so it is no way where requests have to be.
const CLI: &str = "Twilio CLI";

fn way(title: &'static str, commands: impl IntoIterator<Item = String>) -> Way {
    Way {
        title,
        commands: commands.into_iter().collect(),
    }
}

/// The steps of a run, in its order.
#[must_use]
pub fn steps(request: &ByHand) -> Vec<Step> {
    let seeds = request.seeds_public_key;
    [
        Some(open(request)),
        Some(look(request)),
        seeds.then(|| key_pair(request)),
        Some(create(request)),
        Some(api_key(request)),
        seeds.then(|| public_key(request)),
        Some(try_it(request)),
        (seeds && request.signing.is_some()).then(ask_unsigned),
        Some(close()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The ways with the script, and with the CLI where nothing is signed.
fn ways(request: &ByHand, function: &str, cli: String) -> Vec<Way> {
    let cli = request.signing.is_none().then(|| way(CLI, [cli]));
    [way(FUNCTIONS, [function.to_owned()])].into_iter().chain(cli).collect()
}

fn open(request: &ByHand) -> Step {
    let or = |sid: Option<String>, what| posix(&sid.unwrap_or_else(|| placeholder(what)));
    let account = or(request.account_sid.as_ref().map(ToString::to_string), "Account SID");
    let key = or(
        request.main_key_sid.as_ref().map(ToString::to_string),
        "Main API key SID",
    );
    let cli = format!(
        "unset TWILIO_AUTH_TOKEN TWILIO_REGION TWILIO_EDGE && export TWILIO_ACCOUNT_SID={account} TWILIO_API_KEY={key} && printf 'Main API key secret: ' && IFS= read -rs TWILIO_API_SECRET && export TWILIO_API_SECRET && echo"
    );
    Step {
        title: "Open the script",
        note: "In bash, beside the downloaded prime.sh (in zsh, type bash first). Sourced, the script only defines its functions; then it asks for the Main key's secret, and for the passphrase of an encrypted private key.",
        request: None,
        ways: ways(request, ". ./prime.sh && read_secrets", cli),
    }
}

fn key_pair(request: &ByHand) -> Step {
    let stem = request.file_stem();
    let (private, public) = (format!("{stem}-private-key.pem"), format!("{stem}-public-key.pem"));
    let make = "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048";
    let public_half = format!("openssl pkey -in {private} -pubout -out {public}");
    let encrypt = "openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000";
    Step {
        title: "Make the key pair",
        note: "RSA with exactly 2048 bits. The private key's file is for its owner alone. The function asks for a passphrase (none: not encrypted), unless PRIME_NEW_PASSPHRASE is set, and overwrites nothing.",
        request: None,
        ways: vec![
            way(FUNCTIONS, ["read_new_passphrase && make_key_pair".to_owned()]),
            way(
                OPENSSL,
                [format!("(umask 077 && {make} -out {private})"), public_half.clone()],
            ),
            way(
                OPENSSL_ENCRYPTED,
                [format!(
                    "(umask 077 && {make} | {encrypt} -out {private}) && {public_half}"
                )],
            ),
        ],
    }
}

fn name(request: &ByHand) -> String {
    let placeholder = || placeholder("name of the new subaccount");
    posix(&request.name.clone().unwrap_or_else(placeholder))
}

fn look(request: &ByHand) -> Step {
    let cli = format!(
        "twilio api:core:accounts:list --friendly-name {} --properties sid,status",
        name(request)
    );
    Step {
        title: "Look whether the name is free",
        note: "If the reply to the creation is lost, the new subaccount can only be found by its name. So no open account may have that name yet.",
        request: Some("GET https://api.twilio.com/2010-04-01/Accounts.json?FriendlyName=...&PageSize=1000"),
        ways: ways(request, "check_name_is_free", cli),
    }
}

fn create(request: &ByHand) -> Step {
    let name = name(request);
    let cli = format!(
        "twilio api:core:accounts:create --friendly-name {name} --properties sid && printf 'SID of the new subaccount: ' && read -r SUBACCOUNT_SID"
    );
    Step {
        title: "Create the subaccount",
        note: "Twilio's reply also holds the subaccount's Auth Token, which neither prints. The function creates nothing unless the name was found free. If the reply is lost, it searches for the subaccount by its name. It never creates a second one by itself.",
        request: Some("POST https://api.twilio.com/2010-04-01/Accounts.json"),
        ways: ways(request, "create_subaccount", cli),
    }
}

fn api_key(request: &ByHand) -> Step {
    let name = posix(&request.api_key_name);
    let cli = format!(
        "twilio api:core:keys:create --account-sid \"${{SUBACCOUNT_SID:?}}\" --friendly-name {name} --properties sid,secret"
    );
    let note = if request.signing.is_none() {
        "Twilio shows the secret once. The function writes it to a file for its owner alone; the CLI prints it, so save it from the screen."
    } else {
        "Twilio shows the secret once. The function writes it to a file for its owner alone and does not print it."
    };
    Step {
        title: "Seed the API key",
        note,
        request: Some("POST https://api.twilio.com/2010-04-01/Accounts/$SUBACCOUNT_SID/Keys.json"),
        ways: ways(request, "make_api_key", cli),
    }
}

fn public_key(request: &ByHand) -> Step {
    let name = posix(&request.public_key_name);
    let file = format!("{}-public-key.pem", request.file_stem());
    let cli = format!(
        "twilio api:accounts:v1:credentials:public-keys:create --public-key \"$(cat {file})\" --friendly-name {name} --account-sid \"${{SUBACCOUNT_SID:?}}\""
    );
    Step {
        title: "Seed the public key",
        note: "The parent adds it, with AccountSid naming the new subaccount; from then on only the subaccount sees it.",
        request: Some("POST https://accounts.twilio.com/v1/Credentials/PublicKeys"),
        ways: ways(request, "seed_public_key", cli),
    }
}

/// The list of the caller's own public keys.
const LIST: &str = "twilio_get accounts.twilio.com /v1/Credentials/PublicKeys PageSize 1000";
const LISTED: Option<&str> = Some("GET https://accounts.twilio.com/v1/Credentials/PublicKeys?PageSize=1000");

fn try_it(request: &ByHand) -> Step {
    let function = format!("as_subaccount && {LIST} && reply_field 'credentials[].sid'");
    let cli = "printf 'SID of the new API key: ' && read -r API_KEY_SID && printf 'Its secret: ' && IFS= read -rs API_KEY_SECRET && echo && TWILIO_ACCOUNT_SID=\"${SUBACCOUNT_SID:?}\" TWILIO_API_KEY=\"$API_KEY_SID\" TWILIO_API_SECRET=\"$API_KEY_SECRET\" twilio api:accounts:v1:credentials:public-keys:list";
    Step {
        title: "Try the new credentials",
        note: "The subaccount itself lists its public keys, signed with its new key pair where requests are signed; the one just added is among them. New credentials may need a moment (20003, 70153).",
        request: LISTED,
        ways: ways(request, &function, cli.to_owned()),
    }
}

fn ask_unsigned() -> Step {
    Step {
        title: "Ask whether signing is enforced",
        note: "The same once unsigned. Refused with 70052: the subaccount takes signed requests only, so the signature above was checked. Accepted: signing is not enforced there.",
        request: LISTED,
        ways: vec![way(FUNCTIONS, [format!("as_subaccount && unsigned && {LIST}")])],
    }
}

fn close() -> Step {
    Step {
        title: "Close it again",
        note: "Only if it is not wanted: closing is for good. The script asks for the subaccount's name first.",
        request: Some("POST https://api.twilio.com/2010-04-01/Accounts/$SUBACCOUNT_SID.json"),
        ways: vec![way(FUNCTIONS, ["bash prime.sh close \"$SUBACCOUNT_SID\"".to_owned()])],
    }
}

#[cfg(test)]
mod tests {
    use super::super::request::tests::request;
    use super::super::{Signing, prime_sh};
    use super::*;
    use std::process::Command;

    #[test]
    fn the_cli_is_a_way_only_where_nothing_is_signed() {
        let mut asked = request("West");
        let cli = |asked: &ByHand| {
            steps(asked)
                .iter()
                .flat_map(|step| step.ways.clone())
                .filter(|way| way.title == CLI)
                .count()
        };
        assert_eq!(cli(&asked), 6);
        asked.signing = Some(Signing::default());
        assert_eq!(cli(&asked), 0);
    }

    #[test]
    fn commands_are_whole_lines_that_bash_reads_and_the_script_has_their_functions() {
        let asked = request("it's \"$HOME\" `x` \u{1f600}");
        let script = prime_sh(&asked);
        for step in steps(&asked) {
            for way in step.ways {
                let text = way.commands.join("\n");
                let read = Command::new("bash").args(["-n", "-c", &text]).status().unwrap();
                assert!(read.success(), "{text}");
                assert!(
                    !text.contains("\\\n") && !text.lines().any(|line| line.starts_with(['$', '#'])),
                    "{text}"
                );
                // A prompt would read the line after it.
                let last = way.commands.len() - 1;
                assert!(way.commands[..last].iter().all(|line| !line.contains("read")), "{text}");
                if way.title == FUNCTIONS {
                    let words = text
                        .split([' ', '&'])
                        .filter(|word| word.contains('_') && word.is_ascii());
                    for word in words.filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_')) {
                        assert!(script.contains(&format!("\n{word}() {{")), "{word}");
                    }
                }
            }
        }
    }
}

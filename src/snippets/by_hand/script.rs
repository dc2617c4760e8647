//! The script, with its values.

use super::ByHand;
use crate::snippets::posix;

/// The script's name as a file.
pub const FILE_NAME: &str = "prime.sh";

/// The parts of the script below its values, in order.
const PARTS: [&str; 6] = [
    include_str!("shell/ask.sh"),
    include_str!("shell/sign.sh"),
    include_str!("shell/send.sh"),
    include_str!("shell/steps.sh"),
    include_str!("shell/report.sh"),
    include_str!("shell/main.sh"),
];

/// What the script refuses until something stands in its place.
pub(super) fn placeholder(what: &str) -> String {
    format!("<FILL IN: {what}>")
}

/// The whole of `prime.sh`. It holds no secret.
#[must_use]
pub fn prime_sh(request: &ByHand) -> String {
    let mut script = include_str!("shell/head.sh").to_owned();
    for (name, value, comment) in values(request) {
        script.push_str(&format!("prime_default {name} {} # {comment}\n", posix(&value)));
    }
    PARTS.iter().for_each(|part| script.push_str(part));
    script
}

/// The variables at its top: name, value, and what they are.
fn values(request: &ByHand) -> [(&'static str, String, &'static str); 9] {
    let or = |value: Option<String>, what: &str| value.unwrap_or_else(|| placeholder(what));
    let (public_key_sid, private_key) = match &request.signing {
        None => (String::new(), String::new()),
        Some(signing) => (
            or(
                signing.public_key_sid.as_ref().map(ToString::to_string),
                "public key SID, CR and 32 digits",
            ),
            or(signing.private_key.clone(), "path of the private key"),
        ),
    };
    let seeds = if request.seeds_public_key { "yes" } else { "no" };
    [
        (
            "PRIME_ACCOUNT_SID",
            or(
                request.account_sid.as_ref().map(ToString::to_string),
                "Account SID, AC and 32 digits",
            ),
            "the parent account",
        ),
        (
            "PRIME_MAIN_KEY_SID",
            or(
                request.main_key_sid.as_ref().map(ToString::to_string),
                "Main API key SID, SK and 32 digits",
            ),
            "its Main API key",
        ),
        (
            "PRIME_PUBLIC_KEY_SID",
            public_key_sid,
            "the parent's public key; empty: requests are not signed",
        ),
        (
            "PRIME_PRIVATE_KEY",
            private_key,
            "the file of the private key that signs",
        ),
        (
            "PRIME_NAME",
            or(request.name.clone(), "name of the new subaccount"),
            "the new subaccount",
        ),
        ("PRIME_API_KEY_NAME", request.api_key_name.clone(), "its API key"),
        (
            "PRIME_SEED_PUBLIC_KEY",
            seeds.to_owned(),
            "yes or no: whether it gets a public key",
        ),
        (
            "PRIME_PUBLIC_KEY_NAME",
            request.public_key_name.clone(),
            "the name of that",
        ),
        (
            "PRIME_FILES",
            String::new(),
            "how new files begin; empty: ./ and the subaccount's name",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::Signing;
    use super::super::request::tests::request;
    use super::*;
    use crate::keys::PublicKey;
    use crate::twilio::validation::{Algorithm, CanonicalRequest, SigningIdentity, UnsignedToken};
    use crate::twilio::{Credentials, HttpRequest, Secret, accounts, public_keys};
    use base64ct::{Base64UrlUnpadded, Encoding};
    use proptest::prelude::*;
    use std::fs;
    use std::process::Command;

    /// Sources the script in bash, then runs `lines`; gives what they printed.
    fn sourced(request: &ByHand, lines: &str, arguments: &[&str]) -> Vec<u8> {
        let program = format!("{}\n{lines}", prime_sh(request));
        let output = Command::new("bash")
            .env_clear()
            .env("PATH", std::env::var("PATH").unwrap())
            .args(["-c", &program, "elsewhere"])
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    #[test]
    fn placeholders_are_refused_with_a_sentence() {
        let empty = ByHand {
            account_sid: None,
            main_key_sid: None,
            signing: Some(Signing::default()),
            name: None,
            ..request("")
        };
        let refused = |request: &ByHand, name: &str| {
            let lines = "check_parent 2>&1 && check_wishes 2>&1; true";
            let said = String::from_utf8(sourced(request, lines, &[])).unwrap();
            assert_eq!(said.lines().count(), 1, "{said}");
            assert!(said.contains(&format!("{name} is still to be filled in")), "{said}");
        };
        refused(&empty, "PRIME_ACCOUNT_SID");
        let full = request("West");
        refused(
            &ByHand {
                main_key_sid: None,
                ..full.clone()
            },
            "PRIME_MAIN_KEY_SID",
        );
        let signing = |signing| ByHand {
            signing: Some(signing),
            ..full.clone()
        };
        refused(&signing(Signing::default()), "PRIME_PUBLIC_KEY_SID");
        let half = Signing {
            public_key_sid: format!("CR{}", "5".repeat(32)).parse().ok(),
            private_key: None,
        };
        refused(&signing(half), "PRIME_PRIVATE_KEY");
        refused(
            &ByHand {
                name: None,
                ..full.clone()
            },
            "PRIME_NAME",
        );
    }

    #[test]
    fn the_environment_wins_over_what_is_filled_in() {
        let program = prime_sh(&request("West")) + "printf '%s|%s' \"$PRIME_NAME\" \"$PRIME_API_KEY_NAME\"";
        let mut bash = Command::new("bash");
        let output = bash
            .args(["-c", &program, "x"])
            .env("PRIME_NAME", "it's $HOME")
            .output();
        assert_eq!(output.unwrap().stdout, b"it's $HOME|Seed key");
    }

    /// What the program signs, against what the script signs for the same request.
    fn same_hash(name: &str) {
        let sid = |prefix: &str, digit: &str| format!("{prefix}{}", digit.repeat(32));
        let credentials = Credentials {
            account_sid: sid("AC", "1").parse().unwrap(),
            api_key_sid: sid("SK", "3").parse().unwrap(),
            secret: Secret::new("secret".to_owned()),
        };
        let authorization = credentials.authorization();
        for ours in [accounts::list_named(name), public_keys::list(), accounts::create(name)] {
            // The script's own spelling of the form goes out, so that is what is signed.
            let pair = ["FriendlyName", name];
            let form = String::from_utf8(sourced(&request("West"), "form_of \"$@\"", &pair)).unwrap();
            let mut request_ = ours;
            if !request_.body.is_empty() {
                request_.body = form;
            }
            let http = HttpRequest {
                request: request_.clone(),
                authorization: Some(Secret::new(authorization.expose().to_owned())),
                validation: None,
            };
            let arguments = [
                request_.method.as_str(),
                request_.host.name(),
                &request_.path,
                &request_.query,
                authorization.expose(),
                &request_.body,
            ];
            let text = sourced(&request("West"), "canonical_request \"$@\"", &arguments);
            let canonical = CanonicalRequest::of(&http);
            assert_eq!(String::from_utf8(text).unwrap(), canonical.text().expose());
            let hash = sourced(&request("West"), "canonical_request \"$@\" | sha256_hex", &arguments);
            assert_eq!(String::from_utf8(hash).unwrap(), canonical.hash());
        }
        // And the query that the script makes is the one that the program makes.
        let pairs = ["FriendlyName", name, "PageSize", "1000"];
        let query = String::from_utf8(sourced(&request("West"), "form_of \"$@\"", &pairs)).unwrap();
        assert_eq!(query, accounts::list_named(name).query);
    }

    #[test]
    fn the_canonical_request_is_ours_byte_for_byte() {
        same_hash("West Team");
        same_hash("it's \u{1f600} *~!() & = % + ; \u{fc}\"\\$(x)`");
    }

    #[test]
    fn the_token_says_what_ours_says() {
        let folder = std::env::temp_dir().join(format!("keyseed-by-hand-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let key = folder.join("key.pem");
        let made = Command::new("openssl")
            .args([
                "genpkey",
                "-quiet",
                "-algorithm",
                "RSA",
                "-pkeyopt",
                "rsa_keygen_bits:2048",
                "-out",
            ])
            .arg(&key)
            .status();
        assert!(made.unwrap().success());
        let half = Command::new("openssl")
            .args(["pkey", "-pubout", "-in"])
            .arg(&key)
            .output();
        let public_half = PublicKey::import(&String::from_utf8(half.unwrap().stdout).unwrap()).unwrap();
        let public = format!("CR{}", "5".repeat(32));
        let mut signed = request("West");
        signed.signing = Some(Signing {
            public_key_sid: public.parse().ok(),
            private_key: Some(key.display().to_string()),
        });
        let lines = "date() { echo 1000; }\nPRIME_MAIN_KEY_SECRET=secret\nas_parent\nvalidation_token \"$@\"";
        let credentials = Credentials {
            account_sid: signed.account_sid.clone().unwrap(),
            api_key_sid: signed.main_key_sid.clone().unwrap(),
            secret: Secret::new("secret".to_owned()),
        };
        let http = HttpRequest {
            request: accounts::list(),
            authorization: Some(credentials.authorization()),
            validation: None,
        };
        let canonical = CanonicalRequest::of(&http);
        let identity = SigningIdentity {
            public_key_sid: public.parse().unwrap(),
            key: public_half.fingerprint(),
            algorithm: Algorithm::RS256,
        };
        let ours = UnsignedToken::new(&credentials, &identity, &canonical, 1000);
        let token = String::from_utf8(sourced(&signed, lines, &[&canonical.hash()])).unwrap();
        let parts: Vec<_> = token.split('.').collect();
        assert_eq!(parts.len(), 3);
        assert_eq!(parts[..2].join(".").as_bytes(), ours.signing_input());
        let signature = Base64UrlUnpadded::decode_vec(parts[2]).unwrap();
        assert!(public_half.verify_rs256(ours.signing_input(), &signature));
        fs::remove_dir_all(folder).unwrap();
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn names_reach_the_script_unchanged(name in "[^\0]{0,40}", file in "[^\0]{1,20}") {
            let mut asked = request(&name);
            asked.api_key_name = file.clone();
            let printed = sourced(&asked, "name_files; printf '%s\\0%s\\0%s' \"$PRIME_NAME\" \"$PRIME_API_KEY_NAME\" \"$FILES\"", &[]);
            let expected = format!("{name}\0{file}\0./{}", asked.file_stem());
            prop_assert_eq!(printed, expected.into_bytes());
        }

        #[test]
        fn what_it_quotes_a_shell_reads_back(text in "[^\0\n]{0,40}") {
            let printed = sourced(&request("West"), "eval \"printf %s $(quoted \"$1\")\"", &[&text]);
            prop_assert_eq!(printed, text.into_bytes());
        }
    }
}

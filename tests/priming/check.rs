//! The check of the credentials: each mistake has its sentence.

use crate::driver::{Driver, first, refusal, wrong_secret};
use keyseed::machine::{Conversation, Machine};
use keyseed::practice::Enforcement;
use keyseed::priming::{Check, Enforcement as Found, Finding, Level};
use keyseed::twilio::validation::{Algorithm, SigningIdentity};
use keyseed::twilio::{HttpOutcome, HttpReply, HttpRequest, Identity, TransportError};

#[test]
fn a_wrong_account_sid_is_said_of_the_field_and_not_of_the_token() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let mut identity = driver.identity(true);
    identity.credentials.account_sid = format!("AC{}", "0".repeat(32)).parse().unwrap();
    let check = driver.check(identity);
    let finding = finding(&check);
    assert!(finding.what.contains("error 20153"), "{}", finding.what);
    assert!(
        finding.next.contains("Account SID") && !finding.next.contains("iss"),
        "{}",
        finding.next
    );
}

/// What the check found wrong.
fn finding(check: &Check) -> &Finding {
    assert!(
        check.has_problem() && check.passed.is_none() && !check.is_running(),
        "{:?}",
        check.findings
    );
    let mut problems = check.findings.iter().filter(|finding| finding.level == Level::Problem);
    problems.next().unwrap()
}

/// The same as text.
fn problem(check: &Check) -> String {
    let explanation = finding(check).explanation();
    format!("{} | {}", explanation.what, explanation.next)
}

/// The notes of a check that passed, as one text.
fn notes(check: &Check) -> String {
    assert!(check.passed.is_some() && !check.is_running(), "{:?}", check.findings);
    let notes = check.findings.iter().filter(|finding| finding.level == Level::Note);
    notes.map(|note| format!("{} | {}\n", note.what, note.next)).collect()
}

/// A refusal in Twilio's words.
fn says(status: u16, code: u32, words: &str) -> HttpReply {
    HttpReply {
        body: format!(r#"{{"code":{code},"message":"{words}","more_info":"","status":{status}}}"#),
        ..refusal(status, code)
    }
}

fn is_account(http: &HttpRequest) -> bool {
    http.request.path.starts_with("/2010-04-01/Accounts/")
}

fn is_public_keys(http: &HttpRequest) -> bool {
    http.request.path == "/v1/Credentials/PublicKeys"
}

fn is_later_page(http: &HttpRequest) -> bool {
    http.request.query.contains("PageToken")
}

fn is_any_page(http: &HttpRequest) -> bool {
    http.request.path == "/2010-04-01/Accounts.json"
}

/// Checks a good Main key where the account is refused with `account`, and the list of public keys answers `list`; the
/// practice account answers where that is `None`.
fn refused_with(account: HttpReply, list: Option<HttpOutcome>) -> Check {
    let mut driver = Driver::new(Enforcement::Off);
    driver.intercept = Some(Box::new(move |http, _, _| {
        if is_account(http) {
            return Some(Ok(account.clone()));
        }
        list.clone().filter(|_| is_public_keys(http))
    }));
    driver.check(driver.identity(false))
}

#[test]
fn a_main_key_passes_signed_and_learns_that_signing_is_enforced() {
    for algorithm in [Algorithm::RS256, Algorithm::PS256] {
        let mut driver = Driver::new(Enforcement::Enforced);
        let mut identity = driver.identity(true);
        identity.signing = identity.signing.map(|signing| SigningIdentity { algorithm, ..signing });
        let check = driver.check(identity);
        assert_eq!(check.passed.unwrap().enforcement, Found::Enforced);
        assert!(check.findings.iter().all(|finding| finding.level == Level::Good));
    }
}

#[test]
fn a_main_key_passes_unsigned_where_nothing_is_enforced() {
    for enforcement in [Enforcement::Off, Enforcement::Optional] {
        let checked = Driver::new(enforcement).checked(false);
        assert_eq!(checked.enforcement, Found::NotEnforced);
    }
}

#[test]
fn signing_without_enforcement_is_said() {
    let mut driver = Driver::new(Enforcement::Optional);
    let check = driver.check(driver.identity(true));
    assert!(
        check
            .findings
            .iter()
            .any(|finding| finding.level == Level::Note && finding.what.contains("unsigned"))
    );
}

#[test]
fn a_wrong_secret() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let identity = driver.identity(true);
    let wrong = Identity {
        credentials: wrong_secret(&identity.credentials),
        ..identity
    };
    let check = driver.check(wrong);
    assert!(
        problem(&check).contains("\u{201c}Authenticate\u{201d}"),
        "{}",
        problem(&check)
    );
    assert!(finding(&check).causes[0].contains("secret is mistyped"));
}

#[test]
fn a_standard_key() {
    for (enforcement, sign) in [(Enforcement::Enforced, true), (Enforcement::Off, false)] {
        let mut driver = Driver::new(enforcement);
        let credentials = driver.practice.credentials().standard_key;
        let identity = Identity {
            credentials,
            ..driver.identity(sign)
        };
        let check = driver.check(identity);
        let said = problem(&check);
        assert!(
            said.contains("\u{201c}Authenticate\u{201d}") && said.contains("secret are right"),
            "{said}"
        );
        assert!(
            finding(&check).causes[0].contains("a Standard or a Restricted key"),
            "{said}"
        );
        assert!(!said.contains("This is not a Main key"), "nobody knows: {said}");
    }
}

#[test]
fn a_policy_is_named_where_twilio_names_one() {
    let check = refused_with(says(401, 20003, "Policy evaluation failed"), None);
    let said = problem(&check);
    assert!(
        said.contains("error 20003") && said.contains("\u{201c}Policy evaluation failed\u{201d}"),
        "{said}"
    );
    let causes = &finding(&check).causes;
    assert!(causes[0].contains("policy") && causes[1].contains("Main key"), "{said}");
}

#[test]
fn a_restricted_key_or_another_regions() {
    let words = "Authentication Error - invalid username";
    let check = refused_with(says(401, 20003, words), Some(Ok(says(401, 20003, words))));
    let said = problem(&check);
    assert!(said.contains(words), "{said}");
    let place = |word: &str| finding(&check).causes.iter().position(|cause| cause.contains(word));
    assert_eq!(place("API key SID is mistyped"), Some(0), "{said}");
    for word in [
        "Restricted key",
        "IE1 or AU1",
        "secret is mistyped",
        "Authorization header",
        "suspended",
        "compliance profile",
    ] {
        assert!(place(word).is_some(), "{word}: {said}");
    }
}

#[test]
fn a_permission_that_is_missing_tells_a_restricted_key() {
    let missing = "Authorization Error: required permission twilio/iam/public-keys/list is missing";
    let check = refused_with(says(401, 20003, "Authenticate"), Some(Ok(says(401, 70051, missing))));
    let said = problem(&check);
    assert!(
        said.contains("20003") && said.contains("70051") && said.contains(missing),
        "{said}"
    );
    assert!(
        finding(&check).causes.len() == 1 && said.contains("The API key is a Restricted key"),
        "{said}"
    );
}

#[test]
fn a_key_that_cannot_be_judged_is_not_judged() {
    let check = refused_with(says(401, 20003, "Authenticate"), Some(Err(TransportError::Unreachable)));
    let said = problem(&check);
    assert!(
        said.contains("\u{201c}Authenticate\u{201d}") && said.contains("connection to the relay failed"),
        "{said}"
    );
    assert!(finding(&check).causes.len() > 5, "{said}");
}

#[test]
fn a_suspended_parent() {
    let check = refused_with(says(401, 10001, "Account is not active"), None);
    let said = problem(&check);
    assert!(said.contains("The account is not active (error 10001)"), "{said}");
    assert!(
        said.contains("\u{201c}Account is not active\u{201d}") && said.contains("Reactivate it"),
        "{said}"
    );
}

#[test]
fn every_refusal_is_told_in_twilios_words() {
    let words = "Said by Twilio alone";
    for (enforcement, sign) in [
        (Enforcement::Enforced, true),
        (Enforcement::Optional, true),
        (Enforcement::Off, false),
    ] {
        for place in 0..4 {
            for (status, code) in [
                (401, 20003),
                (404, 20404),
                (401, 70051),
                (401, 70052),
                (401, 70053),
                (403, 20403),
                (401, 10001),
                (400, 99_999),
            ] {
                // An unsigned question is meant to be refused with 70052.
                if place == 3 && code == 70052 {
                    continue;
                }
                let mut driver = Driver::new(enforcement);
                let mut seen = 0;
                driver.intercept = Some(Box::new(move |_, _, _| {
                    seen += 1;
                    (seen == place + 1).then(|| Ok(says(status, code, words)))
                }));
                let check = driver.check(driver.identity(sign));
                if check.exchanges().len() <= place {
                    continue;
                }
                let said: String = check
                    .findings
                    .iter()
                    .map(|finding| format!("{} {}\n", finding.what, finding.next))
                    .collect();
                let number = code.to_string();
                assert!(
                    said.contains(words) && said.contains(&number),
                    "request {place}, {code}: {said}"
                );
                let last = &check.exchanges()[place];
                assert_eq!((last.code, last.said.as_deref()), (Some(code), Some(words)));
            }
        }
    }
}

#[test]
fn more_than_a_thousand_subaccounts_are_a_note() {
    let mut driver = Driver::new(Enforcement::Off);
    driver.practice.add_subaccounts(1_210, &mut getrandom::SysRng).unwrap();
    let check = driver.check(driver.identity(false));
    let said = notes(&check);
    assert!(
        said.contains("It has 1198 subaccounts") && said.contains("error 21480"),
        "{said}"
    );
    assert!(!said.contains("No new one"), "{said}");
    assert!(check.passed.unwrap().lists_all);
}

#[test]
fn a_later_page_that_is_refused_is_a_note() {
    for outcome in [
        Ok(says(400, 70002, "Invalid PageToken")),
        Ok(says(401, 20003, "Authenticate")),
        Err(TransportError::Unreachable),
    ] {
        let mut driver = Driver::new(Enforcement::Enforced);
        driver.practice.add_subaccounts(1_500, &mut getrandom::SysRng).unwrap();
        let words = outcome.as_ref().map_or("connection to the relay", |reply| {
            if reply.status == 400 {
                "Invalid PageToken"
            } else {
                "Authenticate"
            }
        });
        driver.intercept = Some(first(9, is_later_page, outcome.clone()));
        let check = driver.check(driver.identity(true));
        let said = notes(&check);
        assert!(
            said.contains("only in part: 1000 of the subaccounts") && said.contains(words),
            "{said}"
        );
        let passed = check.passed.unwrap();
        assert_eq!((passed.subaccounts.len(), passed.lists_all), (1000, false));
    }
}

#[test]
fn a_list_that_is_refused_whole_is_a_wall_only_to_a_key_that_may_not() {
    let listed = |reply: HttpReply| {
        let mut driver = Driver::new(Enforcement::Off);
        driver.intercept = Some(first(9, is_any_page, Ok(reply)));
        driver.check(driver.identity(false))
    };
    assert!(notes(&listed(says(400, 70002, "Odd"))).contains("none of the subaccounts"));
    assert!(problem(&listed(says(401, 20003, "Authenticate"))).contains("Main key"));
    let missing = "required permission twilio/iam/accounts/list is missing";
    assert!(problem(&listed(says(401, 70051, missing))).contains(missing));
}

#[test]
fn a_trial_account_is_a_note() {
    let mut driver = Driver::new(Enforcement::Off);
    driver.intercept = Some(Box::new(|http, practice, now| {
        let mut reply = practice.answer(http, now, &mut getrandom::SysRng);
        reply.body = reply.body.replace(r#""type":"Full""#, r#""type":"Trial""#);
        Some(Ok(reply))
    }));
    let check = driver.check(driver.identity(false));
    assert!(notes(&check).contains("This is a Trial account."), "{}", notes(&check));
}

#[test]
fn it_waits_as_twilio_asks_and_says_so() {
    for (retry_after, said, pause) in [
        (Some("1"), "Twilio asks to wait 1 s. Keyseed then asks again.", 1_500),
        (
            Some("Fri, 15 Jan 2027 08:00:09 GMT"),
            "Twilio asks to wait 9 s. Keyseed then asks again.",
            9_500,
        ),
        (
            None,
            "Twilio's words: \u{201c}planted\u{201d} Keyseed asks again within 1 s.",
            500,
        ),
    ] {
        let mut driver = Driver::new(Enforcement::Enforced);
        let slow = HttpReply {
            retry_after: retry_after.map(str::to_owned),
            date: Some("Fri, 15 Jan 2027 08:00:00 GMT".to_owned()),
            ..refusal(429, 20429)
        };
        driver.intercept = Some(first(1, |_| true, Ok(slow)));
        let (mut check, mut effects) = Check::begin(driver.identity(true));
        let mut waited = Vec::new();
        while let Some(effect) = effects.pop() {
            effects.extend(check.answer(driver.perform(effect)));
            waited.extend(check.waiting().map(str::to_owned));
        }
        assert!(check.passed.is_some(), "{:?}", check.findings);
        assert!(waited.len() == 1 && waited[0].ends_with(said), "{waited:?}");
        assert_eq!(driver.waits, [pause]);
    }
}

#[test]
fn a_wait_of_an_hour_ends_the_check_with_its_time() {
    let mut driver = Driver::new(Enforcement::Off);
    let slow = HttpReply {
        retry_after: Some("7200".to_owned()),
        date: Some("Fri, 15 Jan 2027 08:00:00 GMT".to_owned()),
        ..refusal(429, 20429)
    };
    driver.intercept = Some(first(9, |_| true, Ok(slow)));
    let check = driver.check(driver.identity(false));
    assert!(
        problem(&check).contains("asks to wait 2 h (until 15 Jan 2027, 10:00 UTC)"),
        "{}",
        problem(&check)
    );
    assert_eq!(check.exchanges().len(), 1);
}

#[test]
fn a_lost_reply_is_asked_for_again() {
    let cut = HttpReply {
        status: 200,
        body: r#"{"sid":"AC"#.to_owned(),
        ..HttpReply::default()
    };
    for outcome in [Err(TransportError::Unreachable), Ok(cut), Ok(refusal(503, 20503))] {
        let mut driver = Driver::new(Enforcement::Enforced);
        driver.intercept = Some(first(2, |_| true, outcome));
        let check = driver.check(driver.identity(true));
        assert!(check.passed.is_some(), "{:?}", check.findings);
        assert_eq!(driver.waits, [1_000, 2_000]);
    }
}

#[test]
fn a_subaccounts_sid() {
    let mut driver = Driver::new(Enforcement::Off);
    let run = driver.run(false, "West", keyseed::priming::KeyPairChoice::No);
    let mut identity = driver.identity(false);
    identity.credentials.account_sid = run.seedings[0].account_sid().cloned().unwrap();
    let parent = driver.practice.credentials().account_sid;
    let said = problem(&driver.check(identity));
    assert!(
        said.contains("is a subaccount") && said.contains(parent.as_str()),
        "{said}"
    );
}

#[test]
fn signing_required_but_not_set() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let check = driver.check(driver.identity(false));
    assert!(problem(&check).contains("70052") && problem(&check).contains("Turn on"));
}

#[test]
fn signing_set_but_not_enabled() {
    let mut driver = Driver::new(Enforcement::Off);
    let check = driver.check(driver.identity(true));
    assert!(problem(&check).contains("70053") && problem(&check).contains("Turn off"));
}

#[test]
fn an_unknown_public_key_sid() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let mut identity = driver.identity(true);
    let unknown = format!("CR{}", "0".repeat(32)).parse().unwrap();
    identity.signing = identity.signing.map(|signing| SigningIdentity {
        public_key_sid: unknown,
        ..signing
    });
    assert!(problem(&driver.check(identity)).contains("70153"));
}

#[test]
fn a_private_key_that_does_not_belong() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let mut identity = driver.identity(true);
    let other = keyseed::keys::make_key_pair(&mut getrandom::SysRng).unwrap();
    let key = other.public_key().fingerprint();
    driver.pairs.insert(key, other);
    identity.signing = identity.signing.map(|signing| SigningIdentity { key, ..signing });
    let said = problem(&driver.check(identity));
    assert!(
        said.contains("20159") && said.contains("private key that belongs"),
        "{said}"
    );
}

#[test]
fn a_wrong_clock_is_corrected_and_said() {
    for skew in [-86_400 - 3_600, -600, 600, 86_400 + 3_600] {
        let mut driver = Driver::new(Enforcement::Enforced);
        driver.skew = skew;
        let check = driver.check(driver.identity(true));
        assert!(check.passed.is_some(), "{skew}: {:?}", check.findings);
        let note = check
            .findings
            .iter()
            .find(|finding| finding.level == Level::Note)
            .unwrap();
        assert!(note.what.contains("clock") && note.what.contains(if skew > 0 { "ahead of" } else { "behind" }));
        assert_eq!(check.exchanges().len(), 5, "one more than without");
    }
}

#[test]
fn a_clock_that_stays_wrong_ends_in_a_sentence() {
    let mut driver = Driver::new(Enforcement::Enforced);
    driver.intercept = Some(first(9, |_| true, Ok(refusal(401, 20156))));
    let check = driver.check(driver.identity(true));
    assert!(problem(&check).contains("clock"));
    assert_eq!(check.exchanges().len(), 2);
}

#[test]
fn a_relay_that_is_not_there() {
    let page = HttpReply {
        status: 200,
        body: "<!doctype html>".to_owned(),
        ..HttpReply::default()
    };
    let gateway = HttpReply {
        status: 502,
        body: "<html>".to_owned(),
        ..HttpReply::default()
    };
    let empty = HttpReply {
        status: 500,
        ..HttpReply::default()
    };
    for (outcome, sentence) in [
        (Ok(page), "no relay"),
        (Ok(gateway), "could not reach Twilio"),
        (Ok(empty), "could not reach Twilio"),
        (Err(TransportError::Unreachable), "connection to the relay failed"),
    ] {
        let mut driver = Driver::new(Enforcement::Off);
        driver.intercept = Some(first(9, |_| true, outcome));
        let check = driver.check(driver.identity(false));
        assert!(problem(&check).contains(sentence), "{}", problem(&check));
    }
}

#[test]
fn nothing_is_created_by_a_check() {
    let mut driver = Driver::new(Enforcement::Enforced);
    driver.check(driver.identity(true));
    assert!(
        driver
            .sent
            .iter()
            .all(|request| request.method == keyseed::twilio::Method::Get)
    );
}

#[test]
fn what_was_exchanged_shows_no_secret() {
    let mut driver = Driver::new(Enforcement::Enforced);
    let identity = driver.identity(true);
    let authorization = identity.credentials.authorization();
    let basic = authorization.expose().trim_start_matches("Basic ").to_owned();
    let secret = identity.credentials.secret.expose().to_owned();
    let check = driver.check(identity);
    let shown = format!("{:?}", check.exchanges());
    assert!(shown.contains("authorization:Basic"));
    assert!(!shown.contains(&basic) && !shown.contains(&secret));
    assert!(!format!("{check:?}").contains(&secret));
}

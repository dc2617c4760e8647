//! What clients are known to sign otherwise: each is found by its hash, told in a sentence, and shown beside the right form.

use crate::support::{Case, bad, sid};
use keyseed::twilio::encode::hex;
use keyseed::twilio::validation::inspect::{Place, Report, Rule};
use serde_json::json;
use sha2::{Digest, Sha256};

/// Signs what `change` makes of the canonical request, and inspects that.
fn deviating(case: &mut Case, change: impl Fn(&str) -> String) -> Report {
    let canonical = case.canonical_request();
    let other = change(canonical.text().expose());
    assert_ne!(other, canonical.text().expose(), "the deviation changes nothing");
    case.claims["rqh"] = json!(hex(&Sha256::digest(other.as_bytes())));
    case.inspect()
}

/// The deviation is the only thing found, its sentence contains `word`, and both forms begin to differ at `place`.
fn recognised(report: &Report, word: &str, place: (usize, usize)) {
    let [check] = bad(report)[..] else {
        panic!("{:?}", bad(report))
    };
    assert_eq!((check.rule, check.code), (Rule::Request, 70156));
    assert!(check.found.contains(word), "{}", check.found);
    let compared = &report.comparisons[0];
    let (line, column) = place;
    assert_eq!(compared.place, Some(Place { line, column }), "{word}");
    assert!(compared.ours.is_some() && compared.theirs.is_some());
    let shown = format!("{report:?}");
    assert!(!shown.contains(Case::good().authorization.strip_prefix("Basic ").unwrap()) && !shown.contains("hunter2"));
}

fn get(url: &str) -> Case {
    let mut case = Case::good();
    (case.method, case.url, case.body) = ("GET".into(), url.into(), String::new());
    case
}

const LIST: &str = "https://api.twilio.com/2010-04-01/Accounts.json?PageSize=5&FriendlyName=West+Team*~!&Status=active";

#[test]
fn the_query() {
    // FriendlyName=West%20Team%2A~%21&PageSize=5&Status=active
    type Change = fn(&str) -> String;
    let cases: [(&str, usize, Change); 9] = [
        ("leaves the query out", 1, |text| replace_line(text, 2, "")),
        ("neither sorted", 1, |text| {
            replace_line(text, 2, "PageSize=5&FriendlyName=West+Team*~!&Status=active")
        }),
        ("twilio-python", 18, |text| {
            replace_line(text, 2, "FriendlyName=West+Team*~!&PageSize=5&Status=active")
        }),
        ("does not sort", 1, |text| {
            replace_line(text, 2, "PageSize=5&FriendlyName=West%20Team%2A~%21&Status=active")
        }),
        ("as forms and twilio-python do", 18, |text| text.replace("%20", "+")),
        ("leaves * ", 25, |text| text.replace("%2A", "*")),
        ("twilio-node", 29, |text| text.replace("%21", "!")),
        ("encodeURIComponent", 25, |text| {
            text.replace("%21", "!").replace("%2A", "*")
        }),
        ("twice", 20, |text| text.replace('%', "%25")),
    ];
    for (word, column, change) in cases {
        recognised(&deviating(&mut get(LIST), change), word, (3, column));
    }
    let twice = "https://api.twilio.com/2010-04-01/Accounts.json?a=x&b=1=2&a=y";
    let report = deviating(&mut get(twice), |text| replace_line(text, 2, "a=x%2Cy&b=1"));
    recognised(&report, "twilio-node", (3, 4));
}

#[test]
fn the_path() {
    let odd = "https://api.twilio.com/2010-04-01//Accounts/%7E(x)%2F/.json";
    let of = |change: fn(&str) -> String| deviating(&mut get(odd), change);
    recognised(
        &of(|text| replace_line(text, 1, "/2010-04-01//Accounts/%7E(x)%2F/.json")),
        "twilio-python",
        (2, 13),
    );
    recognised(
        &of(|text| text.replace("%28", "(").replace("%29", ")")),
        "encodeURIComponent",
        (2, 23),
    );
    recognised(&of(|text| text.replace("%2F", "%2f")), "small letters", (2, 32));
    recognised(&of(|text| text.replace('%', "%25")), "twice", (2, 25));
    recognised(
        &of(|text| text.replace("%28x%29%2F", "(x)/")),
        "does not encode",
        (2, 23),
    );
    let plain = "https://api.twilio.com/2010-04-01/Accounts.json?a=b";
    let of = |change: fn(&str) -> String| deviating(&mut get(plain), change);
    recognised(&of(|text| text.replace(".json", "")), "without .json", (2, 21));
    recognised(
        &of(|text| text.replace(".json\na=b", ".json?a=b\n")),
        "line of the path",
        (2, 26),
    );
    recognised(
        &of(|text| text.replace("/2010", "https://api.twilio.com/2010")),
        "whole URL",
        (2, 1),
    );
}

#[test]
fn the_method_and_the_headers() {
    let of = |change: &dyn Fn(&str) -> String| deviating(&mut Case::good(), change);
    recognised(&of(&|text| text.replace("POST", "post")), "lowercase", (1, 1));
    recognised(&of(&|text| text.replace("POST", "GET")), "signed for GET", (1, 1));
    recognised(
        &of(&|text| text.replace("twilio.com\n", "twilio.com:443\n")),
        "default port",
        (5, 20),
    );
    recognised(
        &of(&|text| text.replace("api.twilio", "accounts.twilio")),
        "accounts.twilio.com",
        (5, 7),
    );
    recognised(
        &of(&|text| {
            text.replace("\nauthorization:", "\nAuthorization:")
                .replace("\nhost:", "\nHost:")
        }),
        "capitals",
        (4, 1),
    );
    recognised(
        &of(&|text| text.replace("n:Basic", "n: Basic").replace("host:", "host: ")),
        "a space behind",
        (4, 15),
    );
    recognised(
        &of(&|text| text.replace("Basic ", "")),
        "without \u{201c}Basic",
        (4, 15),
    );
    let pair = |colon: &str| format!("authorization{colon}{}:hunter2hunter2", sid("SK"));
    recognised(
        &of(&|text| replace_line(text, 3, &pair(":"))),
        "secret as they are",
        (4, 15),
    );
    recognised(
        &of(&|text| replace_line(text, 3, &pair(":Basic "))),
        "as base64",
        (4, 21),
    );
    recognised(
        &of(&|text| replace_line(text, 3, "authorization:")),
        "empty Authorization",
        (4, 15),
    );
    recognised(
        &of(&|text| {
            text.split('\n')
                .filter(|line| !line.starts_with("authorization:"))
                .collect::<Vec<_>>()
                .join("\n")
        }),
        "leaves the line of Authorization out",
        (4, 1),
    );
    recognised(
        &of(&|text| text.replace("\n\nauthorization;", "\nauthorization;")),
        "empty line",
        (6, 1),
    );
    recognised(
        &of(&|text| text.replace("authorization;host", "host;authorization")),
        "list of signed",
        (7, 1),
    );
    recognised(&of(&|text| text.replace('\n', "\r\n")), "CR LF", (1, 5));
}

#[test]
fn the_body_and_the_end() {
    let of = |change: fn(&str) -> String| deviating(&mut Case::good(), change);
    let body = |body: &str| hex(&Sha256::digest(body.as_bytes()));
    let right = body("FriendlyName=West+Team");
    assert!(Case::good().canonical_request().text().expose().ends_with(&right));
    recognised(&of(|text| replace_line(text, 7, "")), "issue 925", (8, 1));
    recognised(&of(|text| format!("{text}\n")), "adds a line break", (9, 1));
    recognised(
        &of(|text| replace_line(text, 7, "FriendlyName=West+Team")),
        "signs the body itself",
        (8, 1),
    );
    let encoded = |other: &str| {
        let hash = body(other);
        let column = right.chars().zip(hash.chars()).take_while(|(a, b)| a == b).count() + 1;
        let report = deviating(&mut Case::good(), |text| replace_line(text, 7, &hash));
        recognised(&report, "another encoding", (8, column));
    };
    encoded("FriendlyName=West%20Team");
    encoded("FriendlyName=West Team");
    let list = "https://api.twilio.com/2010-04-01/Accounts.json";
    let report = deviating(&mut get(list), |text| text.trim_end().to_owned());
    recognised(&report, "last line break", (8, 1));
    let report = deviating(&mut get(list), |text| format!("{text}{}", hex(&Sha256::digest(b""))));
    recognised(&report, "An empty body is not hashed", (8, 1));
}

#[test]
fn two_and_three_deviations_at_once() {
    let report = deviating(&mut get(LIST), |text| {
        replace_line(&text.replace("twilio.com\n", "twilio.com:443\n"), 2, "")
            .trim_end()
            .to_owned()
    });
    recognised(&report, "leaves the query out", (3, 1));
    let found = &bad(&report)[0].found;
    assert!(
        found.contains("default port") && found.contains("last line break"),
        "{found}"
    );
}

#[test]
fn what_no_spelling_gives_is_said_to_be_so() {
    let report = deviating(&mut Case::good(), |text| text.replace("POST", "BREW"));
    let check = bad(&report)[0];
    assert!(
        check
            .found
            .contains("No spelling of this request that was tried gives this hash"),
        "{}",
        check.found
    );
    assert!(check.found.contains("Keyseed tried 500,000."), "{}", check.found);
    assert!(check.next.contains("print its canonical request"));
    assert!(report.comparisons[0].found[0].contains(&Case::good().canonical_request().hash()));
    assert_eq!(report.comparisons[0].theirs, None);
}

fn replace_line(text: &str, index: usize, with: &str) -> String {
    let line = |(at, line)| if at == index { with } else { line };
    text.split('\n').enumerate().map(line).collect::<Vec<_>>().join("\n")
}

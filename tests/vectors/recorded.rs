//! Recorded values.

use keyseed::twilio::Secret;
use keyseed::twilio::encode::hex;
use keyseed::twilio::validation::{CanonicalRequest, SIGNED_HEADERS};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// One request of `pkcv-vectors.json`.
#[derive(Deserialize)]
struct Vector {
    name: String,
    method: String,
    path: String,
    query: String,
    authorization: String,
    host: String,
    body: String,
    hrh: String,
    canonical: String,
    body_sha256: String,
    rqh: String,
    agree: Vec<String>,
}

#[test]
fn twilios_three_libraries_agree_with_us() {
    let vectors: Vec<Vector> = serde_json::from_str(include_str!("pkcv-vectors.json")).unwrap();
    assert_eq!(vectors.len(), 11);
    for vector in vectors {
        let headers = [
            ("host", vector.host.as_str()),
            ("authorization", vector.authorization.as_str()),
        ];
        let ours = CanonicalRequest::new(
            &vector.method,
            &vector.path,
            &vector.query,
            &headers,
            &vector.hrh,
            &vector.body,
        );
        assert_eq!(vector.agree.len(), 3, "{}", vector.name);
        assert_eq!(ours.text().expose(), vector.canonical, "{}", vector.name);
        assert_eq!(body_hash(ours.text()), vector.body_sha256, "{}", vector.name);
        assert_eq!(ours.hash(), vector.rqh, "{}", vector.name);
    }
}

/// The worked example of <https://www.twilio.com/docs/iam/pkcv/quickstart>, with the values as that page prints them.
#[test]
fn the_documented_example_comes_out() {
    let headers = [
        ("Host", "api.twilio.com"),
        (
            "Authorization",
            "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDpmb29iYXI=",
        ),
    ];
    let path = format!("/2010-04-01/Accounts/AC{}", "0".repeat(32));
    let body = "FriendlyName=my new friendly name";
    let ours = CanonicalRequest::new("POST", &path, "", &headers, SIGNED_HEADERS, body);
    assert_eq!(
        body_hash(ours.text()),
        "b8e20591615abc52293f088c87be6df8e9b7b40c3da573f134c9132add851e2d"
    );
    assert_eq!(
        ours.hash(),
        "245eece1e638d9b0081ca0621183cd417fc97a1818bd822aa26697f9aa70c792"
    );
}

/// From the unit tests of twilio-python (`test_client_validation.py`) and twilio-java (`ValidationTokenTest.java`).
#[test]
fn the_libraries_own_test_values_come_out() {
    let headers = [("host", "api.twilio.com"), ("authorization", "foobar")];
    let cases = [
        (
            "GET",
            "PageSize=5&Limit=10",
            "foobar",
            "4dc9b67bed579647914587b0e22a1c65c1641d8674797cd82de65e766cce5f80",
        ),
        (
            "POST",
            "",
            "testbody",
            "bd792c967c20d546c738b94068f5f72758a10d26c12979677501e1eefe58c65a",
        ),
        (
            "POST",
            "PageSize=5&Limit=10",
            "",
            "712fbbec9dcb4fe58ed8caecf925d2fe10889f5d3f4b48e748157a4a1113697d",
        ),
    ];
    for (method, query, body, hash) in cases {
        let ours = CanonicalRequest::new(method, "/Messages", query, &headers, SIGNED_HEADERS, body);
        assert_eq!(ours.hash(), hash, "{method} {body}");
    }
}

/// The hash of nothing is not written: an empty body leaves an empty last line.
#[test]
fn an_empty_body_is_not_hashed() {
    let ours = CanonicalRequest::new("GET", "/", "", &[("host", "h")], "host", "");
    assert!(ours.text().expose().ends_with("host\n"));
    assert!(!ours.text().expose().contains(&hex(&Sha256::digest(b""))));
}

fn body_hash(canonical: &Secret) -> &str {
    canonical.expose().rsplit('\n').next().unwrap()
}

//! The canonical request: the one text that both sides hash.

use crate::twilio::encode::{decode, hex, rfc3986};
use crate::twilio::{HttpRequest, Secret};
use sha2::{Digest, Sha256};

/// The headers that Keyseed signs; Twilio demands at least these two.
pub const SIGNED_HEADERS: &str = "authorization;host";

/// A request in its canonical form. It contains the `Authorization` value, so it is a secret; [`Self::masked`] is the
/// form to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CanonicalRequest {
    text: Secret,
    authorization: Option<String>,
}

impl CanonicalRequest {
    /// The canonical form of a request that is about to go out, with [`SIGNED_HEADERS`].
    #[must_use]
    pub fn of(http: &HttpRequest) -> Self {
        let request = &http.request;
        let authorization = http.authorization.as_ref().map(Secret::expose);
        let mut headers = vec![("host", request.host.name())];
        headers.extend(authorization.map(|value| ("authorization", value)));
        Self::new(
            request.method.as_str(),
            &request.path,
            &request.query,
            &headers,
            SIGNED_HEADERS,
            &request.body,
        )
    }

    /// The canonical form of any request: its method, path and query as they stand on the wire, its headers, the list
    /// of signed ones, and its body.
    #[must_use]
    pub fn new(method: &str, path: &str, query: &str, headers: &[(&str, &str)], signed: &str, body: &str) -> Self {
        let signed = signed_headers(signed);
        let text = format!(
            "{}\n{}\n{}\n{}\n{}\n{}",
            method.trim().to_ascii_uppercase(),
            canonical_path(path),
            canonical_query(query),
            canonical_headers(headers, &signed),
            signed.join(";"),
            if body.is_empty() {
                String::new()
            } else {
                hex(&Sha256::digest(body.as_bytes()))
            },
        );
        let authorization = headers
            .iter()
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("authorization"));
        Self {
            text: Secret::new(text),
            authorization: authorization.map(|(_, value)| collapse(value)),
        }
    }

    /// The canonical text.
    #[must_use]
    pub fn text(&self) -> &Secret {
        &self.text
    }

    /// Its hash, which the token carries as `rqh`: SHA-256 in 64 lowercase hexadecimal digits.
    #[must_use]
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.text.expose().as_bytes()))
    }

    /// The canonical text with the `Authorization` value hidden.
    #[must_use]
    pub fn masked(&self) -> String {
        match &self.authorization {
            Some(value) => self.text.expose().replacen(
                &format!("authorization:{value}\n"),
                "authorization:Basic \u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\n",
                1,
            ),
            None => self.text.expose().to_owned(),
        }
    }
}

/// The signed headers' names: lowercase, trimmed, sorted.
fn signed_headers(signed: &str) -> Vec<String> {
    let mut names: Vec<_> = signed
        .split(';')
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty())
        .collect();
    names.sort();
    names
}

/// Removes redundant elements and encodes the rest afresh.
fn canonical_path(path: &str) -> String {
    let mut kept: Vec<String> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            _ => kept.push(rfc3986(&decode(segment))),
        }
    }
    let end = if !kept.is_empty() && path.ends_with('/') {
        "/"
    } else {
        ""
    };
    format!("/{}{end}", kept.join("/"))
}

/// Encodes each key and value afresh and sorts the whole pairs. In a query, `+` means a space.
fn canonical_query(query: &str) -> String {
    let encode = |text: &str| rfc3986(&decode(&text.replace('+', " ")));
    let mut pairs: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| match pair.split_once('=') {
            Some((key, value)) => format!("{}={}", encode(key), encode(value)),
            None => encode(pair),
        })
        .collect();
    pairs.sort();
    pairs.join("&")
}

/// The signed headers, a line each, sorted; several values of one name are sorted and joined by commas.
fn canonical_headers(headers: &[(&str, &str)], signed: &[String]) -> String {
    let mut lines = String::new();
    for name in signed {
        let mut values: Vec<_> = headers
            .iter()
            .filter(|(header, _)| header.trim().eq_ignore_ascii_case(name))
            .map(|(_, value)| {
                if name == "host" {
                    without_default_port(&collapse(value))
                } else {
                    collapse(value)
                }
            })
            .collect();
        if values.is_empty() {
            continue;
        }
        values.sort();
        lines.push_str(&format!("{name}:{}\n", values.join(",")));
    }
    lines
}

/// Trims, and makes each run of white space one space.
fn collapse(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_default_port(host: &str) -> String {
    host.strip_suffix(":443")
        .or_else(|| host.strip_suffix(":80"))
        .unwrap_or(host)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redundant_path_elements_go() {
        assert_eq!(canonical_path(""), "/");
        assert_eq!(canonical_path("/a/./b//../c"), "/a/c");
        assert_eq!(canonical_path("/a/"), "/a/");
        assert_eq!(canonical_path("/Accounts/a b*~"), "/Accounts/a%20b%2A~");
        assert_eq!(canonical_path("/%7Ex/%2f"), "/~x/%2F");
    }

    #[test]
    fn a_query_is_encoded_strictly_and_sorted_by_the_whole_pair() {
        assert_eq!(canonical_query("To=2&To9=1"), "To9=1&To=2");
        assert_eq!(
            canonical_query("a=My+Key&b=*&c=%7E&d=!'()"),
            "a=My%20Key&b=%2A&c=~&d=%21%27%28%29"
        );
        assert_eq!(canonical_query("a=x=y"), "a=x%3Dy");
        assert_eq!(canonical_query("foo"), "foo");
    }

    #[test]
    fn headers_are_trimmed_collapsed_and_sorted() {
        let headers = [("Host", "api.twilio.com:443"), (" Authorization ", "  Basic \t x ")];
        let signed = signed_headers("Host; authorization");
        assert_eq!(
            canonical_headers(&headers, &signed),
            "authorization:Basic x\nhost:api.twilio.com\n"
        );
    }

    #[test]
    fn the_form_to_show_hides_the_authorization() {
        let canonical = CanonicalRequest::new(
            "get",
            "/",
            "",
            &[("authorization", "Basic aGk="), ("host", "h")],
            SIGNED_HEADERS,
            "",
        );
        assert!(canonical.text().expose().contains("aGk="));
        assert!(!canonical.masked().contains("aGk="));
        assert!(canonical.masked().starts_with("GET\n/\n\nauthorization:Basic "));
    }
}

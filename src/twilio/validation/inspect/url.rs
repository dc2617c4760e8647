//! The address of the request.

/// The longest address that is read, in bytes.
const MAX: usize = 8192;

/// The parts of an address that are signed, as they stand on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Url {
    /// Host and, if it is written, port; lowercase, as clients send it.
    pub(super) host: String,
    /// The same as it was given.
    pub(super) written: String,
    /// From the first slash; empty if there is none.
    pub(super) path: String,
    /// Without its question mark; empty if there is none.
    pub(super) query: String,
}

/// Reads an address.
pub(super) fn read(text: &str) -> Result<Url, String> {
    let text = text.trim();
    let wrong = |sentence: &str| Err(sentence.to_owned());
    if text.len() > MAX {
        return Err(format!(
            "This is longer than {MAX} bytes, which no request of Twilio's needs."
        ));
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return wrong("Enter the whole address, such as https://api.twilio.com/2010-04-01/Accounts.json.");
    };
    if !["https", "http"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return wrong("The address begins with https://.");
    }
    if rest.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return wrong("There is a space or a line break in the address. On the wire a space is %20 (or + in a query).");
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (target, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = target.split_at(target.find('/').unwrap_or(target.len()));
    if authority.contains('@') {
        return wrong("Leave user and password out of the address. They belong in the Authorization header.");
    }
    if authority.is_empty()
        || !authority
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-.:[]_".contains(&b))
    {
        return wrong("The address has no host name that could be read, such as api.twilio.com.");
    }
    Ok(Url {
        host: authority.to_ascii_lowercase(),
        written: authority.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_split_and_left_as_it_is() {
        let url = read(" HTTPS://API.Twilio.com:443/a%20b//c?x=1&y=%2f?#top ").unwrap();
        assert_eq!(
            (&*url.host, &*url.path, &*url.query),
            ("api.twilio.com:443", "/a%20b//c", "x=1&y=%2f?")
        );
        assert_eq!(read("https://api.twilio.com").unwrap().path, "");
        assert_eq!(read("https://api.twilio.com?a=/b").unwrap().query, "a=/b");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "/2010",
            "api.twilio.com",
            "ftp://x/",
            "https:///x",
            "https://a:b@c/",
            "https://a/b c",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}

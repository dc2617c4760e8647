//! Requests before they are sent, requests as they go out, and replies.

use super::{CallError, Secret, Wait};

/// The verbs that Keyseed uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates or updates. Twilio has no idempotency key here, so a lost reply is never answered with a second POST.
    Post,
    /// Deletes.
    Delete,
}

impl Method {
    /// The verb in capitals.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }

    /// The method of that name, if Keyseed uses it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Get, Self::Post, Self::Delete]
            .into_iter()
            .find(|method| method.as_str().eq_ignore_ascii_case(name))
    }
}

/// The three hosts that Keyseed speaks to, through the relay. All of them are in Twilio's US1 region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Host {
    /// `api.twilio.com`: accounts and API keys (v2010).
    Api,
    /// `accounts.twilio.com`: public keys.
    Accounts,
    /// `iam.twilio.com`: API keys (v1).
    Iam,
}

impl Host {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Api, Self::Accounts, Self::Iam];

    /// The host's name, as it is signed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Api => "api.twilio.com",
            Self::Accounts => "accounts.twilio.com",
            Self::Iam => "iam.twilio.com",
        }
    }

    /// The host of that name, if it is one of the three.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|host| host.name() == name)
    }
}

/// What to ask, without saying who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The verb.
    pub method: Method,
    /// Which of the three hosts.
    pub host: Host,
    /// The path, percent-encoded, from its first slash.
    pub path: String,
    /// The query without its question mark, percent-encoded; empty if there is none. Our own are sorted; that of a
    /// further page is as Twilio gave it.
    pub query: String,
    /// The form (`application/x-www-form-urlencoded`), byte for byte as it goes out; empty if there is none.
    pub body: String,
}

impl Request {
    /// A request that reads `path`.
    #[must_use]
    pub fn get(host: Host, path: String, query: &[(&str, &str)]) -> Self {
        Self {
            method: Method::Get,
            host,
            path,
            query: super::encode::query(query),
            body: String::new(),
        }
    }

    /// A request that posts a form to `path`.
    #[must_use]
    pub fn post(host: Host, path: String, form: &[(&str, &str)]) -> Self {
        Self {
            method: Method::Post,
            host,
            path,
            query: String::new(),
            body: super::encode::form(form),
        }
    }

    /// A request that deletes `path`.
    #[must_use]
    pub fn delete(host: Host, path: String) -> Self {
        Self {
            method: Method::Delete,
            host,
            path,
            query: String::new(),
            body: String::new(),
        }
    }

    /// Path and query, as they stand behind the host.
    #[must_use]
    pub fn target(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.query)
        }
    }

    /// Whether it creates something: a POST to a collection, not to one thing in it.
    #[must_use]
    pub fn creates(&self) -> bool {
        let collections = ["/Accounts.json", "/Keys.json", "/Keys", "/PublicKeys"];
        self.method == Method::Post && collections.iter().any(|end| self.path.ends_with(end))
    }

    /// The address at Twilio.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://{}{}", self.host.name(), self.target())
    }
}

/// A request with its headers, ready to go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// What is asked.
    pub request: Request,
    /// The value of `Authorization`.
    pub authorization: Option<Secret>,
    /// The value of `Twilio-Client-Validation`.
    pub validation: Option<Secret>,
}

/// A reply as it came in.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct HttpReply {
    /// The HTTP status.
    pub status: u16,
    /// `Date`, as it came.
    pub date: Option<String>,
    /// `Retry-After`, as it came.
    pub retry_after: Option<String>,
    /// `Twilio-Request-Id`, which Twilio's support asks for.
    pub request_id: Option<String>,
    /// The body. It may hold a secret, so `Debug` leaves it out.
    pub body: String,
}

impl HttpReply {
    /// Whether the status is 2xx.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// How long the reply asks to wait.
    #[must_use]
    pub fn wait(&self) -> Wait {
        Wait::read(self.retry_after.as_deref(), self.date.as_deref())
    }
}

impl std::fmt::Debug for HttpReply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpReply")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// Why there is no reply.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The browser could not reach the relay, or the connection broke.
    #[error("the connection to the relay failed or broke off")]
    Unreachable,
    /// No reply within the time allowed.
    #[error("no reply came within {seconds} seconds")]
    TimedOut {
        /// How long was waited.
        seconds: u32,
    },
    /// A web page came instead of a reply, although Twilio has answered through this relay before.
    #[error("a web page came instead of Twilio's reply")]
    Interposed,
    /// The reply is larger than any that Twilio sends here.
    #[error("the reply is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The request could not be signed, so it was not sent.
    #[error("the request was not sent, because it could not be signed: {reason}")]
    NotSigned {
        /// Why.
        reason: String,
    },
}

/// What came of a request that was to be sent.
pub type HttpOutcome = Result<HttpReply, TransportError>;

impl From<TransportError> for CallError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::twilio::accounts::{self, Status};
    use crate::twilio::api_keys::{self, KeysApi};
    use crate::twilio::public_keys;

    #[test]
    fn only_a_post_to_a_collection_creates() {
        let account = "AC0123456789abcdef0123456789abcdef".parse().unwrap();
        let key = "SK0123456789abcdef0123456789abcdef".parse().unwrap();
        let public_key = Request::post(Host::Accounts, public_keys::list().path, &[]);
        let creates = [
            accounts::create("West"),
            api_keys::create(KeysApi::V2010, &account, "Seed"),
            api_keys::create(KeysApi::IamV1, &account, "Seed"),
            public_key,
        ];
        assert!(creates.iter().all(Request::creates), "{creates:?}");
        let others = [
            accounts::list(),
            accounts::rename(&account, "East"),
            accounts::set_status(&account, Status::Suspended),
            accounts::close(&account),
            api_keys::list(KeysApi::IamV1, &account),
            api_keys::delete(KeysApi::V2010, &account, &key),
            public_keys::list(),
        ];
        assert!(!others.iter().any(Request::creates), "{others:?}");
    }
}

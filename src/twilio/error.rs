//! Why a call did not give what was asked, for the program and for the person.

use super::{TransportError, Wait, code_info};

/// A refusal in Twilio's own form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    /// The HTTP status.
    pub status: u16,
    /// Twilio's error code; `None` where the reply had none.
    pub code: Option<u32>,
    /// Twilio's own words.
    pub message: String,
    /// `Twilio-Request-Id`, which Twilio's support asks for.
    pub request_id: Option<String>,
    /// How long it asks to wait.
    pub wait: Wait,
}

/// What a reply was that is not Twilio's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTwilio {
    /// A web page: from a proxy, or from this origin itself where no relay is.
    Html,
    /// Nothing at all.
    Empty,
    /// Something else that is not JSON.
    Text,
}

/// Why a call did not give what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Twilio refused.
    #[error("Twilio refused: {}", .0.message)]
    Refused(ApiError),
    /// Something other than Twilio answered.
    #[error("the reply (HTTP {status}) is not Twilio's")]
    NotTwilio {
        /// The HTTP status.
        status: u16,
        /// What the reply was.
        kind: NotTwilio,
        /// How long it asks to wait.
        wait: Wait,
    },
    /// A reply in Twilio's form that lacks what it must have.
    #[error("Twilio's reply (HTTP {status}) is not as documented: {what}")]
    Unexpected {
        /// The HTTP status.
        status: u16,
        /// What is wrong with it.
        what: String,
    },
    /// No reply.
    #[error(transparent)]
    Transport(TransportError),
}

/// Whether a request that failed may have had its effect all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It had none: sending it again is safe.
    NotDone,
    /// It had none, and Twilio asks for a pause before it is sent again.
    NotDoneWait,
    /// It may have had it: look before it is sent again.
    Unknown,
}

/// An error for the person who must act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What happened.
    pub what: String,
    /// What to do next.
    pub next: String,
}

impl CallError {
    /// Twilio's error code, if there is one.
    #[must_use]
    pub const fn code(&self) -> Option<u32> {
        match self {
            Self::Refused(error) => error.code,
            _ => None,
        }
    }

    /// Whether the clock is to blame. The next request is dated by the refusal's own `Date`.
    #[must_use]
    pub const fn is_clock(&self) -> bool {
        matches!(self.code(), Some(20155 | 20156))
    }

    /// How long the reply asks to wait before the request is sent again.
    #[must_use]
    pub const fn wait(&self) -> Wait {
        match self {
            Self::Refused(ApiError { wait, .. }) | Self::NotTwilio { wait, .. } => *wait,
            Self::Unexpected { .. } | Self::Transport(_) => Wait {
                seconds: 0,
                until: None,
            },
        }
    }

    /// Twilio's own words in quotation marks, to stand behind a sentence of ours; empty if there are none.
    #[must_use]
    pub fn quoted(&self) -> String {
        match self {
            Self::Refused(error) => error.quoted(),
            _ => String::new(),
        }
    }

    /// Whether the request may have had its effect.
    #[must_use]
    pub const fn fate(&self) -> Fate {
        match self {
            // "never processed and is always safe to retry": https://www.twilio.com/docs/api/errors/20429
            Self::Refused(ApiError { status: 429, .. } | ApiError { code: Some(20429), .. })
            | Self::NotTwilio { status: 429, .. } => Fate::NotDoneWait,
            Self::Refused(ApiError { status, .. }) if *status >= 500 => Fate::Unknown,
            Self::Refused(_) | Self::Transport(TransportError::NotSigned { .. }) => Fate::NotDone,
            // The relay passes a creation on once. This was a second copy, so the first one may have had its effect.
            Self::NotTwilio { status: 409, .. } => Fate::Unknown,
            // The allow-list of the relay and the static server refuse with these before anything is passed on.
            Self::NotTwilio { status: 400..=499, .. } => Fate::NotDone,
            // `trunk serve` answers so where it has no relay for the path.
            Self::NotTwilio {
                status: 200,
                kind: NotTwilio::Html,
                ..
            } => Fate::NotDone,
            Self::NotTwilio { .. } | Self::Unexpected { .. } | Self::Transport(_) => Fate::Unknown,
        }
    }

    /// The error for the person who must act.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        let mut explanation = match self {
            Self::Refused(error) => error.explain(),
            Self::NotTwilio { status, kind, .. } => not_twilio(*status, *kind),
            Self::Unexpected { status, what } => say(
                format!("Twilio's reply (HTTP {status}) is not as documented: {what}."),
                "Look in the Twilio Console what exists now before you try again.",
            ),
            Self::Transport(error) => transport(error),
        };
        let wait = self.wait();
        if wait.seconds > 0 {
            let who = self.who_answered();
            explanation.next = format!("{who} asks to wait {wait} before the next try. {}", explanation.next);
        }
        explanation
    }

    /// Who sent the reply, as far as its form tells.
    #[must_use]
    pub const fn who_answered(&self) -> &'static str {
        match self {
            Self::NotTwilio { .. } => "The relay",
            _ => "Twilio",
        }
    }
}

fn say(what: impl Into<String>, next: impl Into<String>) -> Explanation {
    Explanation {
        what: what.into(),
        next: next.into(),
    }
}

impl ApiError {
    fn quoted(&self) -> String {
        if self.message.is_empty() {
            String::new()
        } else {
            format!(" Twilio's words: \u{201c}{}\u{201d}", self.message)
        }
    }

    fn explain(&self) -> Explanation {
        let number = self
            .code
            .map_or_else(|| format!("HTTP {}", self.status), |code| format!("error {code}"));
        let quoted = self.quoted();
        match self.code.and_then(code_info) {
            Some(info) => say(
                format!("{} ({number}).{quoted}", info.meaning.trim_end_matches('.')),
                info.remedy,
            ),
            None => {
                let request = self
                    .request_id
                    .as_ref()
                    .map(|id| format!(" Its request is {id}."))
                    .unwrap_or_default();
                let next = self.code.map_or_else(
                    || format!("If it stays, ask Twilio's support.{request}"),
                    |code| format!("See https://www.twilio.com/docs/api/errors/{code}.{request}"),
                );
                say(format!("Twilio refused the request ({number}).{quoted}"), next)
            }
        }
    }
}

fn not_twilio(status: u16, kind: NotTwilio) -> Explanation {
    const RELAY: &str = "Serve Keyseed together with its relay: cargo xtask serve, or the configuration in deploy/.";
    match (status, kind) {
        (200, NotTwilio::Html) | (404 | 405, _) => say(
            format!("This origin has no relay to Twilio: it answered itself (HTTP {status})."),
            RELAY,
        ),
        (403, _) => say(
            "The relay refused the request (HTTP 403).",
            "The relay passes only requests of this page. Reload the page from the console's own address.",
        ),
        (409, _) => say(
            "The server that hosts this page let this creation through once already, and refused a second copy (HTTP 409).",
            "Browsers send a request again by themselves when a connection breaks. Check what the first copy created before you try again.",
        ),
        (428, _) => say(
            "The server that hosts this page refused a creation without the header X-Keyseed-Once (HTTP 428).",
            "Reload the page. If the error stays, a proxy on the way removes the header: ask the person who runs your network.",
        ),
        (413, _) => say(
            "The relay refused the request as too large (HTTP 413).",
            "Shorten the names or the key.",
        ),
        (429, _) => say(
            "The relay asks to slow down (HTTP 429).",
            "Wait a little, then try again.",
        ),
        (500 | 502..=504, _) => say(
            format!("The relay could not reach Twilio (HTTP {status})."),
            "Check that the server that hosts this page reaches Twilio: its network, and the DNS resolver in its configuration. Check whether the request was done before you try again.",
        ),
        (_, NotTwilio::Html) => say(
            format!("A web page came back instead of Twilio's reply (HTTP {status})."),
            "A proxy or a sign-in page stands between here and Twilio. Ask your network administrator.",
        ),
        (_, NotTwilio::Empty) => say(format!("An empty reply came back (HTTP {status})."), RELAY),
        (_, NotTwilio::Text) => say(
            format!("A reply came back that is not Twilio's (HTTP {status})."),
            "A proxy stands between here and Twilio. Ask your network administrator.",
        ),
    }
}

fn transport(error: &TransportError) -> Explanation {
    match error {
        TransportError::Unreachable => say(
            "The connection to the relay failed or broke off.",
            "Check your network and that Keyseed's server still runs. If something was being created, look whether it exists before you try again.",
        ),
        TransportError::TimedOut { seconds } => say(
            format!("No reply came within {seconds} seconds, from Twilio or from the server that hosts this page."),
            "Check that this server reaches Twilio: its network, and the DNS resolver in its configuration. If something was being created, check whether it exists before you try again.",
        ),
        TransportError::Interposed => say(
            "A web page came back instead of Twilio's reply. Twilio has answered before, so something in between sent it: a sign-in page, or a proxy.",
            "Open this address in another tab and sign in if you are asked to. Then try again.",
        ),
        TransportError::TooLarge { limit } => say(
            format!("A reply of more than {limit} bytes came back; Twilio's are smaller."),
            "Check what answers at this origin's relay.",
        ),
        TransportError::NotSigned { reason } => say(
            format!("The request could not be signed, so it was not sent: {reason}."),
            "Check the private key.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn not_twilio(status: u16) -> CallError {
        CallError::NotTwilio {
            status,
            kind: NotTwilio::Html,
            wait: Wait::default(),
        }
    }

    #[test]
    fn a_refused_second_copy_says_nothing_about_the_first() {
        assert_eq!(not_twilio(409).fate(), Fate::Unknown);
        assert!(not_twilio(409).explain().what.contains("once already"));
        assert_eq!(not_twilio(428).fate(), Fate::NotDone);
        assert_eq!(not_twilio(429).fate(), Fate::NotDoneWait);
        // Twilio's own 409 is an answer.
        let own = ApiError {
            status: 409,
            code: Some(20409),
            message: String::new(),
            request_id: None,
            wait: Wait::default(),
        };
        assert_eq!(CallError::Refused(own).fate(), Fate::NotDone);
    }

    #[test]
    fn silence_points_to_the_relay_and_its_resolver() {
        for error in [
            CallError::Transport(TransportError::TimedOut { seconds: 30 }),
            not_twilio(502),
        ] {
            let next = error.explain().next;
            assert!(
                next.contains("resolver") && next.contains("before you try again"),
                "{next}"
            );
        }
    }

    #[test]
    fn a_page_in_between_leaves_the_fate_open() {
        let error = CallError::Transport(TransportError::Interposed);
        assert_eq!(error.fate(), Fate::Unknown);
        assert!(error.explain().what.contains("sign-in"));
    }
}

//! What exists already, but is not shown by lists or not known as a key for a while.

/// In which way something is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Unlisted,
    Unknown,
}

/// What is late, by its SID, and until when (seconds since 1970, whatever Twilio's clock shows).
#[derive(Debug, Default)]
pub(in crate::practice) struct Late(Vec<(String, Way, i64)>);

impl Late {
    /// Lists do not show `sid` until then.
    pub(super) fn unlist(&mut self, sid: String, until: i64) {
        self.0.push((sid, Way::Unlisted, until));
    }

    /// The key `sid` is refused until then.
    pub(super) fn refuse(&mut self, sid: String, until: i64) {
        self.0.push((sid, Way::Unknown, until));
    }

    /// Ends what is over at `now`.
    pub(in crate::practice) fn settle(&mut self, now: i64) {
        self.0.retain(|(.., until)| now < *until);
    }

    /// Whether lists show `sid`.
    pub(in crate::practice) fn lists(&self, sid: &str) -> bool {
        !self.holds(sid, Way::Unlisted)
    }

    /// Whether `sid` is taken as a key, if it is one.
    pub(in crate::practice) fn knows(&self, sid: &str) -> bool {
        !self.holds(sid, Way::Unknown)
    }

    fn holds(&self, sid: &str, way: Way) -> bool {
        self.0.iter().any(|(late, how, _)| late == sid && *how == way)
    }
}

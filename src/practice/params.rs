//! The parameters of a query or a form, and the checks that several resources share.

use super::reply::Refusal;
use crate::twilio::FRIENDLY_NAME_MAX;

/// The pairs of a query or a form (`application/x-www-form-urlencoded`), decoded.
#[derive(Debug)]
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    pub(super) fn parse(text: &str) -> Self {
        Self(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    /// The first value of that name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first value of that name; an empty one counts as none.
    pub(super) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// The value of that name, or the refusal of a request that lacks it.
    pub(super) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.filled(name)
            .ok_or_else(|| Refusal::bad(20001, format!("Missing required parameter {name}")))
    }

    /// The `FriendlyName` of an API key or a public key: at most 64 characters (error 70001).
    pub(super) fn friendly_name(&self) -> Result<Option<String>, Refusal> {
        match self.filled("FriendlyName") {
            Some(name) if name.chars().count() > FRIENDLY_NAME_MAX => {
                Err(Refusal::bad(70001, "The request has constraint violations"))
            }
            name => Ok(name.map(str::to_owned)),
        }
    }
}

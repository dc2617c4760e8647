//! What a resource is asked with.

use super::caller::Caller;
use super::params::Params;
use super::reply::Refusal;

/// What every resource is asked with.
#[derive(Debug)]
pub(super) struct Ask<'a> {
    pub(super) caller: &'a Caller,
    pub(super) path: &'a str,
    pub(super) query: Params,
    pub(super) form: Params,
    /// Seconds since 1970.
    pub(super) now: i64,
}

impl Ask<'_> {
    pub(super) fn not_found(&self) -> Refusal {
        Refusal::not_found(self.path)
    }
}

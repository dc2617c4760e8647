//! Where requests go.

use super::PracticeService;
use super::relay;
use crate::twilio::{HttpOutcome, HttpRequest};

/// Where requests go: to Twilio through the relay, or to the practice account in its worker.
#[derive(Clone)]
pub enum Channel {
    /// The relay on this origin.
    Relay,
    /// The practice account.
    Practice(PracticeService),
}

impl Channel {
    /// Sends a request.
    pub(super) async fn send(&self, http: HttpRequest) -> HttpOutcome {
        match self {
            Self::Relay => relay::send(&http).await,
            Self::Practice(practice) => practice.send(http).await,
        }
    }
}

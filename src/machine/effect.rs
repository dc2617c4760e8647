//! What the machines ask for, and what comes back.

use super::{Exchange, Pause};
use crate::keys::PublicKey;
use crate::twilio::{self, Identity, Request};

/// Ties an answer to the effect that asked for it. An answer whose ticket is not awaited is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(u64);

/// Hands out tickets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tickets(u64);

impl Tickets {
    pub(crate) fn next(&mut self) -> Ticket {
        self.0 += 1;
        Ticket(self.0)
    }
}

/// One line of the journal, which outlives the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalLine {
    /// Its key in the storage.
    pub key: String,
    /// Its text.
    pub text: String,
}

/// Something to do outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Make a key pair, keep it, and answer with its public key.
    MakeKeyPair {
        /// To answer with.
        ticket: Ticket,
    },
    /// Send a request and answer with the reply.
    Send {
        /// To answer with.
        ticket: Ticket,
        /// What to ask.
        request: Request,
        /// Who asks, and how it is signed.
        identity: Box<Identity>,
    },
    /// Answer after a while.
    Wait {
        /// To answer with.
        ticket: Ticket,
        /// How long.
        pause: Pause,
    },
    /// Write a line of the journal, and answer once it is written.
    Record {
        /// To answer with.
        ticket: Ticket,
        /// The line.
        line: JournalLine,
    },
    /// See that no other tab works on this, and hold it until the run is over.
    Claim {
        /// To answer with.
        ticket: Ticket,
        /// What to hold: the same text in every tab for the same subaccount.
        what: String,
    },
}

impl Effect {
    /// The ticket to answer with.
    #[must_use]
    pub const fn ticket(&self) -> Ticket {
        match self {
            Self::MakeKeyPair { ticket }
            | Self::Send { ticket, .. }
            | Self::Wait { ticket, .. }
            | Self::Record { ticket, .. }
            | Self::Claim { ticket, .. } => *ticket,
        }
    }
}

/// The outcome of an effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The effect's ticket.
    pub ticket: Ticket,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of an effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A key pair was made and is kept under its fingerprint; or why not.
    KeyPair(Result<PublicKey, String>),
    /// The request was sent, or not.
    Reply {
        /// The reply, or why there is none.
        result: twilio::HttpOutcome,
        /// What went out and came back, for the admin to read.
        exchange: Box<Exchange>,
    },
    /// The time has passed.
    Waited,
    /// Whether the line stands in the journal.
    Recorded(bool),
    /// Whether nobody else holds it.
    Claimed(bool),
}

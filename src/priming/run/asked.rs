//! What a run has asked for and awaits.

use crate::machine::{Ticket, Tickets};

/// What an awaited answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The journal's head, before anything else is asked.
    Head,
    /// The subaccount at that place.
    Seed(usize),
}

/// What is awaited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    awaited: Vec<(Ticket, Purpose)>,
    tickets: Tickets,
}

impl Asked {
    /// A ticket for something that is asked now.
    pub(super) fn ticket(&mut self, purpose: Purpose) -> Ticket {
        let ticket = self.tickets.next();
        self.awaited.push((ticket, purpose));
        ticket
    }

    /// What the answer to this ticket is for, if it is awaited; it is no longer.
    pub(super) fn answered(&mut self, ticket: Ticket) -> Option<Purpose> {
        let position = self.awaited.iter().position(|(awaited, _)| *awaited == ticket)?;
        Some(self.awaited.swap_remove(position).1)
    }

    /// What is awaited now.
    pub(super) fn purposes(&self) -> impl ExactSizeIterator<Item = Purpose> {
        self.awaited.iter().map(|(_, purpose)| *purpose)
    }
}

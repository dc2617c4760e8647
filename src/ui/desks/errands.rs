//! What the first load asks of code that follows it.

use super::{Desks, Tools};
use crate::browser::{EnforcementChoice, page};
use crate::ui::lazily::{NotLoaded, lazily};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// Something to be done. One function for all of them: each that is loaded lazily has its price in the first load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// Start the worker for key pairs ahead of need.
    WarmUp,
    /// Read the journals of the runs before.
    ReadJournals,
    /// Open a new practice account.
    OpenPractice(EnforcementChoice),
    /// Check the credentials that were typed.
    CheckCredentials,
    /// Forget the credentials.
    Lock,
}

lazily! {
    connect:
    fn perform(desks: &'static Desks, errand: Errand) -> () {
        desks.enrol();
        match errand {
            Errand::WarmUp => desks.tools.key_service().warm_up(),
            Errand::ReadJournals => spawn_local(desks.run.find_interrupted()),
            Errand::OpenPractice(enforcement) => desks.connect.open_practice_now(enforcement),
            Errand::CheckCredentials => desks.connect.check_credentials_now(),
            Errand::Lock => desks.tools.lock.lock(),
        }
    }
}

type Doing = Pin<Box<dyn Future<Output = Result<(), NotLoaded>>>>;

/// Who sends the errands.
pub struct Errands {
    desks: StoredValue<Option<&'static Desks>>,
    tools: &'static Tools,
}

impl Errands {
    /// One that knows no desk yet.
    pub(super) fn new(tools: &'static Tools) -> Self {
        Self {
            desks: StoredValue::new(None),
            tools,
        }
    }

    /// Knows whom the errands go to.
    pub(super) fn know(&'static self, desks: &'static Desks) {
        self.desks.set_value(Some(desks));
    }

    /// Does it: before this returns, where its code is there already.
    pub fn send(&'static self, errand: Errand) {
        let Some(desks) = self.desks.get_value() else { return };
        let mut doing: Doing = Box::pin(perform(desks, errand));
        match doing.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => self.sent(errand, done.is_ok()),
            Poll::Pending => spawn_local(async move { self.sent(errand, doing.await.is_ok()) }),
        }
    }

    fn sent(&'static self, errand: Errand, done: bool) {
        match errand {
            // Done when it is needed, then.
            Errand::WarmUp => {}
            // Without its code, the page can still forget all of it at once.
            Errand::Lock if !done => page::reload(),
            _ if self.tools.missing.get_untracked() == done => self.tools.missing.set(!done),
            _ => {}
        }
    }
}

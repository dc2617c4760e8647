//! One subaccount of a run, in a line. It is small, so that a run of a thousand redraws only what changed.

use super::Console;
use crate::priming::{CleanUp, Phase, Run, Seeding, State, Verification};
use leptos::prelude::*;

/// One subaccount of a run, in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunLine {
    /// Its name.
    pub name: String,
    /// Its SID, once it is known.
    pub account_sid: Option<String>,
    /// How it stands.
    pub state: State,
    /// The same in words.
    pub summary: String,
    /// What the last requests showed.
    pub verification: Option<Verification>,
    /// Whether it was closed again.
    pub closed: bool,
    /// Whether it was saved before the run was interrupted.
    pub settled: bool,
}

impl RunLine {
    fn new(seeding: &Seeding, stopped: bool) -> Self {
        Self {
            name: seeding.name.clone(),
            account_sid: seeding.account_sid().map(ToString::to_string),
            state: seeding.state(),
            summary: summary(seeding, stopped),
            verification: seeding.verification(),
            closed: seeding.is_closed(),
            settled: seeding.settled().is_some(),
        }
    }

    /// Its class in the style sheet.
    pub fn class(&self) -> &'static str {
        match self.state {
            State::Waiting => "waiting",
            State::Working => "working-row",
            State::Failed => "failed",
            State::Done if self.verification == Some(Verification::NeedsPublicKey) => "needs",
            State::Done => "done",
        }
    }
}

impl Console {
    /// One subaccount of the run, in a line.
    pub fn run_line(self, index: usize) -> Memo<RunLine> {
        Memo::new(move |before: Option<&RunLine>| {
            let line = self.run.with(|run| {
                let run = run.as_ref()?;
                Some(RunLine::new(run.seedings.get(index)?, run.phase == Phase::Stopped))
            });
            // Once the run is forgotten, its page is about to go.
            line.or_else(|| before.cloned()).unwrap_or_else(|| RunLine {
                name: String::new(),
                account_sid: None,
                state: State::Waiting,
                summary: String::new(),
                verification: None,
                closed: false,
                settled: false,
            })
        })
    }

    /// Something of the run's subaccounts; of none, if there is no run.
    pub fn of_run<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&[Seeding]) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.run.with(|run| read(run.as_ref().map_or(&[], seedings))))
    }
}

fn seedings(run: &Run) -> &[Seeding] {
    &run.seedings
}

/// How a subaccount stands in a run, in words; whether the run was stopped.
pub fn summary(seeding: &Seeding, stopped: bool) -> String {
    match &seeding.clean_up() {
        CleanUp::No => {}
        CleanUp::Asked => return "Cleaning up".to_owned(),
        CleanUp::Done if seeding.is_closed() => return "Closed for good".to_owned(),
        CleanUp::Done => return "Cleaned up".to_owned(),
        CleanUp::Failed(_) => return "Clean-up not finished".to_owned(),
    }
    match seeding.state() {
        State::Waiting if stopped => "Not started".to_owned(),
        State::Working if stopped && seeding.may_exist() => "Looking whether it exists".to_owned(),
        State::Working if stopped => format!("Stopped before: {}", seeding.step().title()),
        State::Working if seeding.may_exist() => "Reply lost: looking whether it exists".to_owned(),
        State::Working if seeding.is_searching() => {
            format!("{}: looking for what a lost reply made", seeding.step().title())
        }
        State::Working if seeding.is_pausing() => format!("{}: waiting to try again", seeding.step().title()),
        State::Waiting => "Waiting".to_owned(),
        State::Working => seeding.step().title().to_owned(),
        State::Failed => format!("Failed: {}", seeding.step().title()),
        State::Done => seeding.verified().unwrap_or_default().to_owned(),
    }
}

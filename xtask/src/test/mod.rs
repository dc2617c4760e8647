//! `cargo xtask test`: every check and test, the quick ones first.

mod host;
pub(crate) mod suites;

use std::time::Instant;

use crate::cli::{Part, Tests};
use crate::failure::{Failure, Outcome, fail};
use crate::process::say;
use crate::project::Project;

/// Names what ran and for how long, so that a failure says where it was.
pub(crate) struct Steps {
    taken: Vec<(String, u64)>,
}

impl Steps {
    /// Runs one step; the first that fails ends the tests.
    pub(crate) fn take(&mut self, name: &str, step: impl FnOnce() -> Outcome<()>) -> Outcome<()> {
        say(format!("== {name}"));
        let start = Instant::now();
        step().inspect_err(|_: &Failure| say(format!("FAILED: {name} (after {} s)", start.elapsed().as_secs())))?;
        self.taken.push((name.to_owned(), start.elapsed().as_secs()));
        Ok(())
    }

    fn report(&self) {
        say("all green:");
        for (name, seconds) in &self.taken {
            say(format!("{seconds:>6} s  {name}"));
        }
    }
}

/// Runs what was asked for.
pub(crate) fn test(project: &Project, tests: &Tests) -> Outcome<()> {
    let mut steps = Steps { taken: Vec::new() };
    match (tests.part, &tests.file) {
        (None, _) => {
            host::test(project, &mut steps)?;
            suites::test(project, &[Part::Peers, Part::Deploy, Part::Browser], &mut steps)?;
        }
        (Some(Part::Host), Some(_)) => {
            return fail("one test of the host is run with `cargo test --test <name> <filter>`.");
        }
        (Some(Part::Host), None) => host::test(project, &mut steps)?,
        (Some(part), None) => suites::test(project, &[part], &mut steps)?,
        (Some(part), Some(file)) => suites::test_one(project, part, file, tests, &mut steps)?,
    }
    steps.report();
    Ok(())
}

/// Runs what needs no tools besides Rust.
pub(crate) fn check(project: &Project) -> Outcome<()> {
    let mut steps = Steps { taken: Vec::new() };
    host::check(project, &mut steps)?;
    steps.report();
    Ok(())
}

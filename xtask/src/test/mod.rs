//! `cargo xtask test`: every check and test, the quick ones first.

mod host;
pub(crate) mod suites;

use std::time::Instant;

use crate::cli::Part;
use crate::failure::{Failure, Outcome};
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
}

/// Runs one part, or all of them.
pub(crate) fn test(project: &Project, part: Option<Part>) -> Outcome<()> {
    let mut steps = Steps { taken: Vec::new() };
    let wants = |candidate| part.is_none_or(|part| part == candidate);
    if wants(Part::Host) {
        host::test(project, &mut steps)?;
    }
    let suites: Vec<Part> = [Part::Peers, Part::Deploy, Part::Browser]
        .into_iter()
        .filter(|part| wants(*part))
        .collect();
    suites::test(project, &suites, &mut steps)?;
    say("all green:");
    for (name, seconds) in &steps.taken {
        say(format!("{seconds:>6} s  {name}"));
    }
    Ok(())
}

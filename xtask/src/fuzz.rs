//! `cargo xtask fuzz`: libFuzzer on every parser of tests/hostile.

use crate::failure::{Outcome, fail};
use crate::process::{answers, ask, run, say};
use crate::project::Project;
use crate::tools::rust::{Crate, ensure};

const CARGO_FUZZ: Crate<'_> = Crate {
    package: "cargo-fuzz",
    program: "cargo-fuzz",
    version: "0.13.2",
    arguments: &[],
    takes: "about a minute",
};

/// Runs each target for so many seconds, from the seeds that the tests begin with. The first finding ends it.
pub(crate) fn fuzz(project: &Project, seconds: u32) -> Outcome<()> {
    if !answers("cargo", "+nightly") {
        return fail("fuzzing needs a nightly toolchain: `rustup toolchain install nightly`, then run this again.");
    }
    ensure(project, &CARGO_FUZZ)?;
    let folder = project.root.join("tests/fuzz");
    let corpus = project.target().join("fuzz/corpus");
    let cargo = |words: &[&str]| -> Outcome<std::process::Command> {
        let mut cargo = project.command("cargo")?;
        cargo.arg("+nightly").args(words).current_dir(&folder);
        cargo.env("CARGO_TARGET_DIR", project.target().join("fuzz"));
        Ok(cargo)
    };
    let mut seeds = cargo(&["run", "--locked", "--quiet", "--release", "--bin", "corpus", "--"])?;
    run(seeds.arg(&corpus), "write the corpus")?;
    let Some(targets) = ask(&mut cargo(&["fuzz", "list", "--fuzz-dir", "."])?) else {
        return fail("cargo-fuzz cannot say which targets there are.");
    };
    let limit = format!("-max_total_time={seconds}");
    for target in targets.lines().filter(|target| *target != "corpus") {
        say(format!("== {target}, {seconds} s"));
        let mut fuzzing = cargo(&["fuzz", "run", "--fuzz-dir", ".", target])?;
        fuzzing
            .arg(corpus.join(target))
            .args(["--", &limit, "-timeout=25", "-rss_limit_mb=2048"]);
        run(&mut fuzzing, &format!("fuzz {target} without a finding"))?;
    }
    say("no finding");
    Ok(())
}

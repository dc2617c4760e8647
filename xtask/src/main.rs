//! `cargo xtask`: installs the tools, serves, builds and tests Keyseed. `cargo xtask --help` lists the commands.

mod bench;
mod build;
mod cli;
mod failure;
mod finish;
mod fuzz;
mod kernels;
mod process;
mod project;
mod reproduce;
mod serve;
mod sizes;
mod sums;
mod supply;
mod test;
mod tools;

use std::process::ExitCode;

use clap::Parser;
use cli::{Command, Line};
use failure::Outcome;
use project::Project;

fn main() -> ExitCode {
    match perform(Line::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn perform(command: Command) -> Outcome<()> {
    match command {
        Command::Serve(options) => serve::serve(&Project::find()?, options.port, options.relay.as_deref()),
        Command::Build => build::build(&Project::find()?),
        Command::Check => test::check(&Project::find()?),
        Command::Test(tests) => test::test(&Project::find()?, &tests),
        Command::Bench { what } => bench::bench(&Project::find()?, what),
        Command::Fuzz { seconds } => fuzz::fuzz(&Project::find()?, seconds),
        Command::Reproduce => reproduce::reproduce(&Project::find()?),
        Command::Sbom => supply::bill_of_materials(&Project::find()?),
        Command::Finish => finish::finish(),
    }
}

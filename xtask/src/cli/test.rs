//! Which tests `test` runs.

use crate::failure::{Outcome, fail};

/// Which tests.
#[derive(Debug, PartialEq)]
pub(crate) enum Tests {
    /// Every check and test.
    All,
    /// One part.
    Part(Part),
    /// One file.
    One(One),
}

/// A part of the tests that can be run alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Part {
    Host,
    Peers,
    Browser,
    Deploy,
}

/// One file of a part, run for who changes something.
#[derive(Debug, PartialEq)]
pub(crate) struct One {
    pub(crate) part: Part,
    /// Its name, with or without `.test.mjs`.
    pub(crate) file: String,
    /// A pattern that the names of the tests to run match.
    pub(crate) name: Option<String>,
    /// On the production build instead of a quick one.
    pub(crate) production: bool,
}

/// What follows `test`.
pub(super) fn parse(words: &[&str]) -> Outcome<Tests> {
    let (part, file, options) = match words {
        [] => return Ok(Tests::All),
        [part] => return Ok(Tests::Part(part_named(part)?)),
        [part, file, options @ ..] => (part_named(part)?, *file, options),
    };
    if part == Part::Host {
        return fail("one test of the host is run with `cargo test --test <name> <filter>`.");
    }
    let mut asked = One {
        part,
        file: file.to_owned(),
        name: None,
        production: false,
    };
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match (*option, options.as_slice().first()) {
            ("--production", _) => asked.production = true,
            ("-g", Some(name)) => {
                asked.name = Some((*name).to_owned());
                options.next();
            }
            (other, _) => return fail(format!("a test takes -g <name> and --production, not `{other}`.")),
        }
    }
    Ok(Tests::One(asked))
}

fn part_named(name: &str) -> Outcome<Part> {
    match name {
        "host" => Ok(Part::Host),
        "peers" => Ok(Part::Peers),
        "browser" => Ok(Part::Browser),
        "deploy" => Ok(Part::Deploy),
        other => fail(format!(
            "the parts of the tests are host, peers, browser and deploy, not `{other}`."
        )),
    }
}

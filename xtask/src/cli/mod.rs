//! The command line, as typed.

mod serve;
mod test;

pub(crate) use test::{One, Part, Tests};

use crate::failure::{Outcome, fail};

/// What `--help` says. `finish` is the build's own hook and not listed.
pub(crate) const HELP: &str = "\
Usage: cargo xtask <command>

  serve             build the page and serve it on 127.0.0.1:8080, relaying to Twilio
    --port <N>        another port
    --relay <URL>     relay to a practice_server instead, such as http://127.0.0.1:8090
  build             the production build, in dist/
  check             formatting, lints on both targets, unit tests and the rules of the house; installs nothing
  test [part]       every check and test; or one part: host, peers, browser or deploy
  test <part> <file> [-g <name>]
                    one file of peers, browser or deploy, or only its tests of that name, on a page built quickly
    --production      on the page as it is deployed
  bench bulk        1,000 subaccounts listed, filtered and primed in the practice account; prints figures
  bench keys        how long a key pair takes, against the browser, rsa, node-forge and OpenSSL; prints figures
  bench load        what the first load weighs, and how long it takes; prints figures
  bench timing      whether the time of what reads and compares secrets tells them (dudect); prints figures
  fuzz [seconds]    looks for inputs that crash a parser, 600 seconds each; needs a nightly toolchain
  reproduce         builds the last commit in two folders with two cargo homes, and compares the files
  sbom              the bill of materials of what is linked into the page (CycloneDX)

Missing tools are installed into .tools/ (and, on Debian, with apt where a test needs chromium, nginx or Node.js).";

/// Seconds for each parser, if nothing else is said.
const FUZZ_SECONDS: u32 = 600;

/// One thing to do.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    Help,
    Serve { port: u16, relay: Option<String> },
    Build,
    Check,
    Test(Tests),
    Bench(Bench),
    Fuzz(u32),
    Reproduce,
    Sbom,
    Finish,
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Bench {
    /// 1,000 subaccounts in the practice account.
    Bulk,
    /// Key pairs.
    Keys,
    /// The first load.
    Load,
    /// Whether times tell secrets.
    Timing,
}

/// Understands the arguments that follow `cargo xtask`.
pub(crate) fn parse(arguments: &[String]) -> Outcome<Command> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["help", ..] => Ok(Command::Help),
        words if words.iter().any(|word| matches!(*word, "--help" | "-h")) => Ok(Command::Help),
        ["serve", options @ ..] => serve::parse(options),
        ["build"] => Ok(Command::Build),
        ["check"] => Ok(Command::Check),
        ["test", words @ ..] => Ok(Command::Test(test::parse(words)?)),
        ["bench", "bulk"] => Ok(Command::Bench(Bench::Bulk)),
        ["bench", "keys"] => Ok(Command::Bench(Bench::Keys)),
        ["bench", "load"] => Ok(Command::Bench(Bench::Load)),
        ["bench", "timing"] => Ok(Command::Bench(Bench::Timing)),
        ["bench", ..] => fail("bench takes what to measure: bulk, keys, load or timing."),
        ["fuzz"] => Ok(Command::Fuzz(FUZZ_SECONDS)),
        ["fuzz", seconds] => match seconds.parse() {
            Ok(seconds) if seconds > 0 => Ok(Command::Fuzz(seconds)),
            _ => fail(format!("fuzz takes the seconds for each parser, not `{seconds}`.")),
        },
        ["reproduce"] => Ok(Command::Reproduce),
        ["sbom"] => Ok(Command::Sbom),
        ["finish"] => Ok(Command::Finish),
        words => fail(format!("`{}` is not understood.\n\n{HELP}", words.join(" "))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Bench, Command, One, Part, Tests, parse};

    fn parsed(line: &str) -> Result<Command, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        parse(&words).map_err(|failure| failure.to_string())
    }

    #[test]
    fn reads_every_command() {
        assert_eq!(parsed(""), Ok(Command::Help));
        assert_eq!(parsed("build --help"), Ok(Command::Help));
        assert_eq!(
            parsed("serve"),
            Ok(Command::Serve {
                port: 8080,
                relay: None
            })
        );
        let relay = Some("http://127.0.0.1:9".to_owned());
        assert_eq!(
            parsed("serve --relay http://127.0.0.1:9/ --port 81"),
            Ok(Command::Serve { port: 81, relay })
        );
        assert_eq!(parsed("bench bulk"), Ok(Command::Bench(Bench::Bulk)));
        assert_eq!(parsed("bench keys"), Ok(Command::Bench(Bench::Keys)));
        assert_eq!(parsed("bench load"), Ok(Command::Bench(Bench::Load)));
        assert_eq!(parsed("bench timing"), Ok(Command::Bench(Bench::Timing)));
        assert_eq!(parsed("check"), Ok(Command::Check));
        assert_eq!(parsed("test"), Ok(Command::Test(Tests::All)));
        assert_eq!(parsed("test browser"), Ok(Command::Test(Tests::Part(Part::Browser))));
        assert_eq!(
            parsed("test browser keys -g pair --production"),
            Ok(Command::Test(Tests::One(One {
                part: Part::Browser,
                file: "keys".to_owned(),
                name: Some("pair".to_owned()),
                production: true,
            })))
        );
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for line in [
            "srve",
            "serve --port 0",
            "serve --port",
            "test all",
            "test host keys",
            "test browser keys -g",
            "test browser keys --slow",
            "bench",
            "bench all",
            "serve --relay http://example.com:80",
        ] {
            assert!(parsed(line).is_err(), "{line} was accepted");
        }
    }
}

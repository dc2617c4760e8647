//! The command line.

use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};

/// Installs the tools, builds, serves and tests Keyseed.
///
/// Missing tools are installed into .tools/ (and, on Debian, with apt where a test needs chromium, nginx or Node.js).
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
pub(crate) struct Line {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// One thing to do.
#[derive(Debug, PartialEq, Subcommand)]
pub(crate) enum Command {
    /// Build the page and serve it on 127.0.0.1, relaying to Twilio.
    Serve(Serve),
    /// The production build, in dist/.
    Build,
    /// Formatting, lints on both targets, unit tests and the rules of the house; installs nothing.
    Check,
    /// Every check and test; or one part, one file, or only its tests of a name.
    Test(Tests),
    /// Figures, as ratios within one run; nothing is asserted.
    Bench { what: Bench },
    /// Look for inputs that crash a parser; needs a nightly toolchain.
    Fuzz {
        /// For each parser.
        #[arg(default_value_t = 600, value_parser = value_parser!(u32).range(1..))]
        seconds: u32,
    },
    /// Build the last commit in two folders with two cargo homes, and compare the files.
    Reproduce,
    /// The bill of materials of what is linked into the page (CycloneDX).
    Sbom,
    /// The build's own hook.
    #[command(hide = true)]
    Finish,
}

/// Where it is served, and where it relays to.
#[derive(Args, Debug, PartialEq)]
pub(crate) struct Serve {
    /// The port.
    #[arg(long, default_value_t = 8080, value_parser = value_parser!(u16).range(1..))]
    pub(crate) port: u16,
    /// Relay to a practice_server instead, such as http://127.0.0.1:8090.
    #[arg(long, value_name = "URL", value_parser = loopback)]
    pub(crate) relay: Option<String>,
}

/// Which tests.
#[derive(Args, Debug, PartialEq)]
pub(crate) struct Tests {
    /// One part of them.
    pub(crate) part: Option<Part>,
    /// One file of peers, browser or deploy, on a page that is built quickly.
    pub(crate) file: Option<String>,
    /// Only its tests whose names match this pattern.
    #[arg(short = 'g', value_name = "NAME", requires = "file")]
    pub(crate) name: Option<String>,
    /// On the page as it is deployed.
    #[arg(long, requires = "file")]
    pub(crate) production: bool,
}

/// A part of the tests that can be run alone.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub(crate) enum Part {
    Host,
    Peers,
    Browser,
    Deploy,
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub(crate) enum Bench {
    /// 1,000 subaccounts listed, filtered and primed in the practice account.
    Bulk,
    /// How long a key pair takes, against the browser, rsa, node-forge and OpenSSL.
    Keys,
    /// What the first load weighs, and how long it takes.
    Load,
    /// Whether the time of what reads and compares secrets tells them (dudect).
    Timing,
}

/// Credentials go to the relay's backend, in the clear where it is http: so it must be on this machine.
fn loopback(url: &str) -> Result<String, String> {
    let url = url.trim_end_matches('/');
    let port = ["http://127.0.0.1:", "http://localhost:"]
        .iter()
        .find_map(|host| url.strip_prefix(host));
    match port.and_then(|port| port.parse::<u16>().ok()) {
        Some(_) => Ok(url.to_owned()),
        None => Err("it takes a practice_server on this machine: http://127.0.0.1:<port>".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Command, Line, Part, Serve, Tests};
    use clap::Parser;

    fn parsed(line: &str) -> Option<Command> {
        let words = ["xtask"].into_iter().chain(line.split_whitespace());
        Some(Line::try_parse_from(words).ok()?.command)
    }

    #[test]
    fn reads_what_has_options() {
        let relay = Some("http://127.0.0.1:9".to_owned());
        let serve = parsed("serve --relay http://127.0.0.1:9/ --port 81");
        assert_eq!(serve, Some(Command::Serve(Serve { port: 81, relay })));
        assert_eq!(parsed("fuzz"), Some(Command::Fuzz { seconds: 600 }));
        let one = Tests {
            part: Some(Part::Browser),
            file: Some("keys".to_owned()),
            name: Some("pair".to_owned()),
            production: true,
        };
        assert_eq!(
            parsed("test browser keys -g pair --production"),
            Some(Command::Test(one))
        );
    }

    #[test]
    fn refuses_what_would_do_something_else() {
        for line in [
            "serve --port 0",
            "serve --relay http://example.com:80",
            "test -g pair",
            "fuzz 0",
        ] {
            assert!(parsed(line).is_none(), "{line} was accepted");
        }
    }
}

//! The command line.

use crate::Failure;
use keyseed::practice::Enforcement;
use std::path::PathBuf;

const USAGE: &str = "usage: practice_server --pkcv off|optional|enforced [--no-public-key] [--subaccounts COUNT] [--port PORT] [--log FILE] [--faults NUMBER]";

/// What was asked for.
pub(crate) struct Options {
    /// How the account treats signatures.
    pub(crate) enforcement: Enforcement,
    /// Whether the account starts with a public key.
    pub(crate) public_key: bool,
    /// How many subaccounts the account starts with.
    pub(crate) subaccounts: usize,
    /// The port on loopback; 0 lets the system choose.
    pub(crate) port: u16,
    /// The log to append to.
    pub(crate) log: Option<PathBuf>,
    /// The number of the plan of faults.
    pub(crate) faults: Option<u32>,
}

impl Options {
    /// Reads the arguments.
    pub(crate) fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let (mut enforcement, mut public_key, mut subaccounts, mut port) = (None, true, 0, 0);
        let (mut log, mut faults) = (None, None);
        while let Some(name) = arguments.next() {
            if name == "--no-public-key" {
                public_key = false;
                continue;
            }
            let value = arguments.next().ok_or(USAGE)?;
            match (name.as_str(), value.as_str()) {
                ("--pkcv", "off") => enforcement = Some(Enforcement::Off),
                ("--pkcv", "optional") => enforcement = Some(Enforcement::Optional),
                ("--pkcv", "enforced") => enforcement = Some(Enforcement::Enforced),
                ("--subaccounts", count) => subaccounts = count.parse()?,
                ("--port", number) => port = number.parse()?,
                ("--log", path) => log = Some(PathBuf::from(path)),
                ("--faults", number) => faults = Some(number.parse()?),
                _ => return Err(USAGE.into()),
            }
        }
        Ok(Self {
            enforcement: enforcement.ok_or(USAGE)?,
            public_key,
            subaccounts,
            port,
            log,
            faults,
        })
    }
}

//! Every address of the page.

use crate::twilio::AccountSid;

pub const CONNECT: &str = "/prime";
pub const SETUP: &str = "/prime/setup";
pub const BY_HAND: &str = "/prime/by-hand";
pub const PLAN: &str = "/prime/plan";
pub const RUN: &str = "/prime/run";
pub const RESULTS: &str = "/prime/results";
pub const KEYS: &str = "/keys";
pub const SUBACCOUNTS: &str = "/subaccounts";
pub const COMMANDS: &str = "/subaccounts/commands";
pub const INSPECT: &str = "/inspect";
pub const SECURITY: &str = "/security";

/// One subaccount's own page.
pub fn subaccount(sid: &AccountSid) -> String {
    format!("{SUBACCOUNTS}/{sid}")
}

/// What an address shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    Start,
    Connect,
    Setup,
    ByHand,
    Plan,
    Run,
    Results,
    Keys,
    Subaccounts,
    Commands,
    Subaccount,
    Inspect,
    Security,
    Unknown,
}

impl Page {
    /// The page at a path.
    pub fn at(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "" => Self::Start,
            CONNECT => Self::Connect,
            SETUP => Self::Setup,
            BY_HAND => Self::ByHand,
            PLAN => Self::Plan,
            RUN => Self::Run,
            RESULTS => Self::Results,
            KEYS => Self::Keys,
            SUBACCOUNTS => Self::Subaccounts,
            COMMANDS => Self::Commands,
            INSPECT => Self::Inspect,
            SECURITY => Self::Security,
            path => match path.strip_prefix(SUBACCOUNTS).and_then(|rest| rest.strip_prefix('/')) {
                Some(sid) if !sid.contains('/') => Self::Subaccount,
                _ => Self::Unknown,
            },
        }
    }

    /// Whether it stands beside the stepper.
    pub const fn is_stage(self) -> bool {
        matches!(
            self,
            Self::Connect | Self::Setup | Self::ByHand | Self::Plan | Self::Run | Self::Results
        )
    }
}

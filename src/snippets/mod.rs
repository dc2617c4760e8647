//! Ready commands for what a run made.
//!
//! Each is exact for the Twilio CLI as it is, which differs from its documentation in places: `profiles:create` takes
//! no API key, environment variables win over the active profile, and the CLI does not sign its requests.

mod by_hand;
mod cli;
mod profile;
mod quote;
mod recipient;

pub use by_hand::{ByHand, FILE_NAME as PRIME_FILE, Signing, Step, Way, prime_sh, steps};
pub use cli::{Snippet, Subject, Text, cli_snippets};
pub use profile::{profile_name, profile_names};
pub use quote::posix;
pub use recipient::{Program, recipient_checks};

//! Ready commands for what a run made.
//!
//! Each is exact for the Twilio CLI as it is, which differs from its documentation in places: `profiles:create` takes
//! no API key, environment variables win over the active profile, and the CLI does not sign its requests.

mod cli;
mod profile;
mod programs;
mod quote;

pub use cli::{Snippet, Subject, Text, cli_snippets};
pub use profile::{profile_name, profile_names};
pub use programs::{
    Application, ApplicationSubject, LibrarySubject, OTHER_LIBRARIES, Program, application, library_programs,
};
pub use quote::posix;

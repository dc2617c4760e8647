//! Ready commands for what a run made.
//!
//! Each is exact for the Twilio CLI as it is, which differs from its documentation in places: `profiles:create` takes
//! no API key, environment variables win over the active profile, and the CLI does not sign its requests.
//!
//! A command is data ([`Line`]s of [`Step`]s) until a [`Shell`] prints it.

pub mod by_hand;
mod cli;
mod command;
mod profile;
mod programs;
mod shell;
mod text;

pub use cli::{
    CommandKind, Group, Parent, ProgramFile, SECRET_PLACEHOLDER, Snippet, Subject, all_as_text, cli_snippets,
    command_kinds,
};
pub use command::{CLI_VARIABLES, Command, Line, Step, Value};
pub use profile::{profile_name, profile_name_error};
pub use programs::{
    Application, ApplicationSubject, LibrarySubject, OTHER_LIBRARIES, Program, application, library_programs,
};
pub use shell::{Shell, Unsayable, posix};
pub use text::Copyable;

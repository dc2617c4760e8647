//! The ways to use a subaccount with the Twilio CLI, each a region of the page.
//!
//! Each begins by clearing the variables that would win over what it means, so that they may be pasted in any order.

mod environment;
mod kinds;
mod parent;
mod profile;
mod undo;
mod writer;

pub use kinds::{CommandKind, command_kinds};

use super::ApplicationSubject;
use super::command::{CLI_VARIABLES, Line, Step, Value};
use super::shell::{Shell, Unsayable};
use super::text::Copyable;
use crate::twilio::{AccountSid, ApiKeySid, Secret};

/// The parent account, as far as commands name it. The secret of its Main key is asked for, never printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parent {
    /// The parent account.
    pub account_sid: AccountSid,
    /// Its Main API key.
    pub main_key_sid: ApiKeySid,
    /// Whether it takes signed requests only.
    pub enforces: bool,
}

/// What commands are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The subaccount.
    pub account_sid: AccountSid,
    /// Its API key.
    pub api_key_sid: ApiKeySid,
    /// The API key's secret; where it is not known, [`SECRET_PLACEHOLDER`] stands for it.
    pub secret: Option<Secret>,
    /// The name of its CLI profile.
    pub profile: String,
    /// Whether the subaccount takes signed requests only.
    pub enforces: bool,
    /// Its parent, where that is known.
    pub parent: Option<Parent>,
}

/// Stands for a secret that is not known.
pub const SECRET_PLACEHOLDER: &str = "API_KEY_SECRET";

/// Which commands belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Variables of a shell.
    Environment,
    /// A profile of the CLI.
    Profile,
    /// With the parent's credentials.
    Parent,
    /// Taking it all back.
    Undo,
}

impl Group {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Environment, Self::Profile, Self::Parent, Self::Undo];

    /// Its heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Environment => "The subaccount's own key, in a shell",
            Self::Profile => "The subaccount's own key, in a CLI profile",
            Self::Parent => "The parent's credentials",
            Self::Undo => "Taking it back",
        }
    }
}

/// A program that stands in a file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProgramFile {
    /// The file's name.
    pub name: &'static str,
    /// The program.
    pub text: &'static str,
}

/// Commands to paste, with what to know about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// What they do; the label of the region.
    pub title: &'static str,
    /// With which others they stand.
    pub group: Group,
    /// When to use them.
    pub when: &'static str,
    /// What that costs.
    pub cost: &'static str,
    /// Whether they are better not used.
    pub danger: bool,
    /// Whether they are one more way, or a worse one, and folded at first.
    pub folded: bool,
    /// Why they cannot work here, if so.
    pub refused: Option<&'static str>,
    /// The shell that they are for: the chosen one, or bash/zsh where a `.env` file cannot say it.
    pub shell: Shell,
    /// The file to save them as, if they are one. Its name begins with the profile's, because browsers take a leading
    /// dot away.
    pub file: Option<String>,
    /// The program that the commands run, if they need one that is not installed: to save first.
    pub program: Option<ProgramFile>,
    /// The commands.
    pub text: Result<Copyable, Unsayable>,
}

/// A region before it is printed.
struct Region {
    title: &'static str,
    group: Group,
    when: &'static str,
    cost: &'static str,
    lines: Vec<Line>,
    asks: Asks,
    folded: bool,
    program: Option<ProgramFile>,
}

/// Whose credentials a region's commands use.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    Nobody,
    Subaccount,
    AuthToken,
    Parent,
    ParentAuthToken,
}

const UNSIGNED: &str =
    "Does not work on this subaccount: it takes signed requests only, and the Twilio CLI does not sign.";
const TOKEN_UNSIGNED: &str =
    "Does not work on this subaccount: it takes signed requests only, and none with an Auth Token.";
const PARENT_UNSIGNED: &str =
    "Does not work on the parent account: it takes signed requests only, and the Twilio CLI does not sign.";
const PARENT_TOKEN: &str =
    "Does not work on the parent account: it takes signed requests only, and none with an Auth Token.";

impl Asks {
    fn refused(self, subject: &Subject) -> Option<&'static str> {
        let parent = subject.parent.as_ref().is_some_and(|parent| parent.enforces);
        match self {
            Self::Nobody => None,
            Self::Subaccount => subject.enforces.then_some(UNSIGNED),
            Self::AuthToken => subject.enforces.then_some(TOKEN_UNSIGNED),
            Self::Parent => parent.then_some(PARENT_UNSIGNED),
            Self::ParentAuthToken => parent.then_some(PARENT_TOKEN),
        }
    }
}

/// All ways for one subaccount in one shell, in the order of the page. Those that need the parent are left out where it
/// is not known. `application` is what an application signs with, where the subaccount has a public key.
#[must_use]
pub fn cli_snippets(subject: &Subject, application: Option<&ApplicationSubject>, shell: Shell) -> Vec<Snippet> {
    let print = |region: Region, shell| Snippet {
        title: region.title,
        group: region.group,
        when: region.when,
        cost: region.cost,
        danger: region.asks == Asks::ParentAuthToken,
        folded: region.folded,
        refused: region.asks.refused(subject),
        shell,
        file: None,
        program: region.program,
        text: shell.print(&region.lines),
    };
    // What a file of variables cannot say is said for a shell.
    let of_shell = shell.for_commands();
    let first = if of_shell != shell {
        let file = Snippet {
            file: Some(format!("{}.env", subject.profile)),
            ..print(environment::file(subject, application), shell)
        };
        let envrc = Snippet {
            file: Some(format!("{}.envrc", subject.profile)),
            ..print(environment::envrc(subject), of_shell)
        };
        vec![file, envrc]
    } else {
        vec![
            print(environment::plain(subject), shell),
            print(environment::asking(subject, shell), shell),
        ]
    };
    let parent = subject
        .parent
        .iter()
        .flat_map(|parent| parent::regions(subject, parent));
    let rest = profile::regions(subject, of_shell)
        .into_iter()
        .chain(parent)
        .chain([undo::region(subject, of_shell)]);
    first
        .into_iter()
        .chain(rest.map(|region| print(region, of_shell)))
        .collect()
}

/// Everything as one text, for notes and runbooks, not to be pasted in one go: titles, what is known to be in the way,
/// and commands.
#[must_use]
pub fn all_as_text(snippets: &[Snippet]) -> Copyable {
    let mut all = Copyable::default();
    for snippet in snippets {
        all.plain(&format!("{}\n", snippet.title));
        all.plain(&snippet.refused.map_or_else(String::new, |why| format!("{why}\n")));
        let needed = snippet
            .program
            .map(|program| format!("It needs the file {}, which Keyseed's page offers.\n", program.name));
        all.plain(&needed.unwrap_or_default());
        all.plain("\n");
        match &snippet.text {
            Ok(text) => all.append(text.clone()),
            Err(unsayable) => all.plain(&unsayable.to_string()),
        }
        all.plain("\n\n");
    }
    all
}

impl Subject {
    fn secret(&self) -> Value {
        match &self.secret {
            Some(secret) => Value::Hidden(secret.clone()),
            None => Value::from(SECRET_PLACEHOLDER),
        }
    }

    /// The API key as the CLI's variables.
    fn variables(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("TWILIO_ACCOUNT_SID", Value::from(self.account_sid.as_str())),
            ("TWILIO_API_KEY", Value::from(self.api_key_sid.as_str())),
            ("TWILIO_API_SECRET", self.secret()),
        ]
    }
}

/// Clears everything that the CLI reads.
fn clear_all() -> Line {
    Step::Clear(CLI_VARIABLES.to_vec()).into()
}

fn set(variable: &'static str, value: &str) -> Line {
    Step::Set(variable, Value::from(value)).into()
}

//! Commands as data, until a shell's renderer prints them.

use crate::twilio::Secret;

/// The variables that the Twilio CLI reads its account from: any that is left over from before may win over what a
/// command means.
pub const CLI_VARIABLES: [&str; 6] = [
    "TWILIO_ACCOUNT_SID",
    "TWILIO_API_KEY",
    "TWILIO_API_SECRET",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_REGION",
    "TWILIO_EDGE",
];

/// The value of a variable or an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// To show as it is.
    Plain(String),
    /// To hide until the admin reveals it.
    Hidden(Secret),
}

impl Value {
    /// The value itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Hidden(secret) => secret.expose(),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}

/// A program to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Variables that only this program sees.
    pub environment: Vec<(&'static str, Value)>,
    /// The program, printed without quotes: a name, or a block in the shell's own language.
    pub program: &'static str,
    /// Its arguments.
    pub arguments: Vec<Value>,
}

impl Command {
    /// A program with its arguments.
    #[must_use]
    pub fn new<'a>(program: &'static str, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            environment: Vec::new(),
            program,
            arguments: arguments.into_iter().map(Value::from).collect(),
        }
    }
}

/// One thing that a shell does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Takes variables out of the environment; those that are not there are no error.
    Clear(Vec<&'static str>),
    /// Puts a variable into the environment of this shell and of what it starts.
    Set(&'static str, Value),
    /// Asks for a variable without showing what is typed, and sets it. An empty answer ends the line.
    Ask {
        /// The variable.
        variable: &'static str,
        /// What is asked for, in letters and blanks.
        prompt: &'static str,
    },
    /// Runs a program.
    Run(Command),
}

/// Steps on one line: the next is taken only if the one before it worked. A step that asks must be on the line of all
/// that follows it, because the next pasted line would be its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(pub Vec<Step>);

impl From<Step> for Line {
    fn from(step: Step) -> Self {
        Self(vec![step])
    }
}

impl From<Command> for Line {
    fn from(command: Command) -> Self {
        Self(vec![Step::Run(command)])
    }
}

//! The shells, each with its own quoting.

mod cmd;
mod dotenv;
mod fish;
mod posix;
mod powershell;

use super::command::{Line, Step, Value};
use super::text::Copyable;
use crate::twilio::Secret;
use thiserror::Error;

pub use posix::quote as posix;

/// Where a command is pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shell {
    /// bash, zsh and every other POSIX shell.
    Posix,
    /// fish.
    Fish,
    /// PowerShell 5.1 and later.
    PowerShell,
    /// The Windows command prompt.
    Cmd,
    /// A file of variables.
    Dotenv,
}

/// What cannot be written for a shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unsayable {
    /// What a terminal takes for a key that was pressed.
    #[error("A value has a control character in it, which cannot be pasted.")]
    Control,
    /// What ends a line even within quotes.
    #[error("A line break cannot be pasted into this shell as part of a value. Choose bash/zsh or fish.")]
    LineBreak,
    /// What the shell would read before the program does.
    #[error(
        "This shell has no safe way to pass this value's quotes, percent signs or backslashes to a program. Choose bash/zsh or fish."
    )]
    Argument,
    /// A variable that only one program sees.
    #[error("This shell cannot give one program a variable of its own. Choose bash/zsh or fish.")]
    Own,
    /// What the readers of `.env` files do not agree on.
    #[error("Programs that read .env files do not agree on blanks and signs such as $ in a value. Choose a shell.")]
    Dotenv,
    /// A file holds variables only.
    #[error("A .env file holds variables only. Choose a shell for this command.")]
    NotAFile,
}

impl Shell {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Posix, Self::Fish, Self::PowerShell, Self::Cmd, Self::Dotenv];

    /// Its name, as it stands on the page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Posix => "bash/zsh",
            Self::Fish => "fish",
            Self::PowerShell => "PowerShell",
            Self::Cmd => "cmd",
            Self::Dotenv => ".env",
        }
    }

    /// The shell with that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shell| shell.name() == name)
    }

    /// The programs that read it and run on Linux: each runs every command in the tests. None for what runs elsewhere,
    /// and for a file.
    #[must_use]
    pub const fn programs(self) -> &'static [&'static str] {
        match self {
            Self::Posix => &["bash", "dash", "zsh"],
            Self::Fish => &["fish"],
            Self::PowerShell | Self::Cmd | Self::Dotenv => &[],
        }
    }

    /// The shell for what a file of variables cannot say; itself where it is one.
    #[must_use]
    pub const fn for_commands(self) -> Self {
        match self {
            Self::Dotenv => Self::Posix,
            Self::Posix | Self::Fish | Self::PowerShell | Self::Cmd => self,
        }
    }

    /// Whether it takes a whole program as one line; otherwise it runs a file.
    #[must_use]
    pub const fn takes_programs(self) -> bool {
        match self {
            Self::Posix | Self::Fish | Self::Dotenv => true,
            Self::PowerShell | Self::Cmd => false,
        }
    }

    /// Whether a secret that it asks for stays on the screen.
    #[must_use]
    pub const fn shows_answers(self) -> bool {
        match self {
            Self::Cmd => true,
            Self::Posix | Self::Fish | Self::PowerShell | Self::Dotenv => false,
        }
    }

    /// What to know about the shell itself, if anything.
    #[must_use]
    pub const fn hint(self) -> Option<&'static str> {
        match self {
            Self::PowerShell => Some(
                "If PowerShell says that running scripts is disabled, type twilio.cmd instead of twilio: npm installs both. These commands follow PowerShell's documented rules; they were not run in it.",
            ),
            Self::Cmd => Some(
                "For pasting at the prompt, not for a batch file. These commands follow the documented rules of cmd; they were not run in it.",
            ),
            Self::Dotenv => Some("What a file of variables cannot say is shown for bash and zsh."),
            Self::Posix | Self::Fish => None,
        }
    }

    /// The shell that a browser's platform suggests, such as `Win32` or `MacIntel`.
    #[must_use]
    pub fn of_platform(platform: &str) -> Self {
        if platform.to_ascii_lowercase().starts_with("win") {
            Self::PowerShell
        } else {
            Self::Posix
        }
    }

    /// Prints lines for pasting: without a line break at the end, so that nothing runs before Enter is pressed.
    ///
    /// # Errors
    ///
    /// A value that this shell cannot take safely.
    pub fn print(self, lines: &[Line]) -> Result<Copyable, Unsayable> {
        match self {
            Self::Posix => print(&posix::Posix, lines),
            Self::Fish => print(&fish::Fish, lines),
            Self::PowerShell => print(&powershell::PowerShell, lines),
            Self::Cmd => print(&cmd::Cmd, lines),
            Self::Dotenv => dotenv::print(lines),
        }
    }
}

/// How one shell says each step.
trait Renderer {
    /// Between two steps of a line.
    const THEN: &'static str;

    /// Takes variables away.
    fn clear(&self, variables: &[&str]) -> String;

    /// Sets a variable: what stands before its value, the value quoted, and what stands after it.
    fn set(&self, variable: &str, value: &str) -> Result<(String, String, &'static str), Unsayable>;

    /// Asks for a variable and sets it.
    fn ask(&self, variable: &str, prompt: &str) -> String;

    /// An argument, quoted where it must be.
    fn argument(&self, text: &str) -> Result<String, Unsayable>;

    /// A line of steps that are printed already; `asked` names the variable of the step before.
    fn join(&self, steps: Vec<(Copyable, Option<&'static str>)>) -> Copyable {
        let mut line = Copyable::default();
        for (place, (step, _)) in steps.into_iter().enumerate() {
            line.plain(if place == 0 { "" } else { Self::THEN });
            line.append(step);
        }
        line
    }

    /// The quoted value in `NAME=value program`, which gives the program a variable of its own.
    fn own(&self, value: &str) -> Result<String, Unsayable>;
}

fn print<R: Renderer>(shell: &R, lines: &[Line]) -> Result<Copyable, Unsayable> {
    let mut text = Copyable::default();
    for Line(steps) in lines {
        text.plain(if text == Copyable::default() { "" } else { "\n" });
        let steps = steps.iter().map(|step| print_step(shell, step));
        text.append(shell.join(steps.collect::<Result<_, _>>()?));
    }
    Ok(text)
}

/// A step, and the variable that it asks for.
fn print_step<R: Renderer>(shell: &R, step: &Step) -> Result<(Copyable, Option<&'static str>), Unsayable> {
    let mut text = Copyable::default();
    let mut asked = None;
    match step {
        Step::Clear(variables) => text.plain(&shell.clear(variables)),
        Step::Set(variable, value) => {
            let (before, quoted, after) = shell.set(variable, pasteable(value)?)?;
            text.plain(&before);
            push(&mut text, value, quoted);
            text.plain(after);
        }
        Step::Ask { variable, prompt } => {
            text.plain(&shell.ask(variable, prompt));
            asked = Some(*variable);
        }
        Step::Run(command) => {
            for (name, value) in &command.environment {
                text.plain(&format!("{name}="));
                push(&mut text, value, shell.own(pasteable(value)?)?);
                text.plain(" ");
            }
            text.plain(command.program);
            for argument in &command.arguments {
                text.plain(" ");
                push(&mut text, argument, shell.argument(pasteable(argument)?)?);
            }
        }
    }
    Ok((text, asked))
}

fn push(text: &mut Copyable, value: &Value, quoted: String) {
    match value {
        Value::Plain(_) => text.plain(&quoted),
        Value::Hidden(_) => text.secret(Secret::new(quoted)),
    }
}

/// The value's text. A terminal takes a pasted control character for a key; a line break may do in quotes.
fn pasteable(value: &Value) -> Result<&str, Unsayable> {
    let text = value.expose();
    if text.contains(|c: char| c.is_control() && c != '\n') {
        return Err(Unsayable::Control);
    }
    Ok(text)
}

/// Whether every shell takes a word as it is: ASCII letters and digits, and of the rest what is special in none. To zsh
/// an equals sign in the first place asks where a program is.
fn is_plain(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-:./=".contains(&byte);
    !text.is_empty() && !text.starts_with('=') && text.bytes().all(fits)
}

//! The shells that run here: 10,000 values each as exported variable, as a program's own variable and as argument.

use crate::values::{run, set, values};
use keyseed::snippets::{Command, Line, Shell, Step, Value};
use std::io::Write;
use std::process::{Command as Process, Stdio};

const COUNT: usize = 10_000;
/// How many values one program gets: few processes, and less than a kernel takes.
const BATCH: usize = 100;
const ARGUMENTS: &str = "/usr/bin/printf '%s\\0'";
const ENVIRONMENT: &str = "/usr/bin/env -0";

const SHELLS: [(&str, &[&str], Shell); 6] = [
    ("sh", &[], Shell::Posix),
    ("dash", &[], Shell::Posix),
    ("bash", &["--norc", "--noprofile"], Shell::Posix),
    // As at the prompt: `!` looks up what was typed before.
    (
        "bash",
        &["--norc", "--noprofile", "-o", "history", "-o", "histexpand"],
        Shell::Posix,
    ),
    ("zsh", &["-f"], Shell::Posix),
    ("fish", &["--no-config"], Shell::Fish),
];

/// `V0`, `V1` and so on: commands hold names that live as long as the program.
fn names() -> Vec<&'static str> {
    (0..BATCH)
        .map(|place| &*Box::leak(format!("V{place}").into_boxed_str()))
        .collect()
}

/// What programs print when a shell reads `script` as it reads what is typed: each text ends with a NUL.
fn texts(shell: &str, options: &[&str], script: &str) -> Vec<String> {
    let mut child = Process::new(shell)
        .args(options)
        .env_clear()
        .envs([
            ("PATH", "/usr/bin:/bin"),
            ("HOME", "/nonexistent"),
            ("LANG", "C.UTF-8"),
            ("HISTFILE", "/dev/null"),
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{shell}: {error}"));
    let mut stdin = child.stdin.take().unwrap();
    let script = script.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(script.as_bytes()));
    let output = child.wait_with_output().unwrap();
    let written = writer.join().unwrap();
    let complaint: String = String::from_utf8_lossy(&output.stderr).chars().take(400).collect();
    assert!(complaint.is_empty() && written.is_ok(), "{shell}: {complaint}");
    let printed = String::from_utf8(output.stdout).unwrap();
    printed.split_terminator('\0').map(str::to_owned).collect()
}

/// The variables of [`names`] in the order of their numbers.
fn variables(texts: &[String]) -> Vec<String> {
    let mut batches = Vec::new();
    let mut batch = vec![None; BATCH];
    for text in texts {
        let (name, value) = text.split_once('=').unwrap();
        if name == "END" {
            batches.extend(std::mem::replace(&mut batch, vec![None; BATCH]));
        } else if let Some(place) = name.strip_prefix('V').and_then(|digits| digits.parse::<usize>().ok()) {
            batch[place] = Some(value.to_owned());
        }
    }
    batches
        .into_iter()
        .map(|value| value.expect("a variable of the batch"))
        .collect()
}

/// Compares one by one, so that a failure names the value and not ten thousand.
fn same(shell: &str, how: &str, got: &[String], wanted: &[String]) {
    assert_eq!(got.len(), wanted.len(), "{shell}, {how}");
    for (got, wanted) in got.iter().zip(wanted) {
        assert_eq!(got, wanted, "{shell}, {how}");
    }
}

fn print(shell: Shell, lines: &[Line]) -> String {
    shell.print(lines).unwrap().whole().expose().to_owned() + "\n"
}

fn in_shell(name: &str, options: &[&str], shell: Shell, wanted: &[String]) {
    let names = names();
    // With a pipe: what bash remembers of quotes depends on what was run before.
    let end = "/usr/bin/env -0 | tr -d '\\n' >/dev/null; printf 'END=\\0'\n";
    let (mut exported, mut own, mut arguments) = (String::new(), String::new(), String::new());
    for batch in wanted.chunks(BATCH) {
        let pairs = || names.iter().copied().zip(batch.iter().map(String::as_str));
        let mut lines: Vec<Line> = pairs().map(|(name, value)| set(name, value)).collect();
        lines.push(run(ENVIRONMENT, []));
        exported += &(print(shell, &lines) + end);
        let environment = pairs().map(|(name, value)| (name, Value::from(value))).collect();
        let program = Command {
            environment,
            ..Command::new(ENVIRONMENT, [])
        };
        own += &(print(shell, &[Step::Run(program).into()]) + end);
        arguments += &print(shell, &[run(ARGUMENTS, batch.iter().map(String::as_str))]);
    }
    same(name, "exported", &variables(&texts(name, options, &exported)), wanted);
    same(name, "own environment", &variables(&texts(name, options, &own)), wanted);
    same(name, "argument", &texts(name, options, &arguments), wanted);
}

#[test]
fn programs_get_the_same_bytes() {
    let wanted = values(COUNT, true);
    std::thread::scope(|scope| {
        for (name, options, shell) in SHELLS {
            let wanted = &wanted;
            scope.spawn(move || in_shell(name, options, shell, wanted));
        }
    });
}

/// A shell that does not run here has a reader of its rules, as in `powershell` and `cmd`.
#[test]
fn every_shell_that_runs_here_is_run() {
    for shell in Shell::ALL {
        let run = |program: &&str| SHELLS.iter().any(|(name, _, own)| name == program && *own == shell);
        let missing: Vec<_> = shell.programs().iter().filter(|program| !run(program)).collect();
        assert!(missing.is_empty(), "{missing:?} is not run");
        let installed = include_str!("../../xtask/src/tools/system.rs");
        let missing = |program: &&&str| !installed.contains(&format!("(\"{program}\", "));
        let missing: Vec<_> = shell.programs().iter().filter(missing).collect();
        assert!(missing.is_empty(), "{missing:?} is not installed");
        let told = shell.hint().is_some_and(|hint| hint.contains("not run in it"));
        let a_file = shell == Shell::Dotenv;
        assert_eq!(told, shell.programs().is_empty() && !a_file, "{}", shell.name());
    }
}

#[test]
fn a_control_character_is_refused() {
    for value in ["a\tb", "a\rb", "\u{1b}[201~", "\0", "\u{7f}", "\u{9b}0m"] {
        for shell in Shell::ALL {
            assert!(shell.print(&[set("TWILIO_API_SECRET", value)]).is_err(), "{value:?}");
            assert!(shell.print(&[run("twilio", [value])]).is_err(), "{value:?}");
        }
    }
}

//! What stands in a `.env` file is read alike by a shell and by node, or it is not printed.

use crate::values::{set, values};
use keyseed::snippets::Shell;
use std::fs;
use std::process::Command;

/// Runs a program and gives what it printed, cut at each NUL.
fn printed(program: &str, arguments: &[&str], folder: &std::path::Path) -> Vec<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout)
        .unwrap()
        .split_terminator('\0')
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_shell_and_node_read_the_same() {
    let secrets =
        (0..500_u32).map(|n| format!("{:08x}{:+}@b.c:/_-", n.wrapping_mul(2_654_435_761), i64::from(n) - 250));
    let mut read = Vec::new();
    let mut refused = 0;
    for value in values(10_000, true).into_iter().chain(secrets) {
        match Shell::Dotenv.print(&[set("V", &value)]) {
            Ok(line) => read.push((value, line.whole().expose().to_owned())),
            Err(_) => refused += 1,
        }
    }
    assert!(
        read.len() > 700 && refused > 5_000,
        "{} read, {refused} refused",
        read.len()
    );

    let folder = std::env::temp_dir().join(format!("keyseed-dotenv-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let names: Vec<_> = (0..read.len()).map(|place| format!("V{place}")).collect();
    let line = |(name, (_, line)): (&String, &(String, String))| line.replacen('V', name, 1);
    fs::write(
        folder.join(".env"),
        names.iter().zip(&read).map(line).collect::<String>(),
    )
    .unwrap();
    let wanted: Vec<_> = read.into_iter().map(|(value, _)| value).collect();

    let echo = format!(
        "set -a; . ./.env; i=0; while [ $i -lt {} ]; do eval \"printf '%s\\\\0' \\\"\\$V$i\\\"\"; i=$((i+1)); done",
        names.len()
    );
    for shell in ["sh", "bash", "zsh"] {
        assert_eq!(printed(shell, &["-c", &echo], &folder), wanted, "{shell}");
    }
    let script = format!(
        "for (let i = 0; i < {}; i++) process.stdout.write(process.env[`V${{i}}`] + '\\0')",
        names.len()
    );
    assert_eq!(
        printed("node", &["--env-file=.env", "-e", &script], &folder),
        wanted,
        "node"
    );
    fs::remove_dir_all(&folder).unwrap();
}

//! Values that are hard to quote, and the steps that carry them.

use keyseed::snippets::{Command, Line, Step, Value};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// What some shell reads as something else.
const HARD: [&str; 80] = [
    "'",
    "''",
    "\"",
    "`",
    "$",
    "\\",
    "!",
    "!!",
    "!$",
    "!-1",
    "!x:p",
    "%",
    "%%",
    "^",
    "^^",
    "&",
    "&&",
    "|",
    ";",
    "<",
    ">",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "{a,b}",
    "*",
    "?",
    "~",
    "~/",
    "#",
    "# ",
    "=",
    "=ls",
    "-",
    "--",
    "-n",
    "-e",
    "--%",
    "@",
    "@(",
    ",",
    ":",
    "/",
    ".",
    " ",
    "  ",
    "$HOME",
    "${HOME}",
    "$(id)",
    "`id`",
    "$((1+1))",
    "$'\\n'",
    "\\n",
    "\\0",
    "\\'",
    "'\\''",
    "%PATH%",
    "%PATH:a=b%",
    "%PATH:~0,3%",
    "%X%",
    "%^X%",
    "!PATH!",
    "1e3",
    "0x10",
    "1kb",
    "\u{2018}",
    "\u{2019}",
    "\u{201a}",
    "\u{201b}",
    "\u{201c}",
    "\u{2013}",
    "\u{a0}",
    "\u{202e}",
    "\u{5d0}\u{5d1}",
    "\u{1f511}",
    "\u{2028}",
    "\u{feff}",
];

/// A text of hard pieces, letters and any other characters, with line breaks or without.
pub(crate) fn value(breaks: bool) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => select(&HARD[..]).prop_map(str::to_owned),
        2 => "[a-zA-Z0-9]{1,3}",
        2 => any::<char>().prop_map(|c| if c.is_control() { "\u{e9}".to_owned() } else { c.to_string() }),
        1 => select(&["\n", "\n\n", "x\ny!z"][..]).prop_map(move |text| if breaks { text } else { " " }.to_owned()),
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// The same values at every run.
pub(crate) fn values(count: usize, breaks: bool) -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let strategy = value(breaks);
    let mut sample = || strategy.new_tree(&mut runner).unwrap().current();
    (0..count).map(|_| sample()).collect()
}

pub(crate) fn set(variable: &'static str, value: &str) -> Line {
    Step::Set(variable, Value::from(value)).into()
}

pub(crate) fn run<'a>(program: &'static str, arguments: impl IntoIterator<Item = &'a str>) -> Line {
    Command::new(program, arguments).into()
}

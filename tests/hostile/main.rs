//! No parser can be crashed: at least 100,000 inputs each, of which most are nearly right. `cargo xtask fuzz` looks further.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking, as tests do")]
#![allow(clippy::print_stdout, reason = "how long the slowest input took is worth a line")]

mod parsers;
mod seeds;

use keyseed::keys::{ImportError, PublicKey, PublicKeyError, import_private_key};
use parsers::PARSERS;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::time::{Duration, Instant};

/// Inputs of each parser.
const CASES: u32 = 100_000;

/// One change: of a byte, by removing some, by repeating some, or by a piece of another input.
#[derive(Debug, Clone)]
enum Change {
    Byte(usize, u8),
    Remove(usize, usize),
    Repeat(usize, usize),
    Insert(usize, Vec<u8>),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let place = any::<usize>();
    let change = prop_oneof![
        4 => (place, any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        2 => (place, 1..40usize).prop_map(|(at, count)| Change::Remove(at, count)),
        1 => (place, 1..40usize).prop_map(|(at, count)| Change::Repeat(at, count)),
        1 => (place, prop::collection::vec(any::<u8>(), 1..20)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
    ];
    prop::collection::vec(change, 1..6)
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let length = bytes.len();
        let within = |at: usize| at % (length + 1);
        match change {
            Change::Byte(at, byte) if length > 0 => bytes[at % length] = *byte,
            Change::Byte(..) => {}
            Change::Remove(at, count) => drop(bytes.drain(within(*at)..(within(*at) + count).min(length))),
            Change::Repeat(at, count) => {
                let (at, end) = (within(*at), (within(*at) + count).min(length));
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            Change::Insert(at, piece) => drop(bytes.splice(within(*at)..within(*at), piece.iter().copied())),
        }
    }
    bytes
}

/// Runs one parser on its seeds, changed, and on anything.
fn survives(name: &str) {
    let (_, parser) = PARSERS.into_iter().find(|(other, _)| *other == name).unwrap();
    let seeds = seeds::of(name);
    let input = prop_oneof![
        9 => (prop::sample::select(seeds), changes()).prop_map(|(seed, changes)| changed(seed, &changes)),
        1 => prop::collection::vec(any::<u8>(), 0..300),
    ];
    let config = Config {
        failure_persistence: None,
        ..Config::with_cases(CASES)
    };
    let slowest = std::cell::Cell::new(Duration::ZERO);
    let run = TestRunner::new(config).run(&input, |bytes| {
        let start = Instant::now();
        parser(&bytes);
        slowest.set(slowest.get().max(start.elapsed()));
        Ok(())
    });
    println!("{name}: {CASES} inputs, the slowest took {:?}", slowest.get());
    run.unwrap();
}

macro_rules! parsers_survive {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            survives(stringify!($name));
        })*

        #[test]
        fn every_parser_is_tried() {
            assert_eq!(PARSERS.map(|(name, _)| name), [$(stringify!($name)),*]);
        }
    };
}

parsers_survive!(pem spelling pkcs8 spki twilio_json names journal token);

#[test]
fn every_reader_of_a_reply_is_tried() {
    let twilio = concat!(env!("CARGO_MANIFEST_DIR"), "/src/twilio");
    let mut readers = 0;
    for file in std::fs::read_dir(twilio).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let module = path.file_stem().unwrap().to_str().unwrap();
        for function in std::fs::read_to_string(&path).unwrap().split("pub fn parse_").skip(1) {
            let name = format!("{module}::parse_{}(", function.split('(').next().unwrap());
            assert!(include_str!("parsers.rs").contains(&name), "{name} is not tried");
            readers += 1;
        }
    }
    assert!(readers >= 9, "{readers}");
}

#[test]
fn what_is_too_large_is_refused_for_its_size() {
    let huge = "A".repeat(64 * 1024 * 1024);
    assert!(matches!(
        import_private_key(&huge, None),
        Err(ImportError::TooLarge { .. })
    ));
    assert!(matches!(PublicKey::import(&huge), Err(PublicKeyError::TooLarge { .. })));
    let problems = parsers::plan_of(huge).unwrap().unwrap_err();
    assert!(
        problems
            .iter()
            .any(|problem| problem.message.contains("longer than 1 MiB"))
    );
}

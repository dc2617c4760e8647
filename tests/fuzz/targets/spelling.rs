#![no_main]

#[path = "../../hostile/parsers.rs"]
#[allow(dead_code)]
mod parsers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| parsers::spelling(bytes));

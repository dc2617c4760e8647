//! The practice worker.

fn main() {}

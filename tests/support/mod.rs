//! What the Rust tests share.
#![allow(dead_code, unused_imports, reason = "each test program uses its own part of it")]

pub mod driver;
mod world;

pub use world::{Intercept, START, World, creates, first, lose_reply, parent_pair, refusal, signing};

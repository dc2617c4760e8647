//! The rules of the house: who may know whom, what every desk must answer, and that the style sheet fits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod desks;
mod rooms;
mod sources;
mod style;

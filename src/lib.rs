//! Keyseed: a browser console that gives Twilio subaccounts their own keys.
//!
//! The rooms, what each is for, and what it may know:
//!
//! | room | for | may use |
//! |---|---|---|
//! | [`keys`] | RSA-2048 key pairs: make, check, import, export, fingerprint | nothing of ours |
//! | [`twilio`] | Twilio's REST API as data: SIDs, requests, replies, errors, the validation token | `keys` |
//! | [`machine`] | the grammar of all state machines: effects, answers, requests one at a time | `twilio`, `keys` |
//! | [`priming`] | the walk-through as a state machine: check, plan, run, clean up | `machine`, `twilio`, `keys` |
//! | [`subaccounts`] | a parent's subaccounts: list, rename, suspend, close; their keys; rotation | `priming`, `machine`, `twilio`, `keys` |
//! | [`snippets`] | ready commands for the Twilio CLI and the shells | `twilio`, `keys` |
//! | [`handover`] | what is handed on after a run: notes, tables, the archive | `priming`, `machine`, `snippets`, `twilio`, `keys` |
//! | [`practice`] | a Twilio account made of memory | `twilio`, `keys` |
//! | `browser` | the only room that touches the browser | all above |
//! | `ui` | what people see | all above |
//!
//! The first eight are pure: time, randomness and HTTP come in as arguments, so that they run and are tested on the
//! host. `tests/house` enforces the table.

pub mod handover;
pub mod keys;
pub mod machine;
pub mod practice;
pub mod priming;
pub mod snippets;
pub mod subaccounts;
pub mod twilio;

// So that the proof of the kernels in tests/keys can be run on what only this crate's tests see.
#[cfg(test)]
extern crate self as keyseed;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(all(target_arch = "wasm32", feature = "ui"))]
pub mod ui;

/// Wipes every piece of memory as it is freed: key bytes would otherwise stay in the page's memory, where a `Vec` grew
/// or a temporary was dropped.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

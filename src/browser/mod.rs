//! The only room that touches the browser: fetch, WebCrypto, workers, clipboard, downloads, storage, the clock.

mod archive;
mod channel;
mod claims;
pub mod clipboard;
pub mod clock;
pub mod download;
pub mod files;
mod idle;
pub mod journal;
mod key_service;
pub mod key_worker;
mod keyring;
mod message;
pub mod page;
mod performer;
mod practice_service;
pub mod practice_worker;
mod preference;
mod relay;
mod reload_note;
mod search_pool;
pub mod search_worker;
mod web_crypto;
mod worker;

pub use archive::save_archive;
pub use channel::Channel;
pub use claims::Claims;
pub use idle::watch_idle;
pub use key_service::{KeyError, KeyService};
pub use key_worker::About;
pub use keyring::Keyring;
pub use performer::Performer;
pub use practice_service::{PracticeAccount, PracticeScale, PracticeService};
pub use practice_worker::{EnforcementChoice, FaultChoice};
pub use preference::{prefer_shell, preferred_shell};
pub use reload_note::{leave_note, take_note};

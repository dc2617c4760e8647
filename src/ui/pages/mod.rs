//! The pages.

pub mod by_hand;
mod inspect;
mod keys;
mod not_found;
pub mod prime;
mod security;
pub mod subaccounts;

pub use inspect::InspectPage;
pub use keys::KeysPage;
pub use not_found::NotFound;
pub use security::SecurityPage;

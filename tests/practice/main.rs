//! The practice account, asked as real clients ask it.

mod accounts;
mod api_keys;
mod faults;
mod numbers;
mod paging;
mod permissions;
mod protocol;
mod public_keys;
mod signing;
mod support;

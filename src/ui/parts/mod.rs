//! Parts that several pages use.

mod account_filter;
mod api_key_secret;
mod area_field;
mod code;
mod copy;
mod errors;
mod field;
mod hand_over;
mod icon;
mod inspector;
mod notice;
mod pager;
mod pem_field;
mod public_pem_field;
mod save_key;
mod step_item;
mod stepper;

pub use account_filter::{AccountFilter, AccountFilterFields};
pub use api_key_secret::{ApiKeySecret, MASK};
pub use area_field::AreaField;
pub use code::CodeBlock;
pub use copy::{CopyButton, CopyIcon};
pub use errors::{ErrorSummary, Errors};
pub use field::{FieldFrame, IdScope, SecretField, TextField, clear_error, field_id, scoped};
pub use hand_over::HandOver;
pub use icon::{Icon, IconName};
pub use inspector::Inspector;
pub use notice::{Notice, Tone};
pub use pager::{Pager, page_rows};
pub use pem_field::PemField;
pub use public_pem_field::PublicPemField;
pub use save_key::{PASSPHRASE_MIN, SaveKeys};
pub use step_item::{StepItem, StepMark};
pub use stepper::{Stage, Stepper};

//! Parts that several pages use.

mod code;
mod copy;
mod errors;
mod field;
mod icon;
mod inspector;
mod notice;
mod pem_field;
mod save_key;
mod stepper;

pub use code::CodeBlock;
pub use copy::{CopyButton, CopyIcon};
pub use errors::{ErrorSummary, Errors};
pub use field::{FieldFrame, IdScope, SecretField, TextField, clear_error, field_id, scoped};
pub use icon::{Icon, IconName};
pub use inspector::Inspector;
pub use notice::{Notice, Tone};
pub use pem_field::PemField;
pub use save_key::SaveKeys;
pub use stepper::{Stage, Stepper};

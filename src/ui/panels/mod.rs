//! What several pages show of a desk: parts know no desk, and pages know no other page.

mod by_hand_link;
mod close_dialog;
mod finding;
mod interrupted;
mod kind_cards;
mod main_key_fields;
mod practice_faults;
mod practice_scale;
mod practice_setup;
mod signing_fields;
mod stage;

pub use by_hand_link::ByHandLink;
pub use close_dialog::{CloseDialog, SecondSubaccounts};
pub use finding::FindingRow;
pub use interrupted::InterruptedRuns;
pub use kind_cards::KindCards;
pub use main_key_fields::MainKeyFields;
pub use practice_setup::PracticeSetup;
pub use signing_fields::SigningFields;
pub use stage::{StageHeading, stages};

/// Up to how many subaccounts each have a card of their own. More are rows of a table.
pub const FEW: usize = 5;

//! The walk-through as a state machine.

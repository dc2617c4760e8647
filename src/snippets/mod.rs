//! Ready commands.

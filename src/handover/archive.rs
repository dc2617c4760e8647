//! The archive of everything, as a ZIP file, which every system opens.

use crate::priming::RunId;
use crate::twilio::iso8601;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The archive's file: named after its day (UTC) and its run, so that two runs have two files.
#[must_use]
pub fn archive_name(run: RunId, now: i64) -> String {
    let now = iso8601(now);
    let day = now.split('T').next().unwrap_or_default();
    format!("keyseed-{day}-{run}.zip")
}

/// The folder of the private keys in the archive.
pub const PRIVATE_KEYS: &str = "private-keys";

/// The folder of the public keys in the archive.
pub const PUBLIC_KEYS: &str = "public-keys";

/// The sealed table of secrets in the archive.
pub const SECRETS_FILE: &str = "api-key-secrets.csv.enc";

/// The archive could not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The archive could not be written. Save the results one by one.")]
pub struct ArchiveError;

/// An archive under way, in memory. Nothing is compressed: encrypted bytes cannot be, and the rest is small.
pub struct Archive(ZipWriter<Cursor<Vec<u8>>>);

impl Default for Archive {
    fn default() -> Self {
        Self(ZipWriter::new(Cursor::default()))
    }
}

impl Archive {
    /// Adds a file. The path has slashes, whatever the system.
    ///
    /// # Errors
    /// [`ArchiveError`]; for instance if the path is taken.
    pub fn add(&mut self, path: &str, content: &[u8]) -> Result<(), ArchiveError> {
        let options = SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored)
            .unix_permissions(0o600);
        self.0.start_file(path, options).map_err(|_| ArchiveError)?;
        self.0.write_all(content).map_err(|_| ArchiveError)
    }

    /// The whole file.
    ///
    /// # Errors
    /// [`ArchiveError`]
    pub fn finish(self) -> Result<Vec<u8>, ArchiveError> {
        self.0.finish().map(Cursor::into_inner).map_err(|_| ArchiveError)
    }
}

//! RSA-2048 key pairs: make, check, import, export, fingerprint.

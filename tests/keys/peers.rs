//! The peers: OpenSSL and Python as functions, random sources good and bad, and a key made by OpenSSL.

use std::convert::Infallible;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use getrandom::SysRng;
use keyseed::keys::{KeyPair, TryCryptoRng, make_key_pair};
use rsa::rand_core::TryRng;
use sha2::{Digest, Sha256};

/// The passphrase of every encrypted key here, also as the environment variable that OpenSSL is pointed at.
pub(crate) const PASSPHRASE: &str = "correct horse, battery";

/// Runs `openssl` with these arguments, separated by spaces, and this input; its output must be wanted.
pub(crate) fn openssl(arguments: &str, input: &[u8]) -> Vec<u8> {
    let output = openssl_output(arguments, input);
    assert!(
        output.status.success(),
        "openssl {arguments}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// The same as text.
pub(crate) fn openssl_text(arguments: &str, input: &[u8]) -> String {
    String::from_utf8(openssl(arguments, input)).unwrap()
}

/// What a program printed; it must have ended well.
pub(crate) fn text_of(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The same, whatever comes of it.
pub(crate) fn openssl_output(arguments: &str, input: &[u8]) -> Output {
    let mut command = Command::new("openssl");
    command.args(arguments.split(' ')).env("PASSPHRASE", PASSPHRASE);
    run(&mut command, input)
}

/// Runs a line of shell in a folder.
pub(crate) fn shell(line: &str, folder: &Path) -> String {
    let mut command = Command::new("sh");
    command
        .args(["-c", line])
        .current_dir(folder)
        .env("PASSPHRASE", PASSPHRASE);
    let output = run(&mut command, b"");
    assert!(
        output.status.success(),
        "{line}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Runs a function of `peer.py`.
pub(crate) fn python(arguments: &[&str], input: &[u8]) -> String {
    let interpreter = std::env::var("KEYSEED_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    static FOUND: OnceLock<bool> = OnceLock::new();
    let found = *FOUND.get_or_init(|| {
        let probe = Command::new(&interpreter).args(["-c", "import cryptography"]).output();
        probe.is_ok_and(|output| output.status.success())
    });
    assert!(
        found,
        "{interpreter} cannot import Python's cryptography, against which keys are tested. Install it (pip install \
         cryptography in a virtual environment) and name that interpreter in KEYSEED_PYTHON."
    );
    let mut command = Command::new(&interpreter);
    command.args(["-c", include_str!("peer.py")]).args(arguments);
    text_of(run(&mut command, input))
}

/// Runs a program that reads `input`.
pub(crate) fn run(command: &mut Command, input: &[u8]) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{:?} does not start: {error}", command.get_program()));
    // A program that refuses its input may close the pipe first.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

/// A folder of its own, removed with what is in it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A private key by OpenSSL as PKCS#8 PEM, the same one for all tests of a run.
pub(crate) fn their_key() -> &'static str {
    static KEY: OnceLock<String> = OnceLock::new();
    KEY.get_or_init(|| openssl_text("genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048", b""))
}

/// The public half of [`their_key`] as PEM.
pub(crate) fn their_public_key() -> &'static str {
    static KEY: OnceLock<String> = OnceLock::new();
    KEY.get_or_init(|| openssl_text("pkey -pubout", their_key().as_bytes()))
}

/// The DER of a PEM by OpenSSL.
pub(crate) fn their_der() -> &'static [u8] {
    static KEY: OnceLock<Vec<u8>> = OnceLock::new();
    KEY.get_or_init(|| openssl("pkcs8 -topk8 -nocrypt -outform DER", their_key().as_bytes()))
}

/// A key pair of our own, the same one for all tests of a run.
pub(crate) fn our_pair() -> &'static KeyPair {
    static KEY: OnceLock<KeyPair> = OnceLock::new();
    KEY.get_or_init(|| make_key_pair(&mut SysRng).unwrap())
}

/// A random source of digests, the same ones each time, that fails when `left` draws have been made.
pub(crate) struct FailsAfter {
    pub(crate) left: usize,
    drawn: u64,
}

impl FailsAfter {
    pub(crate) fn draws(left: usize) -> Self {
        Self { left, drawn: 0 }
    }
}

impl TryRng for FailsAfter {
    type Error = getrandom::Error;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        self.left = self.left.checked_sub(1).ok_or(getrandom::Error::UNEXPECTED)?;
        for part in bytes.chunks_mut(32) {
            self.drawn += 1;
            part.copy_from_slice(&Sha256::digest(self.drawn.to_be_bytes())[..part.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for FailsAfter {}

/// A random source that returns one byte for ever.
pub(crate) struct Stuck(pub(crate) u8);

impl TryRng for Stuck {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes([self.0; 4]))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes([self.0; 8]))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(self.0);
        Ok(())
    }
}

impl TryCryptoRng for Stuck {}

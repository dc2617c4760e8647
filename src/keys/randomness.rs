//! The door through which random bytes come in: a failing or a stuck source becomes an error, never a key.

use rsa::rand_core::TryCryptoRng;
use zeroize::Zeroizing;

/// Why the random source cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RandomnessError {
    /// The source returned an error.
    #[error("The browser's random source failed. No key was made: reload the page, or use another browser.")]
    Failed,
    /// The source repeats itself or returns only zeros.
    #[error(
        "The browser's random source returns the same bytes again and again. No key was made: use another browser or \
         computer."
    )]
    Stuck,
}

/// Bytes of each of the two draws that are compared. Two good draws of 32 bytes are alike once in 2^256.
const CHECK_BYTES: usize = 32;

/// Draws `N` bytes, wiped when dropped.
pub(super) fn draw<const N: usize, R>(rng: &mut R) -> Result<Zeroizing<[u8; N]>, RandomnessError>
where
    R: TryCryptoRng + ?Sized,
{
    let mut bytes = Zeroizing::new([0; N]);
    rng.try_fill_bytes(&mut *bytes).map_err(|_| RandomnessError::Failed)?;
    Ok(bytes)
}

/// Refuses a source whose draws are all zero or repeat, before it is relied on.
///
/// This also keeps a stuck source out of the libraries' rejection loops, which would never end with one.
///
/// # Errors
/// [`RandomnessError`].
pub fn check_source<R>(rng: &mut R) -> Result<(), RandomnessError>
where
    R: TryCryptoRng + ?Sized,
{
    let first = draw::<CHECK_BYTES, R>(rng)?;
    let second = draw::<CHECK_BYTES, R>(rng)?;
    let blank = [0; CHECK_BYTES];
    if first == second || *first == blank || *second == blank {
        return Err(RandomnessError::Stuck);
    }
    Ok(())
}

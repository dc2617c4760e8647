//! New SIDs, secrets and request ids, made of random bytes that come in as an argument.

use crate::keys::TryCryptoRng;
use crate::twilio::{Secret, encode};
use std::str::FromStr;
use zeroize::Zeroizing;

/// The random source failed, so nothing was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the random source failed, so the practice account could not make a name")]
pub struct NoRandomness;

/// Letters and digits of an API key's secret.
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Characters of an API key's secret. Twilio documents only "string"; this is what is seen.
const SECRET_CHARS: usize = 32;

/// A new SID: its two letters and 32 hexadecimal digits.
pub(super) fn sid<S: FromStr, R: TryCryptoRng + ?Sized>(prefix: &str, rng: &mut R) -> Result<S, NoRandomness> {
    // Two letters and 32 digits always are a SID, so the second error cannot occur.
    format!("{prefix}{}", digits(rng)?).parse().map_err(|_| NoRandomness)
}

/// A new API key secret: 32 letters and digits.
pub(super) fn secret<R: TryCryptoRng + ?Sized>(rng: &mut R) -> Result<Secret, NoRandomness> {
    let bytes = bytes::<{ SECRET_CHARS * 4 }, R>(rng)?;
    let (words, _) = bytes.as_chunks::<4>();
    // 32 bits for each of 62 characters: the bias is below one in sixty million.
    let characters = words
        .iter()
        .filter_map(|word| BASE62.get((u32::from_le_bytes(*word) % 62) as usize));
    Ok(Secret::new(characters.map(|byte| char::from(*byte)).collect()))
}

/// A new Auth Token: 32 lowercase hexadecimal digits.
pub(super) fn auth_token<R: TryCryptoRng + ?Sized>(rng: &mut R) -> Result<Secret, NoRandomness> {
    digits(rng).map(Secret::new)
}

/// A new `Twilio-Request-Id`: `RQ` and 32 hexadecimal digits.
pub(super) fn request_id<R: TryCryptoRng + ?Sized>(rng: &mut R) -> Result<String, NoRandomness> {
    digits(rng).map(|digits| format!("RQ{digits}"))
}

fn digits<R: TryCryptoRng + ?Sized>(rng: &mut R) -> Result<String, NoRandomness> {
    bytes::<16, R>(rng).map(|bytes| encode::hex(&*bytes))
}

fn bytes<const N: usize, R: TryCryptoRng + ?Sized>(rng: &mut R) -> Result<Zeroizing<[u8; N]>, NoRandomness> {
    let mut bytes = Zeroizing::new([0; N]);
    rng.try_fill_bytes(&mut *bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// The name of the subaccount of that number, as a software house that serves dental practices would give it.
pub(super) fn customer(number: usize) -> String {
    const PLACES: [&str; 12] = [
        "Aberdeen",
        "Bergen",
        "Cork",
        "Delft",
        "Esbjerg",
        "Faro",
        "Ghent",
        "Helsinki",
        "Innsbruck",
        "Jena",
        "Krak\u{f3}w",
        "Lyon",
    ];
    let place = PLACES.get(number % PLACES.len()).copied().unwrap_or_default();
    format!("{place} Dental {number:04}")
}

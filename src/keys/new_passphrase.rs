//! A passphrase that nobody has to think up.

use rsa::rand_core::TryCryptoRng;
use zeroize::Zeroizing;

use super::randomness::{RandomnessError, check_source, draw};

/// Letters and digits that are not mistaken for one another (Crockford's base 32, in small letters): 5 bits each.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Groups of five characters.
const GROUPS: usize = 5;

/// Makes a passphrase of 25 characters in five groups: 125 bits.
///
/// # Errors
/// The random source failed, or is stuck.
pub fn make_passphrase<R: TryCryptoRng + ?Sized>(rng: &mut R) -> Result<Zeroizing<String>, RandomnessError> {
    check_source(rng)?;
    let bytes = draw::<{ GROUPS * 5 }, R>(rng)?;
    let mut text = Zeroizing::new(String::with_capacity(GROUPS * 6));
    for (place, byte) in bytes.iter().enumerate() {
        if place > 0 && place % 5 == 0 {
            text.push('-');
        }
        // 256 is a multiple of 32: no character is likelier than another.
        text.extend(ALPHABET.get(usize::from(byte % 32)).map(|byte| char::from(*byte)));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use getrandom::SysRng;
    use std::collections::BTreeSet;

    #[test]
    fn has_five_groups_and_uses_every_character() {
        let mut seen = BTreeSet::new();
        for _ in 0..200 {
            let text = make_passphrase(&mut SysRng).unwrap();
            assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [5; GROUPS]);
            seen.extend(text.bytes().filter(|byte| *byte != b'-'));
        }
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), ALPHABET);
    }
}

//! Signing by the browser's own cryptography, with keys that cannot be read back.

use crate::twilio::validation::Algorithm;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

fn subtle() -> Option<SubtleCrypto> {
    Some(web_sys::window()?.crypto().ok()?.subtle())
}

/// The algorithm's name in the Web Cryptography API, with the given parameters.
fn algorithm(algorithm: Algorithm, parameters: &[(&str, JsValue)]) -> Option<Object> {
    let object = Object::new();
    let name = match algorithm {
        Algorithm::RS256 => "RSASSA-PKCS1-v1_5",
        Algorithm::PS256 => "RSA-PSS",
    };
    Reflect::set(&object, &"name".into(), &name.into()).ok()?;
    for (key, value) in parameters {
        Reflect::set(&object, &(*key).into(), value).ok()?;
    }
    Some(object)
}

/// Imports a private key (PKCS#8 DER) for signing only, as one that cannot be exported again.
pub(super) async fn import(pkcs8: &[u8], for_algorithm: Algorithm) -> Option<CryptoKey> {
    let parameters = algorithm(for_algorithm, &[("hash", "SHA-256".into())])?;
    let bytes = Uint8Array::from(pkcs8);
    let usages = Array::of1(&"sign".into());
    let imported = subtle()?
        .import_key_with_object("pkcs8", &bytes, &parameters, false, &usages)
        .ok();
    let key = match imported {
        Some(promise) => JsFuture::from(promise).await.ok(),
        None => None,
    };
    bytes.fill(0, 0, bytes.length());
    key?.dyn_into().ok()
}

/// Signs. PS256 uses a salt of 32 bytes, as RFC 7518 section 3.5 asks.
pub(super) async fn sign(key: &CryptoKey, by: Algorithm, message: &[u8]) -> Option<Vec<u8>> {
    let parameters = algorithm(by, &[("saltLength", 32.into())])?;
    let promise = subtle()?
        .sign_with_object_and_js_u8_array(&parameters, key, &Uint8Array::from(message))
        .ok()?;
    let signature = JsFuture::from(promise).await.ok()?;
    Some(Uint8Array::new(&signature).to_vec())
}

/// Does the browser's own cryptography find the two halves of a new key pair (PKCS#8 and `SubjectPublicKeyInfo`, DER) to belong
/// together? It signs with the one and verifies with the other: a pairwise consistency test by another implementation than the
/// one that made the pair (FIPS 186-5, A.1.1; SP 800-56B, 6.4.1.1).
pub(super) async fn agrees(pkcs8: &[u8], spki: &[u8]) -> bool {
    signed_and_verified(pkcs8, spki).await.unwrap_or(false)
}

async fn signed_and_verified(pkcs8: &[u8], spki: &[u8]) -> Option<bool> {
    let private = import(pkcs8, Algorithm::RS256).await?;
    let signature = sign(&private, Algorithm::RS256, spki).await?;
    verify(spki, Algorithm::RS256, spki, &signature).await
}

/// Is it a signature of the message by the private half of this key (`SubjectPublicKeyInfo`, DER)? Nothing if that could not be asked.
pub(super) async fn verify(spki: &[u8], by: Algorithm, message: &[u8], signature: &[u8]) -> Option<bool> {
    let parameters = algorithm(by, &[("hash", "SHA-256".into()), ("saltLength", 32.into())])?;
    let usages = Array::of1(&"verify".into());
    let imported = subtle()?
        .import_key_with_object("spki", &Uint8Array::from(spki), &parameters, false, &usages)
        .ok()?;
    let public: CryptoKey = JsFuture::from(imported).await.ok()?.dyn_into().ok()?;
    let (signature, message) = (Uint8Array::from(signature), Uint8Array::from(message));
    let promise = subtle()?
        .verify_with_object_and_js_u8_array_and_js_u8_array(&parameters, &public, &signature, &message)
        .ok()?;
    JsFuture::from(promise).await.ok()?.as_bool()
}

//! Whether the time of what reads and compares secrets tells them (dudect: Reparaz, Balasch, Verbauwhede, 2017): one class
//! has the same secret each time, the other a new one. |t| below 4.5 tells nothing; `control`, an ordinary comparison,
//! shows what telling looks like.
//!
//! What signs is WebCrypto and the rsa crate, and has its own such tests.

use base64ct::{Base64, Encoding};
use dudect_bencher::rand::{Rng, RngExt};
use dudect_bencher::{BenchRng, Class, CtRunner, ctbench_main};
use getrandom::SysRng;
use keyseed::keys::{ImportError, KeyPair, import_private_key, make_key_pair};
use keyseed::twilio::{Credentials, Secret};

/// Measurements of each.
const SAMPLES: usize = 1_000_000;

/// Inputs of each class.
const INPUTS: usize = 256;

/// Runs `operation` on the inputs of both classes, mixed. Each is copied to where the one before lay: the caches would tell the
/// places apart.
fn compare<I: Clone, T>(runner: &mut CtRunner, rng: &mut BenchRng, inputs: [Vec<I>; 2], operation: impl Fn(&I) -> T) {
    let [same, new] = inputs;
    for _ in 0..SAMPLES {
        let (class, inputs) = if rng.random() {
            (Class::Left, &same)
        } else {
            (Class::Right, &new)
        };
        let input = inputs[rng.random_range(0..INPUTS)].clone();
        runner.run_one(class, || operation(&input));
    }
}

/// As many copies of the one secret as secrets, made by turns, so that they lie alike in memory.
fn classes<I>(mut secret: impl FnMut() -> Vec<u8>, input: impl Fn(&[u8]) -> I) -> [Vec<I>; 2] {
    let one = secret();
    let secrets: Vec<_> = (0..INPUTS).map(|_| secret()).collect();
    let (same, new) = secrets.iter().map(|secret| (input(&one), input(secret))).unzip();
    [same, new]
}

fn random(length: usize, rng: &mut BenchRng) -> Vec<u8> {
    let mut bytes = vec![0; length];
    rng.fill_bytes(&mut bytes);
    bytes
}

/// A secret as Twilio's are: 32 letters and digits.
fn secret(rng: &mut BenchRng) -> Vec<u8> {
    const CHARACTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    (0..32)
        .map(|_| CHARACTERS[rng.random_range(0..CHARACTERS.len())])
        .collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Bytes of most private keys as PKCS#8.
const LENGTH: usize = 1217;

/// A private key written as PEM.
fn private_key_written(runner: &mut CtRunner, rng: &mut BenchRng) {
    let mut made = std::iter::repeat_with(|| make_key_pair(&mut SysRng).unwrap().pkcs8_der().to_vec());
    // A leading zero more or less makes a file longer, which is no secret.
    let pair = || made.find(|der| der.len() == LENGTH).unwrap();
    let inputs = classes(pair, |der| KeyPair::from_pkcs8_der(der).unwrap());
    compare(runner, rng, inputs, |pair| pair.to_pkcs8_pem().unwrap().len());
}

/// A PEM of a private key's length taken apart and decoded. It holds no key, so that no number theory follows.
fn private_key_read(runner: &mut CtRunner, rng: &mut BenchRng) {
    let pem = |bytes: &[u8]| {
        let body = Base64::encode_string(&[&[0], bytes].concat());
        let lines: Vec<_> = body.as_bytes().chunks(64).map(text).collect();
        format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            lines.join("\n")
        )
    };
    let inputs = classes(|| random(LENGTH - 1, rng), pem);
    let read = |pem: &String| import_private_key(pem, None).map(drop);
    assert_eq!(read(&inputs[0][0]), Err(ImportError::DamagedDer), "decoded to its end");
    compare(runner, rng, inputs, read);
}

/// The header that carries the API key's secret.
fn authorization_written(runner: &mut CtRunner, rng: &mut BenchRng) {
    let sid = |prefix| format!("{prefix}{}", "0".repeat(32));
    let credentials = |bytes: &[u8]| Credentials {
        account_sid: sid("AC").parse().unwrap(),
        api_key_sid: sid("SK").parse().unwrap(),
        secret: Secret::new(text(bytes)),
    };
    let inputs = classes(|| secret(rng), credentials);
    compare(runner, rng, inputs, |credentials| {
        credentials.authorization().expose().len()
    });
}

/// A secret held against the right one, against others.
fn secret_compared(runner: &mut CtRunner, rng: &mut BenchRng) {
    let inputs = classes(|| secret(rng), |bytes| Secret::new(text(bytes)));
    let right = inputs[0][0].clone();
    compare(runner, rng, inputs, |guess| *guess == right);
}

/// The same with `==` of bytes that ends at the first difference.
fn control(runner: &mut CtRunner, rng: &mut BenchRng) {
    let inputs = classes(|| secret(rng), <[u8]>::to_vec);
    let right = inputs[0][0].clone();
    compare(runner, rng, inputs, |guess| guess.iter().eq(&right));
}

ctbench_main!(
    private_key_written,
    private_key_read,
    authorization_written,
    secret_compared,
    control
);

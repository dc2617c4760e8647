//! What is right, for a start: keys that are made when the tests run, replies as Twilio documents them, lists, tokens.

use base64ct::{Base64, Encoding};
use getrandom::SysRng;
use keyseed::keys::{KeyPair, make_key_pair};
use std::sync::OnceLock;

fn pair() -> &'static KeyPair {
    static PAIR: OnceLock<KeyPair> = OnceLock::new();
    PAIR.get_or_init(|| make_key_pair(&mut SysRng).unwrap())
}

const ACCOUNT: &str = r#"{"sid":"AC00000000000000000000000000000001","owner_account_sid":"AC00000000000000000000000000000000","friendly_name":"West","status":"active","auth_token":"x","date_created":"Thu, 26 Nov 2026 10:00:00 +0000","type":"Full","subresource_uris":{"calls":"/2010-04-01/x"}}"#;
const KEY: &str = r#"{"sid":"SK00000000000000000000000000000001","friendly_name":"Seed key","secret":"0123456789abcdef0123456789abcdef","date_created":"Thu, 26 Nov 2026 10:00:00 +0000"}"#;
const PUBLIC_KEY: &str = r#"{"sid":"CR00000000000000000000000000000001","friendly_name":"Seed","date_created":"2026-11-26T10:00:00Z","url":"https://accounts.twilio.com/v1/Credentials/PublicKeys/CR00000000000000000000000000000001"}"#;
const REFUSAL: &str =
    r#"{"code":20003,"message":"Authenticate","more_info":"https://www.twilio.com/docs/errors/20003","status":401}"#;

/// The textbook's key, 3233 = 61 * 53, as PKCS#8: whole in form, and refused for its size before its numbers are tested, which would
/// be all that a test waits for.
const TOY: [u8; 53] = [
    0x30, 0x33, 0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05,
    0x00, 0x04, 0x1f, 0x30, 0x1d, 0x02, 0x01, 0x00, 0x02, 0x02, 0x0c, 0xa1, 0x02, 0x01, 0x11, 0x02, 0x02, 0x01, 0x9d,
    0x02, 0x01, 0x3d, 0x02, 0x01, 0x35, 0x02, 0x01, 0x35, 0x02, 0x01, 0x31, 0x02, 0x01, 0x26,
];

/// How often it is there for each whole key.
const TOYS: usize = 30;

/// The seeds of a parser.
pub fn of(parser: &str) -> Vec<Vec<u8>> {
    let texts = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    match parser {
        "pem" => {
            let public = pair().public_key().to_pem();
            let private = pair().to_pkcs8_pem().unwrap();
            let toy = format!(
                "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
                Base64::encode_string(&TOY)
            );
            let mut seeds: Vec<Vec<u8>> = texts(&[
                &toy.replace('\n', "\r\n"),
                &format!("Bag Attributes\n    localKeyID: 01\n{toy}{public}"),
                &public,
                &public.replace('\n', "\r\n"),
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
                "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ== a@b",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
            ]);
            seeds.extend(vec![toy.replace('\n', " ").into_bytes(); TOYS]);
            seeds.push(private.as_bytes().to_vec());
            seeds
        }
        "spelling" => {
            let toy = format!(
                "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
                Base64::encode_string(&TOY)
            );
            let public = pair().public_key().to_pem();
            let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x} ")).collect::<String>();
            let percent = |text: &str| text.replace('\n', "%0A").replace(' ', "%20").replace('+', "%2B");
            let escaped = public.replace('\n', "\\n");
            let list: Vec<_> = TOY.iter().map(ToString::to_string).collect();
            let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
            let mut seeds: Vec<Vec<u8>> = texts(&[
                &percent(&toy),
                &percent(&public),
                &escaped,
                &format!("\"{}\"", escaped.replace('\\', "\\\\")),
                &Base64::encode_string(toy.as_bytes()),
                &Base64::encode_string(percent(&public).as_bytes()),
                &public.replace('-', "&#45;").replace('\n', "<br>"),
                &toy.replace("-----", "\u{2014}\u{2013}-"),
                &public.replace('\n', "\n> "),
                &public.replace('\n', "\\n\" +\n\"").replace('=', "=3D"),
                &hex(&TOY),
                &hex(pair().public_key().spki_der()),
                &format!("00000000: {}  abc", hex(&TOY[..16])),
                &format!("[{}]", list.join(", ")),
                r#"{"kty":"RSA","n":"DKE","e":"EQ","d":"AZ0","p":"PQ","q":"NQ","dp":"NQ","dq":"MQ","qi":"Jg"}"#,
                "{ kty: 'EC', d: '0123456789012345678901234567890123456789' }",
                "<RSAKeyValue><Modulus>DKE=</Modulus><Exponent>EQ==</Exponent><D>AZ0=</D></RSAKeyValue>",
                "RSA Private-Key: (2048 bit)\nprivateExponent:\n    00:11",
            ]);
            seeds.extend([utf16(&toy), [&[0xff, 0xfe], &*utf16(&public)].concat(), TOY.to_vec()]);
            seeds.push(pair().public_key().spki_der().to_vec());
            seeds
        }
        "pkcs8" => {
            // PKCS#1 is what the octet string of PKCS#8 holds.
            let mut seeds = vec![TOY.to_vec(); TOYS];
            seeds.extend(vec![TOY[22..].to_vec(); TOYS]);
            let der = pair().pkcs8_der();
            seeds.extend([der.to_vec(), der[26..].to_vec()]);
            seeds
        }
        "spki" => {
            let der = pair().public_key().spki_der();
            vec![der.to_vec(), der[24..].to_vec()]
        }
        "twilio_json" => {
            let page = |name: &str, item: &str| {
                format!(
                    "0{{\"{name}\":[{item},{item}],\"page\":0,\"page_size\":50,\"next_page_uri\":\"/2010-04-01/Accounts.json?Page=1&PageToken=x\",\"uri\":\"/\"}}"
                )
            };
            let meta = |name: &str, item: &str, next: &str| {
                format!(
                    "0{{\"{name}\":[{item}],\"meta\":{{\"key\":\"{name}\",\"next_page_url\":\"https://{next}?Page=1\"}}}}"
                )
            };
            texts(&[
                &format!("0{ACCOUNT}"),
                &format!("0{KEY}"),
                &format!("0{PUBLIC_KEY}"),
                &format!("1{REFUSAL}"),
                &page("accounts", ACCOUNT),
                &page("keys", KEY),
                &meta(
                    "credentials",
                    PUBLIC_KEY,
                    "accounts.twilio.com/v1/Credentials/PublicKeys",
                ),
                &meta("keys", KEY, "iam.twilio.com/v1/Keys"),
                "2",
                "1<!doctype html><html><body>502 Bad Gateway</body></html>",
                "0",
            ])
        }
        "names" => texts(&[
            "West Team\nEast Team\n\nAC00000000000000000000000000000001 North",
            "name,sid\n\"Acme, Inc\",AC11111111111111111111111111111111",
            "AC11111111111111111111111111111111 West\nac0\tb",
        ]),
        "journal" => texts(&[
            r#"{"version":1,"run":"0123456789","started":1800000000,"account_sid":"AC00000000000000000000000000000000","account_name":"Parent","practice":false,"main_key_sid":"SK00000000000000000000000000000000","signed_by":null,"key_pairs":"Each","given":null,"api_key_name":"a","public_key_name":"b","targets":[{"New":"West"}]}"#,
            "{\"name\":\"West\",\"account_sid\":\"AC00000000000000000000000000000001\"}",
        ]),
        _ => {
            let part = |text: &str| Base64::encode_string(text.as_bytes()).replace('=', "");
            let header = part(
                r#"{"cty":"twilio-pkrv;v=1","typ":"JWT","alg":"RS256","kid":"CR00000000000000000000000000000001"}"#,
            );
            let claims = part(
                r#"{"iss":"SK00000000000000000000000000000001","sub":"AC00000000000000000000000000000001","exp":1800000100,"nbf":1800000000,"hrh":"authorization;host","rqh":"00"}"#,
            );
            let pasted = format!(
                "{header}.{claims}.AAAA\nPOST\nhttps://api.twilio.com/2010-04-01/Accounts.json?a=b\nFriendlyName=a+b\nBasic eDp5\nhost: api.twilio.com\n\n1800000050\nPOST"
            );
            texts(&[&pasted, "a.b.c"])
        }
    }
}

//! However a key is laid out, it is read.

use base64ct::{Base64, Encoding};
use keyseed::keys::{PublicKey, import_private_key};
use proptest::prelude::*;

use crate::peers::{openssl_text, their_der, their_key, their_public_key};

/// One key in some layout: a line width, an end of line, blanks, and text around it.
#[derive(Clone, Debug)]
struct Layout {
    width: usize,
    end_of_line: &'static str,
    blanks: Vec<(usize, &'static str)>,
    before: String,
    after: String,
    padded: bool,
}

fn layouts() -> impl Strategy<Value = Layout> {
    let end_of_line = prop::sample::select(vec!["\n", "\r\n", "\r", " ", "", "\n\n", "\\n", "\t\n  ", "\u{2028}"]);
    let blank = prop::sample::select(vec![" ", "\t", "\n", "\u{a0}", "\u{200b}", "\r\n", "\u{feff}"]);
    // Dashes in the text around it are tested beside the reader; PRIVATE KEY there makes a public key suspect.
    let text = "[ -~éж京\n\t]{0,200}".prop_filter("no dashes", |text| !text.contains("--"));
    let before = prop_oneof![
        text.clone(),
        Just("\u{feff}".to_owned()),
        Just("Bag Attributes\n    friendlyName: acme\nKey Attributes: <No Attributes>\n".to_owned())
    ];
    let blanks = prop::collection::vec((0usize..1_600, blank), 0..12);
    (1usize..200, end_of_line, blanks, before, text, any::<bool>()).prop_map(
        |(width, end_of_line, blanks, before, after, padded)| Layout {
            width,
            end_of_line,
            blanks,
            before,
            after,
            padded,
        },
    )
}

impl Layout {
    fn body(&self, der: &[u8]) -> String {
        let mut base64 = Base64::encode_string(der);
        if !self.padded {
            base64.truncate(base64.trim_end_matches('=').len());
        }
        for (position, blank) in &self.blanks {
            let position = position % base64.len();
            // Two insertions may meet; a blank inside a blank would split it.
            if base64.is_char_boundary(position) {
                base64.insert_str(position, blank);
            }
        }
        let characters: Vec<_> = base64.chars().collect();
        let lines: Vec<String> = characters
            .chunks(self.width)
            .map(|line| line.iter().collect())
            .collect();
        lines.join(self.end_of_line)
    }

    fn apply(&self, label: &str, der: &[u8]) -> String {
        let (eol, body) = (self.end_of_line, self.body(der));
        let (before, after) = (&self.before, &self.after);
        format!("{before}-----BEGIN {label}-----{eol}{body}{eol}-----END {label}-----{after}")
    }
}

fn der_of(pem: &str) -> Vec<u8> {
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    Base64::decode_vec(&base64).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn a_private_key_is_read_in_any_layout(layout in layouts()) {
        let pair = import_private_key(&layout.apply("PRIVATE KEY", their_der()), None).unwrap();
        prop_assert_eq!(pair.pkcs8_der(), their_der());
    }

    #[test]
    fn a_pkcs1_key_is_read_in_any_layout(layout in layouts()) {
        let der = der_of(&openssl_text("rsa -traditional", their_key().as_bytes()));
        let pair = import_private_key(&layout.apply("RSA PRIVATE KEY", &der), None).unwrap();
        prop_assert_eq!(pair.pkcs8_der(), their_der());
    }

    #[test]
    fn a_public_key_is_read_in_any_layout(layout in layouts()) {
        let der = der_of(their_public_key());
        let key = PublicKey::import(&layout.apply("PUBLIC KEY", &der)).unwrap();
        prop_assert_eq!(key.spki_der(), &*der);
    }

    #[test]
    fn bare_base64_is_read_in_any_layout(layout in layouts()) {
        let key = PublicKey::import(&layout.body(&der_of(their_public_key()))).unwrap();
        prop_assert_eq!(key.to_pem(), their_public_key());
        let pair = import_private_key(&layout.body(their_der()), None).unwrap();
        prop_assert_eq!(pair.pkcs8_der(), their_der());
    }
}

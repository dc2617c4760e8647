//! Names of the files a key pair is saved under, safe on every file system and in every shell, still readable.

/// Bytes of the part before the suffix. Some file systems allow 143 in all, and browsers add " (1)".
const MAX_STEM_BYTES: usize = 120;

/// What a file is called when nothing of its name is left.
const NAMELESS: &str = "keyseed";

/// The private key's file: `<name>-private-key.pem`, at most 136 bytes.
#[must_use]
pub fn private_key_file_name(name: &str) -> String {
    format!("{}-private-key.pem", stem(name))
}

/// The public key's file: `<name>-public-key.pem`, at most 135 bytes.
#[must_use]
pub fn public_key_file_name(name: &str) -> String {
    format!("{}-public-key.pem", stem(name))
}

/// The line that prints the [`Fingerprint`](super::Fingerprint) of a public key file, for bash, zsh and every POSIX
/// shell.
#[must_use]
pub fn fingerprint_command(file_name: &str) -> String {
    let quoted = file_name.replace('\'', r"'\''");
    format!("openssl pkey -pubin -in '{quoted}' -outform DER | openssl dgst -sha256")
}

/// The name with everything replaced that a file system or a shell could take for something else.
fn stem(name: &str) -> String {
    let mut stem = String::new();
    for character in name.chars().filter(|character| !is_invisible(*character)) {
        let character = if is_plain(character) { character } else { '-' };
        if character == '-' && stem.ends_with('-') {
            continue;
        }
        if stem.len() + character.len_utf8() > MAX_STEM_BYTES {
            break;
        }
        stem.push(character);
    }
    // A leading dot hides a file, a leading hyphen makes it an option, and Windows drops a dot at the end.
    let stem = stem.trim_matches(['-', '.']);
    if stem.is_empty() {
        NAMELESS.to_owned()
    } else if is_reserved(stem) {
        format!("_{stem}")
    } else {
        stem.to_owned()
    }
}

/// Letters, digits and marks of any script, and the few ASCII signs that mean nothing anywhere.
fn is_plain(character: char) -> bool {
    match character {
        '-' | '_' | '.' | '+' | '@' => true,
        _ if character.is_ascii() => character.is_ascii_alphanumeric(),
        _ => !character.is_control() && !character.is_whitespace(),
    }
}

/// Marks that show nothing and can reverse the order of what is read; the two joiners, which Persian and Hindi need,
/// are not among them.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Does Windows take the part before the first dot for a device?
fn is_reserved(stem: &str) -> bool {
    let device = stem.split('.').next().unwrap_or(stem).to_ascii_uppercase();
    if matches!(device.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN" | "CONOUT") {
        return true;
    }
    let port = device.strip_prefix("COM").or_else(|| device.strip_prefix("LPT"));
    port.is_some_and(|number| {
        let mut characters = number.chars();
        matches!(
            (characters.next(), characters.next()),
            (Some('0'..='9' | '¹' | '²' | '³'), None)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_plain_name_stays_as_it_is() {
        assert_eq!(private_key_file_name("acme"), "acme-private-key.pem");
        assert_eq!(public_key_file_name("Acme_2.EU"), "Acme_2.EU-public-key.pem");
        assert_eq!(
            private_key_file_name("Zürich 東京 हिन्दी"),
            "Zürich-東京-हिन्दी-private-key.pem"
        );
    }

    #[test]
    fn what_means_something_elsewhere_is_replaced() {
        for (name, stem) in [
            ("", "keyseed"),
            ("..", "keyseed"),
            ("../../etc/passwd", "etc-passwd"),
            (r"C:\keys\acme", "C-keys-acme"),
            (".ssh", "ssh"),
            ("-rf", "rf"),
            ("a\0b\r\nc\u{1b}[31m", "a-b-c-31m"),
            (
                "O'Brien & Sons; $(reboot) `id` \"x\" %PATH% !1",
                "O-Brien-Sons-reboot-id-x-PATH-1",
            ),
            ("con", "_con"),
            ("NUL.acme", "_NUL.acme"),
            ("com1", "_com1"),
            ("LPT³", "_LPT³"),
            ("com12", "com12"),
            ("console", "console"),
            ("acme.", "acme"),
            ("\u{202e}gpj.exe", "gpj.exe"),
        ] {
            assert_eq!(
                private_key_file_name(name),
                format!("{stem}-private-key.pem"),
                "{name:?}"
            );
        }
    }

    #[test]
    fn a_long_name_is_cut_between_characters() {
        let name = private_key_file_name(&"é".repeat(500));
        assert_eq!(name.len(), 120 + "-private-key.pem".len());
        assert!(public_key_file_name(&"京".repeat(500)).len() <= 135);
    }

    #[test]
    fn the_command_quotes_for_posix_shells() {
        assert_eq!(
            fingerprint_command("x-public-key.pem"),
            "openssl pkey -pubin -in 'x-public-key.pem' -outform DER | openssl dgst -sha256"
        );
        assert!(fingerprint_command("it's.pem").contains(r"-in 'it'\''s.pem' "));
    }

    proptest! {
        #[test]
        fn any_name_gives_a_safe_file_name(name in any::<String>()) {
            let file = private_key_file_name(&name);
            prop_assert!(file.len() <= 136);
            prop_assert!(!file.starts_with(['.', '-']));
            let unsafe_signs = r#"/\:*?"<>|'`$&;()%!^#~{}[]=,"#;
            let is_unsafe = |c: char| c.is_control() || c.is_whitespace() || unsafe_signs.contains(c);
            let count = file.chars().filter(|c| is_unsafe(*c)).count();
            prop_assert_eq!(count, 0);
            prop_assert_eq!(file.matches("-private-key.pem").count(), 1);
        }
    }
}

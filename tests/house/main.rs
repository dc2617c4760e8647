//! The rule of the house: who may know whom.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

/// The pure rooms, and which other rooms each may name.
const ROOMS: [(&str, &[&str]); 8] = [
    ("keys", &[]),
    ("twilio", &["keys"]),
    ("machine", &["twilio", "keys"]),
    ("priming", &["machine", "twilio", "keys"]),
    ("subaccounts", &["priming", "machine", "twilio", "keys"]),
    ("snippets", &["twilio", "keys"]),
    ("handover", &["priming", "machine", "snippets", "twilio", "keys"]),
    ("practice", &["twilio", "keys"]),
];

/// What only `browser` and `ui` may name.
const BROWSER: [&str; 6] = [
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "leptos",
    "gloo",
    "serde_wasm_bindgen",
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// The code of a room, without comments.
fn code(room: &str) -> Vec<(PathBuf, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room);
    let strip = |text: &str| {
        text.lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    files(&source)
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path, strip(&text))
        })
        .collect()
}

/// Which of the crate's rooms a text names.
fn rooms_named(text: &str) -> Vec<String> {
    let after = |start: &str| -> Vec<String> {
        text.split(start)
            .skip(1)
            .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
            .collect()
    };
    let grouped = text.split("crate::{").skip(1).flat_map(|rest| {
        let group = rest.split(';').next().unwrap_or_default().to_owned();
        group
            .split([',', '{', '}'])
            .map(|name| name.trim().split("::").next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    });
    after("crate::")
        .into_iter()
        .chain(grouped)
        .filter(|name| !name.is_empty())
        .collect()
}

/// Every room there is: the folders of src, whatever this file's lists say.
fn all_rooms() -> Vec<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = fs::read_dir(source).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.path().is_dir());
    let names = folders.map(|entry| entry.file_name().into_string().unwrap());
    names.filter(|name| name != "bin").collect()
}

/// Whether a path of `super`s in a file may leave its room, which stands `depth` folders above the file.
fn climbs_out(text: &str, depth: usize) -> bool {
    (depth + 1..depth + 8).any(|steps| text.contains(&"super::".repeat(steps)))
}

/// How many modules a file is below its room.
fn depth(room: &str, path: &Path) -> usize {
    let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room);
    let inside = path.strip_prefix(room).unwrap();
    let is_module = inside.file_name().is_some_and(|name| name == "mod.rs");
    inside.components().count() - usize::from(is_module)
}

#[test]
fn the_pure_rooms_know_only_what_they_may() {
    let all = all_rooms();
    for (room, allowed) in ROOMS {
        for (path, text) in code(room) {
            for foreign in BROWSER {
                assert!(
                    !text.contains(foreign),
                    "{}: a pure room names {foreign}",
                    path.display()
                );
            }
            for named in rooms_named(&text).iter().filter(|named| all.contains(named)) {
                let fine = named == room || allowed.contains(&named.as_str());
                assert!(fine, "{}: {room} may not name {named}", path.display());
            }
            // A test module stands one deeper.
            let inner = usize::from(text.contains("mod tests {"));
            assert!(
                !climbs_out(&text, depth(room, &path) + inner),
                "{}: a path of supers leaves {room}",
                path.display()
            );
        }
    }
}

#[test]
fn every_room_has_its_rule() {
    for room in all_rooms() {
        let known = ROOMS.iter().any(|(name, _)| *name == room) || ["browser", "ui"].contains(&room.as_str());
        assert!(known, "{room} is in no rule");
    }
}

#[test]
fn the_browser_room_knows_no_leptos() {
    for (path, text) in code("browser") {
        assert!(!text.contains("leptos"), "{}", path.display());
        assert!(
            !rooms_named(&text).iter().any(|named| named == "ui"),
            "{}",
            path.display()
        );
    }
}

/// `ui` may name the types of events and files that it passes on, nothing more of web_sys.
#[test]
fn the_ui_room_touches_the_browser_only_through_its_room() {
    for (path, text) in code("ui") {
        for rest in text.split("web_sys::").skip(1) {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
            assert!(
                name == "File" || name.ends_with("Event"),
                "{}: web_sys::{name}",
                path.display()
            );
        }
        for foreign in ["js_sys", "gloo", "wasm_bindgen::"] {
            assert!(!text.contains(foreign), "{}: {foreign}", path.display());
        }
    }
}

#[test]
fn the_rule_can_fail() {
    assert_eq!(
        rooms_named("use crate::ui::App; use crate::{keys, twilio::{self}};"),
        ["ui", "keys", "twilio", "self"]
    );
    assert!(all_rooms().contains(&"handover".to_owned()));
    assert!(climbs_out("use super::super::twilio::Sid;", 1));
    assert!(!climbs_out("use super::super::Seeding;", 2));
}

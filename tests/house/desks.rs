//! The rules inside `ui`: who may know whom, and that every desk answers the lock.

use crate::sources::{code, named_after, text};

/// What each part of `ui` may not name.
const NEVER: [(&str, &[&str]); 4] = [
    ("lock", &["tools", "desks", "pages", "parts", "app", "frame"]),
    ("parts", &["desks", "pages", "app", "frame"]),
    ("desks", &["pages", "app", "frame"]),
    ("pages", &["app", "frame"]),
];

#[test]
fn the_parts_of_the_page_know_only_what_lies_below() {
    for (folder, foreign) in NEVER {
        for (path, text) in code(&format!("ui/{folder}")) {
            let mut named = named_after(&text, "crate::ui");
            named.extend(named_after(&text, "super::super"));
            let found: Vec<_> = foreign
                .iter()
                .filter(|name| named.iter().any(|own| own == *name))
                .collect();
            assert!(found.is_empty(), "ui/{folder}/{}: names {found:?}", path.display());
        }
    }
}

/// The types that implement `Desk`.
fn desks() -> Vec<String> {
    let start = "impl Desk for ";
    let texts = code("ui");
    let named = texts.iter().flat_map(|(_, text)| text.split(start).skip(1));
    let mut desks: Vec<String> = named
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric()).collect())
        .collect();
    desks.sort();
    desks
}

/// The types that the desks' room enrols: each by the field that holds it.
fn enrolled() -> Vec<String> {
    let room = text("src/ui/desks/mod.rs");
    let kind = |field: &str| {
        let start = format!("{field}: &'static ");
        let line = room.lines().map(|line| line.trim().trim_start_matches("pub "));
        let kind = line
            .filter_map(|line| line.strip_prefix(start.as_str()))
            .next()
            .unwrap();
        kind.trim_end_matches(',').to_owned()
    };
    let list = room.split("lock.enrol(").nth(1).unwrap();
    let list = list.split("vec![").nth(1).unwrap().split(']').next().unwrap();
    let fields = list
        .split(',')
        .filter_map(|place| Some(place.trim().split_once('.')?.1));
    let mut kinds: Vec<String> = fields.map(kind).collect();
    kinds.sort();
    kinds
}

#[test]
fn every_desk_is_enrolled() {
    assert!(desks().contains(&"RunDesk".to_owned()));
    assert_eq!(desks(), enrolled());
}

/// What has a slot for a machine, a key pair or a credential is a desk of the lock's. The form of the page By hand and that
/// of the page Commands have neither: what they hold as a secret stands in a field that the lock empties.
#[test]
fn what_holds_a_machine_or_a_key_answers_the_lock() {
    let known = desks();
    for (path, text) in code("ui/desks") {
        for item in text.split("pub struct ").skip(1) {
            let name: String = item.chars().take_while(|c| c.is_alphanumeric()).collect();
            // A tuple struct ends with its line.
            let end = if item[name.len()..].starts_with('(') {
                ";"
            } else {
                "\n}"
            };
            let body = item.split(end).next().unwrap();
            let holds = ["Slot<", "Option<PublicKey>", "Option<Identity>", "Performer"];
            let holds = holds.iter().any(|kind| body.contains(kind));
            // Parts of a desk, which answers for them.
            let inner = ["Slot", "OwnKey", "Connected"].contains(&name.as_str());
            assert!(
                !holds || inner || known.contains(&name),
                "ui/desks/{}: {name} is no desk of the lock's",
                path.display()
            );
        }
    }
}

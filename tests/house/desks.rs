//! The rules inside `ui`: who may know whom, and that every desk answers the lock.

use crate::sources::{code, named_after, text};
use std::path::{Path, PathBuf};

/// The floors of `ui`: each may name those before it, as docs/architecture.md draws them.
const FLOORS: [&str; 10] = [
    "routes", "lazily", "lock", "tools", "parts", "desks", "panels", "pages", "frame", "app",
];

/// The code of `ui`: the floor that a file stands on, its path below `ui`, and its text.
fn on_floors() -> Vec<(String, PathBuf, String)> {
    let files = code("ui").into_iter().filter(|(path, _)| path != Path::new("mod.rs"));
    let floor = |path: &Path| {
        let first = path.iter().next().unwrap().to_str().unwrap();
        first.trim_end_matches(".rs").to_owned()
    };
    files.map(|(path, text)| (floor(&path), path, text)).collect()
}

#[test]
fn arrows_inside_ui_fall() {
    for (floor, path, text) in on_floors() {
        let place = FLOORS.iter().position(|name| *name == floor);
        let place = place.unwrap_or_else(|| panic!("{}: stands on no floor", path.display()));
        let mut named = named_after(&text, "crate::ui");
        let depth = path.components().count() - usize::from(path.ends_with("mod.rs"));
        named.extend(named_after(&text, &vec!["super"; depth].join("::")));
        let climbs: Vec<_> = FLOORS[place + 1..]
            .iter()
            .filter(|above| named.iter().any(|name| name == *above))
            .collect();
        assert!(climbs.is_empty(), "ui/{}: names {climbs:?}", path.display());
    }
}

/// A path that is written in pieces would be overlooked.
#[test]
fn paths_inside_ui_are_written_whole() {
    for (_, path, text) in on_floors() {
        for piece in [
            "use crate::{",
            "use crate::ui;",
            "use crate::ui as",
            "use super::{super",
        ] {
            assert!(!text.contains(piece), "ui/{}: {piece}", path.display());
        }
    }
}

/// The fields of a desk that hold a machine, each cleared or cut off when the lock forgets.
#[test]
fn a_lock_forgets_what_every_machine_sends_with() {
    for (path, text) in code("ui/desks") {
        let Some(body) = text.split("fn forget_credentials(").nth(1) else {
            continue;
        };
        let body = body.split("fn forget_saved(").next().unwrap();
        for line in text.lines().filter(|line| line.contains(": Slot<")) {
            let field = line.trim().trim_start_matches("pub ").split(':').next().unwrap();
            let named = body.contains(&format!("self.{field}."));
            assert!(named, "ui/desks/{}: the lock does not forget `{field}`", path.display());
        }
    }
}

#[test]
fn the_floors_are_those_of_the_documents() {
    let document = text("docs/architecture.md");
    let table = document
        .split("And inside `ui`")
        .nth(1)
        .unwrap()
        .split("\n- ")
        .next()
        .unwrap();
    let drawn: Vec<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| [`")?.split('`').next())
        .collect();
    assert_eq!(drawn, FLOORS);
}

#[test]
fn no_page_knows_another() {
    let pages = on_floors()
        .into_iter()
        .filter(|(floor, path, _)| floor == "pages" && !path.ends_with("pages/mod.rs"));
    for (_, path, text) in pages {
        let depth = path.components().count() - 1 - usize::from(path.ends_with("mod.rs"));
        assert!(
            named_after(&text, "crate::ui::pages").is_empty(),
            "ui/{}",
            path.display()
        );
        let out = vec!["super"; depth].join("::");
        assert!(
            named_after(&text, &out).iter().all(|name| name == "super"),
            "ui/{}: {out}",
            path.display()
        );
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
            let holds = [
                "Slot<",
                "Option<PublicKey>",
                "Option<Identity>",
                "Performer",
                ": Fields",
                "ConnectForm",
            ];
            let holds = holds.iter().any(|kind| body.contains(kind));
            // Parts of a desk, which answers for them.
            let inner = ["Slot", "OwnKey", "ConsolePair", "Connected", "ConnectForm"].contains(&name.as_str());
            assert!(
                !holds || inner || known.contains(&name),
                "ui/desks/{}: {name} is no desk of the lock's",
                path.display()
            );
        }
    }
}

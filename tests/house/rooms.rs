//! Who may know whom. The rule is the table in `src/lib.rs`, which docs/architecture.md shows, too.

use crate::sources::{code, named_after, root, text};
use std::fs;

/// What only `browser` and `ui` may name.
const BROWSER: [&str; 6] = [
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "leptos",
    "gloo",
    "serde_wasm_bindgen",
];

/// A room, and which others it may name; `None` stands for all above it.
struct Room {
    name: String,
    may_name: Option<Vec<String>>,
}

/// The table of a document: rows of three cells, the first of which names a room.
fn rows(document: &str) -> Vec<[String; 3]> {
    let clean = |cell: &str| {
        cell.split("](")
            .next()
            .unwrap()
            .replace(['[', ']', '`'], "")
            .trim()
            .to_owned()
    };
    let rows = document.lines().filter_map(|line| {
        let line = line.trim_start_matches("//!").trim();
        let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').collect();
        let [room, purpose, allowed] = cells.try_into().ok()?;
        Some([clean(room), purpose.trim().to_owned(), allowed.trim().to_owned()])
    });
    let is_room = |row: &[String; 3]| root().join("src").join(&row[0]).is_dir() && !row[0].is_empty();
    rows.filter(is_room).collect()
}

fn rooms() -> Vec<Room> {
    let room = |[name, _, allowed]: [String; 3]| Room {
        name,
        may_name: match allowed.as_str() {
            "all above" => None,
            "nothing of ours" => Some(Vec::new()),
            list => Some(
                list.split(',')
                    .map(|name| name.trim().trim_matches('`').to_owned())
                    .collect(),
            ),
        },
    };
    rows(&text("src/lib.rs")).into_iter().map(room).collect()
}

/// Every room there is: the folders of src, whatever the table says.
fn all_rooms() -> Vec<String> {
    let entries = fs::read_dir(root().join("src")).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.path().is_dir());
    let names = folders.map(|entry| entry.file_name().into_string().unwrap());
    names.filter(|name| name != "bin").collect()
}

/// Whether a path of `super`s in a file may leave its room, which stands `depth` folders above the file.
fn climbs_out(text: &str, depth: usize) -> bool {
    (depth + 1..depth + 8).any(|steps| text.contains(&"super::".repeat(steps)))
}

#[test]
fn every_room_has_its_row_and_the_documents_agree() {
    let mut named: Vec<_> = rooms().into_iter().map(|room| room.name).collect();
    let mut all = all_rooms();
    named.sort();
    all.sort();
    assert_eq!(named, all);
    assert_eq!(rows(&text("src/lib.rs")), rows(&text("docs/architecture.md")));
}

#[test]
fn the_rooms_know_only_what_they_may() {
    let all = all_rooms();
    let mut above: Vec<String> = Vec::new();
    for room in rooms() {
        let pure = room.may_name.is_some();
        let allowed = room.may_name.unwrap_or_else(|| above.clone());
        for (path, text) in code(&room.name) {
            let place = format!("{}/{}", room.name, path.display());
            for foreign in BROWSER.iter().filter(|_| pure) {
                assert!(!text.contains(foreign), "{place}: a pure room names {foreign}");
            }
            for named in named_after(&text, "crate").iter().filter(|named| all.contains(named)) {
                let fine = *named == room.name || allowed.contains(named);
                assert!(fine, "{place}: {} may not name {named}", room.name);
            }
            let is_module = path.file_name().is_some_and(|name| name == "mod.rs");
            // A test module stands one deeper.
            let depth = path.components().count() - usize::from(is_module) + usize::from(text.contains("mod tests {"));
            assert!(!climbs_out(&text, depth), "{place}: a path of supers leaves its room");
        }
        above.push(room.name);
    }
}

#[test]
fn the_browser_room_knows_no_leptos() {
    for (path, text) in code("browser") {
        assert!(!text.contains("leptos"), "{}", path.display());
    }
}

/// `ui` may name the types of events and files that it passes on, nothing more of web_sys.
#[test]
fn the_ui_room_touches_the_browser_only_through_its_room() {
    for (path, text) in code("ui") {
        for rest in text.split("web_sys::").skip(1) {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
            let fine = name == "File" || name.ends_with("Event");
            assert!(fine, "{}: web_sys::{name}", path.display());
        }
        for foreign in ["js_sys", "gloo", "wasm_bindgen::"] {
            assert!(!text.contains(foreign), "{}: {foreign}", path.display());
        }
    }
}

#[test]
fn the_rule_can_fail() {
    assert!(all_rooms().contains(&"handover".to_owned()));
    let priming = rooms().into_iter().find(|room| room.name == "priming").unwrap();
    assert_eq!(priming.may_name.unwrap(), ["machine", "twilio", "keys"]);
    assert!(climbs_out("use super::super::twilio::Sid;", 1));
    assert!(!climbs_out("use super::super::Seeding;", 2));
}

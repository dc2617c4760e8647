//! The sources, as the rules read them.

use std::fs;
use std::path::{Path, PathBuf};

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

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

/// The code of a folder of `src`, without comments: each file's path below that folder, and its text.
pub fn code(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = root().join("src").join(folder);
    let strip = |text: &str| {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    };
    let read = |path: PathBuf| {
        let text = strip(&fs::read_to_string(&path).unwrap());
        (path.strip_prefix(&folder).unwrap().to_owned(), text)
    };
    files(&folder).into_iter().map(read).collect()
}

/// The names that follow `path` in a text: those of `use path::Name` and of `use path::{A, b::C}`.
pub fn named_after(text: &str, path: &str) -> Vec<String> {
    let word = |rest: &str| -> String { rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let mut found = Vec::new();
    for rest in text.split(&format!("{path}::")).skip(1) {
        match rest.strip_prefix('{') {
            None => found.push(word(rest)),
            Some(group) => {
                let mut depth = 0;
                let mut part = String::new();
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        _ => {}
                    }
                    if c == ',' && depth == 0 {
                        found.push(word(part.trim()));
                        part.clear();
                    } else {
                        part.push(c);
                    }
                }
                found.push(word(part.trim()));
            }
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

#[test]
fn names_are_found_however_they_are_used() {
    let text = "use crate::ui::App; use crate::{keys, twilio::{self, Sid}};";
    assert_eq!(named_after(text, "crate"), ["ui", "keys", "twilio"]);
}

/// Where the links of a document lead, those within the repository.
fn links(document: &str) -> Vec<PathBuf> {
    let folder = root().join(document);
    let text = text(document);
    let links = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#']).next());
    let near = links.filter(|link| !link.is_empty() && !link.contains(':'));
    near.map(|link| folder.parent().unwrap().join(link)).collect()
}

/// The files and folders that a document names between backticks.
fn named_paths(document: &str) -> Vec<PathBuf> {
    let folders = ["src/", "tests/", "xtask/", "deploy/", "docs/", "examples/"];
    let text = text(document);
    let quoted = text.split('`').skip(1).step_by(2).map(str::trim);
    let is_path = |name: &&str| {
        let plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
        folders.iter().any(|folder| name.starts_with(folder)) && name.chars().all(plain)
    };
    quoted.filter(is_path).map(|name| root().join(name)).collect()
}

#[test]
fn what_the_documents_name_is_there() {
    let folder = fs::read_dir(root().join("docs")).unwrap();
    let docs = folder.map(|entry| format!("docs/{}", entry.unwrap().file_name().display()));
    let all = ["README.md", "CONTRIBUTING.md", "deploy/README.md"].map(str::to_owned);
    for document in all.into_iter().chain(docs.filter(|name| name.ends_with(".md"))) {
        for link in links(&document) {
            assert!(link.exists(), "{document}: {}", link.display());
        }
        for path in named_paths(&document) {
            let endings = ["", ".rs", ".test.mjs"];
            let there = endings
                .iter()
                .any(|ending| Path::new(&format!("{}{ending}", path.display())).exists());
            assert!(there, "{document}: {}", path.display());
        }
    }
}

/// A file that no one names is not compiled, and its tests pass by not being there.
#[test]
fn every_test_file_is_named() {
    let suites = fs::read_dir(root().join("tests"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    for main in suites.map(|suite| suite.join("main.rs")).filter(|main| main.exists()) {
        let text = fs::read_to_string(&main).unwrap();
        for file in files(main.parent().unwrap())
            .into_iter()
            .filter(|file| file.parent() == main.parent())
        {
            let name = file.file_stem().unwrap().to_str().unwrap();
            let named = name == "main" || text.contains(&format!("mod {name};"));
            assert!(named, "{} is not named in {}", file.display(), main.display());
        }
    }
}

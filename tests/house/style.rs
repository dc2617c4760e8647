//! The classes of the page and the rules of the style sheet: neither has what the other lacks.

use crate::sources::{code, text};
use std::collections::BTreeSet;

/// Classes that the page never writes as a whole: they are put together, or set by the browser's side.
const COMPOSED: [&str; 0] = [];

fn classes_of_style() -> BTreeSet<String> {
    let sheet = text("style.css");
    let mut found = BTreeSet::new();
    // Only selectors: what stands before a brace.
    for rule in sheet.split('{') {
        let selector = rule.rsplit(['}', ';']).next().unwrap_or_default();
        let selector = selector.rsplit("*/").next().unwrap_or_default();
        for part in selector.split('.').skip(1) {
            let name: String = part
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '-' || *c == '_')
                .collect();
            if name.chars().next().is_some_and(char::is_alphabetic) {
                found.insert(name);
            }
        }
    }
    found
}

/// Every word in quotes: a class is one of them.
fn words_of_page() -> BTreeSet<String> {
    let mut texts: Vec<String> = code("ui").into_iter().map(|(_, text)| text).collect();
    texts.push(text("index.html"));
    texts.push(text("src/boot.js"));
    let quoted = texts
        .iter()
        .flat_map(|text| text.split('"').skip(1).step_by(2).map(str::to_owned));
    let words = quoted.flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    words.collect()
}

/// What the page writes as a class, where it is a plain text.
fn classes_of_page() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, text) in code("ui") {
        for rest in text.split("class=").skip(1) {
            let rest = rest.trim_start_matches('{');
            // One that is worked out has its words in quotes before the tag goes on.
            let quotes = match rest.starts_with('"') {
                true => 1,
                false => usize::MAX,
            };
            let value = match quotes {
                1 => rest,
                _ => rest.split(['>', '\n']).next().unwrap_or_default(),
            };
            let value = value.split(" role=").next().unwrap_or_default();
            for list in value.split('"').skip(1).step_by(2).take(quotes) {
                found.extend(list.split_whitespace().map(str::to_owned));
            }
        }
        for rest in text.split("class:").skip(1) {
            found.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect());
        }
    }
    found.retain(|name| !name.is_empty() && !name.contains('{'));
    found
}

#[test]
fn every_class_of_the_page_has_a_rule() {
    let rules = classes_of_style();
    let lacking: Vec<_> = classes_of_page()
        .into_iter()
        .filter(|name| !rules.contains(name))
        .collect();
    assert!(lacking.is_empty(), "without a rule in style.css: {lacking:?}");
}

#[test]
fn every_rule_has_its_class() {
    let words = words_of_page();
    let dead: Vec<_> = classes_of_style()
        .into_iter()
        .filter(|name| !words.contains(name) && !COMPOSED.contains(&name.as_str()))
        .collect();
    assert!(dead.is_empty(), "no page has these classes of style.css: {dead:?}");
}

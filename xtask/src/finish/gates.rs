//! What must hold of every build.

use std::fs;
use std::path::{Path, PathBuf};

use super::digest::{integrity, short_integrity};
use crate::failure::{Doing, Outcome, fail};

/// Under Trusted Types and our policy each of these would end the page, and some only when it is too late.
const FORBIDDEN: [&str; 6] = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
];

/// Refuses a build that the browser would refuse later.
pub(super) fn check(staging: &Path, html: &str) -> Outcome<()> {
    one_external_script(html)?;
    integrity_matches(staging, html)?;
    workers_match(staging, html)?;
    no_placeholder("index.html", html)?;
    for script in scripts(staging)? {
        let name = script.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let content = fs::read_to_string(&script).doing(format!("read {name}"))?;
        no_placeholder(&name, &content)?;
        // A name alone does nothing; what it named is made harmless in `names`.
        let content = content.replace("__wbg_set_innerHTML_", "");
        if let Some(word) = FORBIDDEN.iter().find(|word| content.contains(**word)) {
            let advice = "a static subtree in a view! is the usual cause: write its texts as {\"...\"}";
            return fail(format!(
                "{name} holds `{word}`, which the page's policy forbids ({advice})."
            ));
        }
    }
    Ok(())
}

fn one_external_script(html: &str) -> Outcome<()> {
    let tags: Vec<&str> = html.split("<script").skip(1).collect();
    let inline = tags
        .iter()
        .any(|tag| !tag.split('>').next().is_some_and(|tag| tag.contains(" src=")));
    if tags.len() != 1 || inline || html.contains("<style") || html.contains(" style=") {
        return fail(
            "index.html must hold exactly one script, with a src, and no inline style: the policy refuses others.",
        );
    }
    Ok(())
}

/// The digest of every tag that has one must be that of the file it names.
fn integrity_matches(staging: &Path, html: &str) -> Outcome<()> {
    let mut checked = 0;
    for tag in html.split('<').filter_map(|tag| tag.split('>').next()) {
        for (name, digest) in [
            ("href", "integrity"),
            ("src", "integrity"),
            ("data-wasm", "data-wasm-integrity"),
        ] {
            let (Some(url), Some(expected)) = (attribute(tag, name), attribute(tag, digest)) else {
                continue;
            };
            let path = staging.join(url.trim_start_matches(['/', '.']));
            let content = fs::read(&path).doing(format!("read {url}, which index.html names"))?;
            if integrity(&content) != expected {
                return fail(format!("the integrity of {url} in index.html is not that of the file."));
            }
            checked += 1;
        }
    }
    // The script, its wasm, the style sheet and boot.js.
    if checked < 4 {
        fail("index.html states the integrity of fewer than four files.")
    } else {
        Ok(())
    }
}

/// Each worker's address ends with the digest of its script: boot.js starts no other.
fn workers_match(staging: &Path, html: &str) -> Outcome<()> {
    let addresses = html.split('"').filter(|value| value.contains("_loader-"));
    let mut checked = 0;
    for address in addresses {
        let (file, digest) = address.split_once('#').unwrap_or((address, ""));
        let path = staging.join(file.trim_start_matches(['/', '.']));
        let content = fs::read(&path).doing(format!("read {file}, which index.html names"))?;
        if short_integrity(&content) != digest {
            return fail(format!("the digest of {file} in index.html is not that of the file."));
        }
        checked += 1;
    }
    if checked == 4 {
        Ok(())
    } else {
        fail(format!(
            "index.html names {checked} workers with a digest instead of 4."
        ))
    }
}

fn no_placeholder(name: &str, content: &str) -> Outcome<()> {
    let marks = |word: &&str| {
        let inner = word.strip_prefix("__").and_then(|word| word.strip_suffix("__"));
        inner.is_some_and(|inner| {
            !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        })
    };
    let mut words = content.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
    match words.find(marks) {
        Some(word) => fail(format!("{name} still holds the placeholder {word}.")),
        None => Ok(()),
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

fn scripts(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).doing("list what was built")?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(scripts(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "js") {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{attribute, no_placeholder, one_external_script};

    #[test]
    fn finds_placeholders_only() {
        assert!(no_placeholder("a", "let x = \"__WASM_SRI__\";").is_err());
        assert!(no_placeholder("a", "__wbindgen_start __wbg_x__").is_ok());
    }

    #[test]
    fn wants_one_external_script() {
        assert!(one_external_script("<script type=\"module\" src=\"/a.js\"></script>").is_ok());
        for html in [
            "",
            "<script>1</script>",
            "<script src=\"a\"></script><script>1</script>",
        ] {
            assert!(one_external_script(html).is_err(), "{html} was accepted");
        }
        assert!(one_external_script("<script src=\"a\"></script><p style=\"color:red\">").is_err());
    }

    #[test]
    fn reads_attributes() {
        assert_eq!(attribute("link data-x=\"1\" href=\"/a\" ", "href"), Some("/a"));
        assert_eq!(attribute("link href=\"/a\"", "integrity"), None);
    }
}

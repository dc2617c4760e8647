//! Names made of content, and every reference to them.

use std::fs;
use std::path::Path;

use super::digest::{integrity, name_of, short_integrity};
use crate::failure::{Doing, Outcome, fail};

/// Each worker is a loader that imports a script that fetches a wasm. The loader says what the wasm must be, and the page what
/// the loader must be, after the # of its address. With `bundle` loader and script become one.
pub(super) fn rename_workers(
    staging: &Path,
    html: &mut String,
    bundle: Option<impl Fn(&str) -> Outcome<String>>,
) -> Outcome<()> {
    for worker in workers(staging)? {
        let wasm = take(staging, &format!("{worker}_bg.wasm"))?;
        let script = text(take(staging, &format!("{worker}.js"))?)?;
        take(staging, &format!("{worker}_loader.js"))?;
        let hash = name_of(&[&wasm, script.as_bytes()]);
        let wasm_name = format!("{worker}-{hash}_bg.wasm");
        let script = refer(&script, &format!("{worker}_bg.wasm"), &wasm_name)?;
        let script_name = format!("{worker}-{hash}.js");
        put(staging, &wasm_name, &wasm)?;
        put(staging, &script_name, script.as_bytes())?;
        let mut loader = format!(
            "import init from './{script_name}';\ninit({{ module_or_path: fetch(new URL('./{wasm_name}', import.meta.url), {{ integrity: '{}' }}) }}).catch(reportError);\n",
            integrity(&wasm)
        );
        if let Some(bundle) = &bundle {
            loader = bundle(&loader)?;
            take(staging, &script_name)?;
        }
        let loader_name = format!("{worker}_loader-{}.js", name_of(&[loader.as_bytes()]));
        let address = format!("{loader_name}#{}", short_integrity(loader.as_bytes()));
        *html = refer(html, &format!("{worker}_loader.js"), &address)?;
        put(staging, &loader_name, loader.as_bytes())?;
    }
    Ok(())
}

/// The page's program, as Trunk or the split has made it.
pub(super) struct Program {
    pub(super) script: String,
    pub(super) wasm: Vec<u8>,
}

/// The name that Trunk gave to the page's program, and the bin's own name.
pub(super) fn page(html: &str) -> Outcome<(String, String)> {
    let Some(name) = between(html, "data-js=\"", ".js\"").and_then(|path| path.rsplit('/').next()) else {
        return fail("the built index.html does not say data-js=\"...\": was pattern_script in Trunk.toml changed?");
    };
    let bin = name.rsplit_once('-').map_or(name, |(bin, _)| bin);
    Ok((name.to_owned(), bin.to_owned()))
}

/// The page's script names its wasm, so that a new name changes the script and with it its integrity. A split program
/// takes the place of Trunk's.
pub(super) fn rename_page(staging: &Path, html: &mut String, split: Option<Program>) -> Outcome<()> {
    let (old, package) = page(html)?;
    let wasm = take(staging, &format!("{old}_bg.wasm"))?;
    let script = text(take(staging, &format!("{old}.js"))?)?;
    let before = integrity(script.as_bytes());
    let wasm_before = integrity(&wasm);
    let Program { script, wasm } = split.unwrap_or(Program { script, wasm });
    let script = without_inner_html(script);
    let new = format!("{package}-{}", name_of(&[&wasm, script.as_bytes()]));
    // The script refers to its wasm by a bare package name or by the hashed one, as wasm-bindgen's target has it.
    let script = script
        .replace(&format!("{package}_bg.wasm"), &format!("{new}_bg.wasm"))
        .replace(&old, &new);
    *html = refer(html, &before, &integrity(script.as_bytes()))?;
    *html = refer(html, &wasm_before, &integrity(&wasm))?;
    *html = refer(html, &old, &new)?;
    *html = digest_beside_the_script(html, &integrity(&wasm))?;
    put(staging, &format!("{new}_bg.wasm"), &wasm)?;
    put(staging, &format!("{new}.js"), script.as_bytes())
}

/// Browsers ignore the integrity of a preload, and warn of it: boot.js, which fetches the wasm, gets it instead.
fn digest_beside_the_script(html: &str, digest: &str) -> Outcome<String> {
    let html = refer(html, &format!(" integrity=\"{digest}\""), "")?;
    refer(
        &html,
        " data-wasm=\"",
        &format!(" data-wasm-integrity=\"{digest}\" data-wasm=\""),
    )
}

/// With types erased, Leptos keeps a way to set `innerHTML` for attributes that no view here has. A static subtree, which
/// the policy would refuse, goes through a template's `content`: that is left for the gate to find.
fn without_inner_html(script: String) -> String {
    let of_template = |after: &str| !after.starts_with(|character: char| character.is_ascii_alphanumeric());
    if script.split(".content").skip(1).any(of_template) {
        script
    } else {
        script.replace(".innerHTML", ".textContent")
    }
}

/// The style sheet, whose name must follow from what is made of it.
pub(super) fn rename_style(
    staging: &Path,
    html: &mut String,
    shrink: impl FnOnce(&Path) -> Outcome<()>,
) -> Outcome<()> {
    let Some(old) = between(html, "/style-", ".css\"").map(|hash| format!("style-{hash}.css")) else {
        return fail("the built index.html names no style-....css.");
    };
    let before = integrity(&fs::read(staging.join(&old)).doing(format!("read the built {old}"))?);
    shrink(&staging.join(&old))?;
    let style = take(staging, &old)?;
    let new = format!("style-{}.css", name_of(&[&style]));
    *html = refer(html, &before, &integrity(&style))?;
    *html = refer(html, &old, &new)?;
    put(staging, &new, &style)
}

/// boot.js decides what may run, so the page says what it must be.
pub(super) fn rename_boot(staging: &Path, html: &mut String) -> Outcome<()> {
    let boot = take(staging, "boot.js")?;
    let name = format!("boot-{}.js", name_of(&[&boot]));
    *html = refer(
        html,
        "boot.js\"",
        &format!("{name}\" integrity=\"{}\"", integrity(&boot)),
    )?;
    put(staging, &name, &boot)
}

/// The workers are what has a loader.
fn workers(staging: &Path) -> Outcome<Vec<String>> {
    let entries = fs::read_dir(staging).doing("list what Trunk has built")?;
    let names = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    Ok(names
        .filter_map(|name| name.strip_suffix("_loader.js").map(str::to_owned))
        .collect())
}

pub(super) fn refer(content: &str, old: &str, new: &str) -> Outcome<String> {
    if content.contains(old) {
        Ok(content.replace(old, new))
    } else {
        fail(format!(
            "the build holds no reference to {old}: Trunk or wasm-bindgen has changed its output."
        ))
    }
}

fn take(staging: &Path, name: &str) -> Outcome<Vec<u8>> {
    let path = staging.join(name);
    let content = fs::read(&path).doing(format!("read the built {name}"))?;
    fs::remove_file(&path).doing(format!("rename the built {name}"))?;
    Ok(content)
}

fn put(staging: &Path, name: &str, content: &[u8]) -> Outcome<()> {
    fs::write(staging.join(name), content).doing(format!("write {name}"))
}

pub(super) fn text(content: Vec<u8>) -> Outcome<String> {
    String::from_utf8(content).doing("read a built script as text")
}

fn between<'a>(content: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = content.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}

#[cfg(test)]
mod tests {
    use super::{between, refer, without_inner_html};

    #[test]
    fn only_a_template_keeps_its_html() {
        let request = "a.innerHTML=b;c.contentType";
        assert_eq!(without_inner_html(request.to_owned()), "a.textContent=b;c.contentType");
        let template = "a.innerHTML=b;c=a.content";
        assert_eq!(without_inner_html(template.to_owned()), template);
    }

    #[test]
    fn a_reference_that_is_not_there_is_a_failure() {
        assert!(refer("a b.js c", "b.js", "b-1.js").is_ok_and(|content| content == "a b-1.js c"));
        assert!(refer("a", "b.js", "b-1.js").is_err());
        assert_eq!(between("x data-js=\"/k-1.js\" y", "data-js=\"", ".js\""), Some("/k-1"));
    }
}

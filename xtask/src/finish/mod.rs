//! The post_build hook: gives every script and wasm a name made of its content, and refuses a build that is not fit to ship.
//!
//! Trunk names the page's files after what cargo made, before wasm-bindgen and wasm-opt, and the workers and boot.js
//! not at all. Served as immutable, the one could go stale and the other never change.

mod bundle;
mod digest;
mod gates;
mod names;
mod slim;
mod split;

use std::fs;
use std::path::PathBuf;

use crate::build::SPLIT;
use crate::failure::{Doing, Outcome, fail};
use crate::project::Project;

/// Runs inside Trunk, on its staging folder.
pub(crate) fn finish() -> Outcome<()> {
    let Some(staging) = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from) else {
        return fail("`finish` is a hook of Trunk's build; run `cargo xtask build`.");
    };
    let index = staging.join("index.html");
    let mut html = fs::read_to_string(&index).doing("read the built index.html")?;
    let project = Project::find()?;
    let mut program = None;
    // What is served for development stays whole: the split takes a minute and Node.js, and nobody waits for its download.
    let split = std::env::var_os(SPLIT).is_some();
    let one_script = |loader: &str| bundle::worker(&project, &staging, loader);
    names::rename_workers(&staging, &mut html, split.then_some(one_script))?;
    if split {
        let (_, bin) = names::page(&html)?;
        program = Some(split::split(&project, &bin, &staging)?);
        bundle::shrink(&project, &staging.join("boot.js"))?;
        names::rename_style(&staging, &mut html, |style| bundle::shrink(&project, style))?;
        html = without_comments(&html);
    }
    names::rename_page(&staging, &mut html, program)?;
    names::rename_boot(&staging, &mut html)?;
    fs::write(&index, &html).doing("write the built index.html")?;
    gates::check(&staging, &html)
}

/// The page without its comments and the lines that they and Trunk leave empty.
fn without_comments(html: &str) -> String {
    let mut pieces = html.split("<!--");
    let first = pieces.next().unwrap_or_default().to_owned();
    let rest = pieces.map(|piece| piece.split_once("-->").map_or("", |(_, after)| after));
    let whole = std::iter::once(first.as_str()).chain(rest).collect::<String>();
    let lines = whole.lines().filter(|line| !line.trim().is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn comments_and_empty_lines_go() {
        let html = "<a>\n  <!-- one -->\n\n  <b><!-- two\n lines --></b>\n";
        assert_eq!(without_comments(html), "<a>\n  <b></b>\n");
    }
}

//! Splits the page's program: what Connect needs stays, and each part that is marked with `lazily!` becomes a file.
//!
//! Trunk has no hook between cargo and wasm-bindgen, so this does the second half of its work again, on the parts.

use std::fs;
use std::path::{Path, PathBuf};

use wasm_split_cli_support::{Options, transform};

use super::bundle::bundle;
use super::digest::{integrity, name_of};
use super::names::{Program, refer};
use super::slim::slim;
use crate::failure::{Doing, Outcome, fail};
use crate::process::run;
use crate::project::Project;

/// Splits what cargo made of the bin `name`, and puts the lazy parts into the staging folder.
pub(super) fn split(project: &Project, name: &str, staging: &Path) -> Outcome<Program> {
    let input = project
        .target()
        .join(format!("wasm32-unknown-unknown/release/{name}.wasm"));
    let whole = fs::read(&input).doing(format!("read {}", input.display()))?;
    let folder = staging.join("split");
    let main = folder.join("main.wasm");
    let module = format!("./{name}.js");
    let mut options = Options::new(&whole);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.main_module = &module;
    let parts = match transform(options) {
        Ok(split) => split.split_modules,
        Err(error) => return fail(format!("the page's program cannot be split: {error:#}")),
    };
    bind(project, name, &main, &folder)?;
    let bound = folder.join(format!("{name}_bg.wasm"));
    let mut program = slim(&Program {
        script: bundle(project, &folder, &module)?,
        wasm: fs::read(&bound).doing("read the bound program")?,
    })?;
    fs::write(&bound, &program.wasm).doing("write the program with short names")?;
    program.wasm = optimised(project, &bound)?;
    for part in parts {
        program.script = place(project, name, &part, staging, &program.script)?;
    }
    fs::remove_dir_all(&folder).doing("remove the folder of the split")?;
    Ok(program)
}

/// wasm-bindgen on the part that stays; the others share its memory and its table.
fn bind(project: &Project, name: &str, main: &Path, folder: &Path) -> Outcome<()> {
    let mut command = project.command("wasm-bindgen")?;
    command
        .args([
            "--target",
            "web",
            "--no-typescript",
            "--keep-lld-exports",
            "--out-name",
            name,
        ])
        .arg("--out-dir")
        .arg(folder)
        .arg(main);
    run(&mut command, "bind the page's program")
}

/// Names a part after its content, and makes the script fetch just that content.
fn place(project: &Project, name: &str, part: &Path, staging: &Path, script: &str) -> Outcome<String> {
    let file = part.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = file.trim_end_matches(".wasm").trim_start_matches("split_").to_owned();
    let wasm = optimised(project, part)?;
    let named = format!("{name}-{}-{}.wasm", stem.replace('_', "-"), name_of(&[&wasm]));
    fs::write(staging.join(&named), &wasm).doing(format!("write {named}"))?;
    let fetched = format!("new URL(\"./{file}\",import.meta.url)");
    let checked = format!(
        "new URL(\"./{named}\",import.meta.url),{{integrity:\"{}\"}}",
        integrity(&wasm)
    );
    refer(script, &fetched, &checked)
}

fn optimised(project: &Project, wasm: &Path) -> Outcome<Vec<u8>> {
    let out: PathBuf = wasm.with_extension("small.wasm");
    let mut command = project.command("wasm-opt")?;
    // Brotli likes -O2's code better than the shorter one of -Oz, and functions of one kind beside each other.
    command
        .args([
            "--quiet",
            "--strip-producers",
            "--strip-target-features",
            "--generate-global-effects",
        ])
        .args(["-O2", "-ocimfs=20", "--reorder-functions-by-name"])
        .arg(wasm)
        .arg("-o")
        .arg(&out);
    // It warns of each part's list of names, which it does not need.
    let done = command.output().doing("start wasm-opt")?;
    if !done.status.success() {
        return fail(format!(
            "wasm-opt could not make the page's program small: {}",
            String::from_utf8_lossy(&done.stderr).trim()
        ));
    }
    fs::read(&out).doing("read what wasm-opt made")
}

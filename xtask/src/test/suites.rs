//! The node suites: Twilio's own libraries, the production servers, and a browser.

use std::fs;
use std::path::{Path, PathBuf};

use super::Steps;
use crate::build;
use crate::cli::Part;
use crate::failure::{Doing, Outcome, fail};
use crate::kernels;
use crate::process::run;
use crate::project::Project;
use crate::tools::{node, python, system};

/// What the suites find in their environment.
pub(crate) type Variables = Vec<(&'static str, PathBuf)>;

/// Runs the suites whose folders exist, each with all that it needs.
pub(super) fn test(project: &Project, parts: &[Part], steps: &mut Steps) -> Outcome<()> {
    let mut suites = Vec::new();
    for part in parts {
        let files = files(&project.root.join("tests").join(folder(*part)))?;
        if !files.is_empty() {
            suites.push((*part, files));
        }
    }
    if suites.is_empty() {
        return Ok(());
    }
    let mut variables = Variables::new();
    let needs_page = suites.iter().any(|(part, _)| *part != Part::Peers);
    steps.take("tools and builds for the suites", || {
        prepare(project, needs_page, &mut variables)
    })?;
    for (part, files) in &suites {
        let name = format!("tests/{}", folder(*part));
        steps.take(&name, || {
            let mut node = project.command("node")?;
            node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
                .args(files);
            run(node.envs(variables.iter().map(|(name, path)| (name, path))), "pass")
        })?;
    }
    Ok(())
}

/// Installs and builds what the suites need, and names it in `variables`.
pub(crate) fn prepare(project: &Project, needs_page: bool, variables: &mut Variables) -> Outcome<()> {
    node::ensure_for_tests()?;
    node::ensure_test_packages(project)?;
    system::shells()?;
    variables.push(("KEYSEED_PYTHON", python::ensure(project)?));
    if needs_page {
        variables.push(("KEYSEED_CHROMIUM", system::chromium()?));
        variables.push(("KEYSEED_NGINX", system::nginx()?));
        variables.push(("KEYSEED_CADDY", system::caddy()?));
        variables.push(("KEYSEED_HAPROXY", system::haproxy()?));
        variables.push(("KEYSEED_FIREFOX", system::firefox()?));
        build::build(project)?;
        variables.push(("KEYSEED_DIST", project.dist()));
        variables.push(("KEYSEED_KERNEL_BENCH", kernels::build(project)?));
    }
    run(
        project.command("cargo")?.args(["build", "--locked", "--examples"]),
        "build the examples",
    )?;
    let examples = examples_folder()?;
    variables.push(("KEYSEED_PRACTICE_SERVER", examples.join("practice_server")));
    variables.push(("KEYSEED_KERNEL_PROOF", examples.join("kernel_bench")));
    Ok(())
}

/// Beside this program, wherever cargo's target folder is.
fn examples_folder() -> Outcome<PathBuf> {
    let this = std::env::current_exe().doing("find this program's folder")?;
    match this.parent() {
        Some(folder) => Ok(folder.join("examples")),
        None => fail("this program has no folder."),
    }
}

fn folder(part: Part) -> &'static str {
    match part {
        Part::Host => "host",
        Part::Peers => "peers",
        Part::Browser => "browser",
        Part::Deploy => "deploy",
    }
}

/// The suite's files in the order of their names; none if there is no such folder.
fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).doing(format!("list {}", folder.display()))?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = paths
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    Ok(files)
}

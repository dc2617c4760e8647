//! The node suites: Twilio's own libraries, the production servers, and a browser.

use std::fs;
use std::path::{Path, PathBuf};

use super::Steps;
use crate::build;
use crate::cli::{Part, Tests};
use crate::failure::{Doing, Outcome, fail};
use crate::kernels;
use crate::process::run;
use crate::project::Project;
use crate::tools::{node, python, system};

/// What the suites find in their environment.
pub(crate) type Variables = Vec<(&'static str, PathBuf)>;

/// The page that a suite runs on.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Page {
    /// None.
    No,
    /// Built in seconds once everything is compiled, neither split nor compressed.
    Quick,
    /// As it is deployed.
    Production,
}

/// Runs whole suites, each with all that it needs.
pub(super) fn test(project: &Project, parts: &[Part], steps: &mut Steps) -> Outcome<()> {
    let mut variables = Variables::new();
    let page = if parts == [Part::Peers] {
        Page::No
    } else {
        Page::Production
    };
    steps.take("tools and builds for the suites", || {
        prepare(project, page, &mut variables)
    })?;
    for part in parts {
        let name = format!("tests/{}", folder(*part));
        let files = files(&project.root.join(&name))?;
        steps.take(&name, || run_node(project, *part, &files, None, &variables))?;
    }
    Ok(())
}

/// Runs one file, or some of its tests, with as little built as that takes.
pub(super) fn test_one(project: &Project, part: Part, file: &str, asked: &Tests, steps: &mut Steps) -> Outcome<()> {
    let suite = project.root.join("tests").join(folder(part));
    let path = suite.join(format!("{}.test.mjs", file.trim_end_matches(".test.mjs")));
    if !path.is_file() {
        let names: Vec<String> = files(&suite)?.iter().filter_map(|file| stem(file)).collect();
        return fail(format!(
            "tests/{} has {}; not `{}`.",
            folder(part),
            names.join(", "),
            file
        ));
    }
    let page = match (part, asked.production) {
        (Part::Peers | Part::Host, _) => Page::No,
        (_, true) => Page::Production,
        (_, false) => Page::Quick,
    };
    let mut variables = Variables::new();
    steps.take("tools and builds for the test", || {
        prepare(project, page, &mut variables)
    })?;
    steps.take(file, || {
        run_node(project, part, &[path], asked.name.as_deref(), &variables)
    })
}

/// Runs files with Node.js. Those of the browser suite have a server and a browser each, which wait more than they work: two
/// go at a time.
fn run_node(
    project: &Project,
    part: Part,
    files: &[PathBuf],
    name: Option<&str>,
    variables: &Variables,
) -> Outcome<()> {
    let at_a_time = if part == Part::Browser { 2 } else { 1 };
    let mut node = project.command("node")?;
    node.args(["--test", "--test-reporter=spec"])
        .arg(format!("--test-concurrency={at_a_time}"))
        .args(name.map(|name| format!("--test-name-pattern={name}")))
        .args(files)
        .envs(variables.iter().map(|(name, path)| (name, path)));
    run(&mut node, "pass")
}

/// Installs and builds what the suites need, and names it in `variables`.
pub(crate) fn prepare(project: &Project, page: Page, variables: &mut Variables) -> Outcome<()> {
    node::ensure_for_tests()?;
    node::ensure_test_packages(project)?;
    system::shells()?;
    variables.push(("KEYSEED_PYTHON", python::ensure(project)?));
    if page != Page::No {
        variables.push(("KEYSEED_CHROMIUM", system::chromium()?));
        variables.push(("KEYSEED_NGINX", system::nginx()?));
        variables.push(("KEYSEED_CADDY", system::caddy()?));
        variables.push(("KEYSEED_HAPROXY", system::haproxy()?));
        variables.push(("KEYSEED_FIREFOX", system::firefox()?));
    }
    match page {
        Page::No => {}
        Page::Quick => variables.push(("KEYSEED_DIST", build::quick(project)?)),
        Page::Production => {
            build::build(project)?;
            variables.push(("KEYSEED_DIST", project.dist()));
            variables.push(("KEYSEED_KERNEL_BENCH", kernels::build(project)?));
        }
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

/// The suite's files in the order of their names.
fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).doing(format!("list {}", folder.display()))?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = paths.filter(|path| stem(path).is_some()).collect();
    files.sort();
    Ok(files)
}

/// What a test file is called on the command line.
fn stem(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_string_lossy();
    Some(name.strip_suffix(".test.mjs")?.to_owned())
}

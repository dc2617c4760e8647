//! Takes from a bound program what its script does not use, and the length from the names between the two.
//!
//! wasm-bindgen exports every class of every library, and names imports and closures with a hash that nothing compresses.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ExportSection, ImportSection, Module};
use wasmparser::{Export, Import, Imports, Parser, Payload};

use super::names::Program;
use crate::failure::{Doing, Outcome};

/// The same program, smaller.
pub(super) fn slim(program: &Program) -> Outcome<Program> {
    let mut slimmer = Slimmer {
        used: words(&program.script).collect(),
        short: names(&program.wasm)?,
    };
    let mut module = Module::new();
    slimmer
        .parse_core_module(&mut module, Parser::new(0), &program.wasm)
        .doing("shorten the names of the page's program")?;
    Ok(Program {
        script: shortened(&program.script, &slimmer.short),
        wasm: module.finish(),
    })
}

struct Slimmer<'a> {
    /// Every word of the script: what is not among them, it cannot call.
    used: HashSet<&'a str>,
    /// The new names of imports and exports.
    short: HashMap<String, String>,
}

impl Reencode for Slimmer<'_> {
    type Error = Infallible;

    fn parse_export(&mut self, exports: &mut ExportSection, export: Export<'_>) -> Result<(), Error<Infallible>> {
        if self.used.contains(export.name) {
            let name = self.short.get(export.name).cloned();
            let name = name.as_deref().unwrap_or(export.name);
            wasm_encoder::reencode::utils::parse_export(self, exports, Export { name, ..export })?;
        }
        Ok(())
    }

    fn parse_imports(&mut self, section: &mut ImportSection, imports: Imports<'_>) -> Result<(), Error<Infallible>> {
        let Imports::Single(place, import) = imports else {
            return wasm_encoder::reencode::utils::parse_imports(self, section, imports);
        };
        let name = self.short.get(import.name).cloned();
        let name = name.as_deref().unwrap_or(import.name);
        wasm_encoder::reencode::utils::parse_imports(self, section, Imports::Single(place, Import { name, ..import }))
    }
}

/// A short name for each import and each closure that wasm-bindgen has named.
fn names(wasm: &[u8]) -> Outcome<HashMap<String, String>> {
    let mut short = HashMap::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.doing("read the page's program")? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let name = import.doing("read the imports of the page's program")?.name;
                    if name.starts_with("__wb") {
                        let number = short.len();
                        short.insert(name.to_owned(), format!("i{number}"));
                    }
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let name = export.doing("read the exports of the page's program")?.name;
                    if name.starts_with("wasm_bindgen__convert__") {
                        let number = short.len();
                        short.insert(name.to_owned(), format!("e{number}"));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(short)
}

fn shortened(script: &str, short: &HashMap<String, String>) -> String {
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(word) = words(rest).next() {
        let start = word.as_ptr() as usize - rest.as_ptr() as usize;
        out.push_str(rest.get(..start).unwrap_or_default());
        out.push_str(short.get(word).map_or(word, String::as_str));
        rest = rest.get(start + word.len()..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

fn words(script: &str) -> impl Iterator<Item = &str> {
    let of_word = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '$');
    script
        .split(move |character| !of_word(character))
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn only_whole_words_are_shortened() {
        let short = [("__wbg_a".to_owned(), "i0".to_owned())].into();
        assert_eq!(
            shortened("{__wbg_a:1,__wbg_ab:2};x.__wbg_a()", &short),
            "{i0:1,__wbg_ab:2};x.i0()"
        );
    }
}

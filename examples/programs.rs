//! Prints a program as the page shows it; its values are a JSON object on standard input.
//!
//! ```sh
//! cargo run --example programs -- application|library Java|Node|Python < values.json
//! cargo run --example programs -- decrypt < values.json
//! ```
//!
//! `application` and `decrypt` take `account_sid`, `api_key_sid`, `public_key_sid` and `private_key_file`; `library` takes
//! `parent_sid`, `main_key_sid`, `public_key_sid` (or none), `private_key_file`, `subaccount_name`, `api_key_name`,
//! `public_key_name`, `new_public_key_file`, `new_private_key_file` and `secret_file`.

use keyseed::snippets::{Application, ApplicationSubject, LibrarySubject, application, library_programs};
use serde_json::Value;
use std::error::Error;
use std::io::Write;

const USAGE: &str =
    "usage: programs application|library Java|Node|Python < values.json, or programs decrypt < values.json";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let values = Values(serde_json::from_reader(std::io::stdin())?);
    let (programs, language) = match arguments[..] {
        ["decrypt"] => return print(&format!("{}\n", of_application(&values)?.decrypt)),
        ["application", language] => (of_application(&values)?.programs, language),
        ["library", language] => (of_library(&values)?, language),
        _ => return Err(USAGE.into()),
    };
    let program = programs.into_iter().find(|program| program.language == language);
    print(&program.ok_or(USAGE)?.code)
}

fn print(text: &str) -> Result<(), Box<dyn Error>> {
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

fn of_application(values: &Values) -> Result<Application, Box<dyn Error>> {
    Ok(application(&ApplicationSubject {
        account_sid: values.text("account_sid")?.parse()?,
        api_key_sid: values.text("api_key_sid")?.parse()?,
        public_key_sid: values.text("public_key_sid")?.parse()?,
        private_key_file: values.text("private_key_file")?,
    }))
}

fn of_library(values: &Values) -> Result<[keyseed::snippets::Program; 3], Box<dyn Error>> {
    let public_key_sid = values.text("public_key_sid").ok().map(|sid| sid.parse()).transpose()?;
    Ok(library_programs(&LibrarySubject {
        parent_sid: values.text("parent_sid")?.parse()?,
        main_key_sid: values.text("main_key_sid")?.parse()?,
        public_key_sid,
        private_key_file: values.text("private_key_file")?,
        subaccount_name: values.text("subaccount_name")?,
        api_key_name: values.text("api_key_name")?,
        public_key_name: values.text("public_key_name")?,
        new_public_key_file: values.text("new_public_key_file")?,
        new_private_key_file: values.text("new_private_key_file")?,
        secret_file: values.text("secret_file")?,
    }))
}

struct Values(Value);

impl Values {
    fn text(&self, name: &str) -> Result<String, String> {
        let text = self.0.get(name).and_then(Value::as_str);
        text.map(str::to_owned).ok_or_else(|| format!("{name} is missing"))
    }
}

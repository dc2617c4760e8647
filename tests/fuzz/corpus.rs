//! Writes the seeds of tests/hostile as the corpus that the fuzzing begins with. Keys are made anew each time, so none is in the repository.

#[path = "../hostile/parsers.rs"]
mod parsers;
#[path = "../hostile/seeds.rs"]
mod seeds;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "corpus".to_owned());
    for (parser, _) in parsers::PARSERS {
        let folder = std::path::Path::new(&folder).join(parser);
        std::fs::create_dir_all(&folder)?;
        for (number, seed) in seeds::of(parser).into_iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number}")), seed)?;
        }
    }
    Ok(())
}

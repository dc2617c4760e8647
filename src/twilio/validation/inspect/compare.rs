//! Canonical requests to look at: side by side, `Authorization` masked, the first difference marked.

use crate::twilio::Secret;

/// What stands for a secret.
const MASK: &str = "\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}\u{2022}";

/// Where two texts begin to differ, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// A line as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What is the same in both texts, up to the first difference; elsewhere the whole line.
    pub same: String,
    /// The rest of the line where the first difference is; white space and an empty rest are made visible.
    pub differs: Option<String>,
}

/// One canonical request, or two beside one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// What is compared.
    pub title: &'static str,
    /// What came out: whole sentences.
    pub found: Vec<String>,
    /// Where the texts begin to differ, if there are two and they do.
    pub place: Option<Place>,
    /// The canonical request that the request calls for; absent if no request was given.
    pub ours: Option<Vec<Line>>,
    /// The other one, with what it is called.
    pub theirs: Option<(&'static str, Vec<Line>)>,
}

impl Comparison {
    /// One text alone.
    pub(super) fn one(title: &'static str, found: Vec<String>, ours: &Secret) -> Self {
        Self {
            title,
            found,
            place: None,
            ours: Some(lines(ours, None, None)),
            theirs: None,
        }
    }

    /// Two texts. `ours` may be missing. `known` is the value of `Authorization`, which is masked wherever it stands.
    pub(super) fn two(
        title: &'static str,
        found: Vec<String>,
        ours: Option<&Secret>,
        (name, theirs): (&'static str, &Secret),
        known: Option<&Secret>,
    ) -> Self {
        let place = ours.and_then(|ours| difference(ours.expose(), theirs.expose()));
        let known = known.map(|value| value.expose().trim_start_matches("Basic ").trim());
        Self {
            title,
            found,
            place,
            ours: ours.map(|ours| lines(ours, place, known)),
            theirs: Some((name, lines(theirs, place, known))),
        }
    }
}

/// The first place where two texts differ.
pub(super) fn difference(one: &str, other: &str) -> Option<Place> {
    if one == other {
        return None;
    }
    let (mut ours, mut theirs) = (one.split('\n'), other.split('\n'));
    let mut line = 1;
    loop {
        match (ours.next(), theirs.next()) {
            (Some(one), Some(other)) if one == other => line += 1,
            (Some(one), Some(other)) => {
                let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
                return Some(Place { line, column: same + 1 });
            }
            _ => return Some(Place { line, column: 1 }),
        }
    }
}

/// The lines of a text, for people.
fn lines(text: &Secret, place: Option<Place>, known: Option<&str>) -> Vec<Line> {
    let mut hiding = false;
    let mut lines: Vec<_> = text
        .expose()
        .split('\n')
        .enumerate()
        .map(|(index, line)| {
            // A secret that was wrapped goes on in the next lines; a header, the list of names and an empty line end it.
            hiding = (hiding && !line.is_empty() && !line.contains([':', ';'])) || secret(line, known).is_some();
            let differs = place.is_some_and(|place| place.line == index + 1);
            if hiding && secret(line, known).is_none() {
                return Line {
                    same: MASK.to_owned(),
                    differs: differs.then(String::new),
                };
            }
            match place {
                Some(place) if differs => cut(line, place.column, known),
                _ => Line {
                    same: mask(line, known),
                    differs: None,
                },
            }
        })
        .collect();
    // The other text goes on where this one has ended.
    if place.is_some_and(|place| place.line == lines.len() + 1) {
        lines.push(Line {
            same: String::new(),
            differs: Some("(the text has ended)".to_owned()),
        });
    }
    lines
}

/// A line in two parts. A difference within a secret is shown at the secret's beginning.
fn cut(line: &str, column: usize, known: Option<&str>) -> Line {
    let at = line.char_indices().nth(column - 1).map_or(line.len(), |(at, _)| at);
    let secret = secret(line, known);
    let at = secret.map_or(at, |start| at.min(start));
    let (same, rest) = line.split_at(at);
    let rest = match rest {
        "" if line.is_empty() => "(empty line)".to_owned(),
        "" => "(the line ends)".to_owned(),
        rest if rest.trim().is_empty() => rest.replace(' ', "\u{2420}"),
        rest => visible(rest, secret.map(|start| start - at)),
    };
    Line {
        same: visible(same, None),
        differs: Some(rest),
    }
}

fn mask(line: &str, known: Option<&str>) -> String {
    visible(line, secret(line, known))
}

/// Where in a line a secret begins: the value of `authorization`, what follows "Basic", or the known value.
fn secret(line: &str, known: Option<&str>) -> Option<usize> {
    let lower = line.to_ascii_lowercase();
    let name = lower.find("authorization").and_then(|at| {
        let rest = lower.get(at..)?;
        // The list of signed headers has the name too, but no value behind it.
        let colon = rest.find([':', '='])?;
        let start = at + colon + 1;
        let value = lower.get(start..)?;
        Some(start + value.len() - value.trim_start().len())
    });
    let scheme = lower.find("basic ").or_else(|| lower.find("basic%20"));
    let known = known
        .filter(|known| !known.is_empty())
        .and_then(|known| line.find(known));
    let start = [name, scheme, known].into_iter().flatten().min()?;
    (start < line.len()).then_some(start)
}

fn masked(value: &str) -> String {
    let basic = value.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("basic "));
    if basic {
        format!("Basic {MASK}")
    } else {
        MASK.to_owned()
    }
}

/// A text for people: from `secret` on masked, and what is between the lines made visible.
fn visible(text: &str, secret: Option<usize>) -> String {
    let (shown, hidden) = secret.map_or((text, ""), |start| text.split_at(start));
    let mut shown = shown.replace('\r', "\u{240d}").replace('\t', "\u{2409}");
    if !hidden.is_empty() {
        shown.push_str(&masked(hidden));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(one: &str, other: &str) -> Option<(usize, usize)> {
        difference(one, other).map(|place| (place.line, place.column))
    }

    #[test]
    fn the_first_difference_is_found() {
        assert_eq!(place("a\nb", "a\nb"), None);
        assert_eq!(place("GET\n/a", "GET\n/b"), Some((2, 2)));
        assert_eq!(place("a\n", "a"), Some((2, 1)));
        assert_eq!(place("\u{e4}x", "\u{e4}"), Some((1, 2)));
    }

    #[test]
    fn no_side_shows_a_secret() {
        let of = |value: &str| {
            Secret::new(format!(
                "GET\n/\n\nauthorization:{value}\nhost:h\n\nauthorization;host\n"
            ))
        };
        for (one, other) in [
            ("Basic aGk6aG8=", "Basic aGk6aGE="),
            ("aGk6aG8=", "Basic aGk6aG8="),
            ("Basic aGk6aG8=", ""),
        ] {
            let compared = Comparison::two("", vec![], Some(&of(one)), ("", &of(other)), None);
            let shown = format!("{compared:?}");
            assert!(!shown.contains("aGk6"), "{shown}");
            assert_eq!(compared.place.unwrap().line, 4);
            assert!(shown.contains("authorization;host"), "{shown}");
        }
        let joined = Secret::new("GET / Authorization: Basic aGk6aG8= host".into());
        let shown = format!("{:?}", Comparison::two("", vec![], Some(&of("x")), ("", &joined), None));
        assert!(!shown.contains("aGk6"), "{shown}");
        // Behind the first difference, and without a name.
        let (value, known) = (of("aGk6aG8="), Secret::new("Basic aGk6aG8=".into()));
        for other in ["authoriZation:aGk6aG8=", "x aGk6aG8=", "aGk6aG8="] {
            let other = Secret::new(value.expose().replace("authorization:aGk6aG8=", other));
            let shown = format!(
                "{:?}",
                Comparison::two("", vec![], Some(&value), ("", &other), Some(&known))
            );
            assert!(!shown.contains("aGk6"), "{shown}");
        }
    }

    #[test]
    fn an_end_that_is_missing_is_shown() {
        let (one, other) = (Secret::new("a\n".into()), Secret::new("a".into()));
        let compared = Comparison::two("", vec![], Some(&one), ("", &other), None);
        let last = |lines: &[Line]| lines.last().unwrap().differs.clone().unwrap();
        assert_eq!(last(&compared.ours.unwrap()), "(empty line)");
        assert_eq!(last(&compared.theirs.unwrap().1), "(the text has ended)");
    }
}

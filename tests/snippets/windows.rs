//! How a Windows program gets its arguments,
//! <https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments>.

/// Cuts a command line into arguments as Microsoft's C runtime does; the program's name is not in it.
pub(crate) fn arguments(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut chars = line.chars().peekable();
    loop {
        while chars.next_if(|c| matches!(c, ' ' | '\t')).is_some() {}
        if chars.peek().is_none() {
            return found;
        }
        let (mut argument, mut quoted) = (String::new(), false);
        while let Some(c) = chars.next_if(|c| quoted || !matches!(c, ' ' | '\t')) {
            match c {
                '\\' => {
                    let mut backslashes = 1;
                    while chars.next_if_eq(&'\\').is_some() {
                        backslashes += 1;
                    }
                    if chars.peek() != Some(&'"') {
                        argument.extend(std::iter::repeat_n('\\', backslashes));
                        continue;
                    }
                    argument.extend(std::iter::repeat_n('\\', backslashes / 2));
                    if backslashes % 2 == 1 {
                        argument.extend(chars.next());
                    }
                }
                '"' if quoted && chars.next_if_eq(&'"').is_some() => argument.push('"'),
                '"' => quoted = !quoted,
                _ => argument.push(c),
            }
        }
        found.push(argument);
    }
}

#[test]
fn arguments_are_cut_as_documented() {
    let cases: [(&str, &[&str]); 5] = [
        (r#""abc" d e"#, &["abc", "d", "e"]),
        (r#"a\\b d"e f"g h"#, &[r"a\\b", "de fg", "h"]),
        (r#"a\\\"b c d"#, &[r#"a\"b"#, "c", "d"]),
        (r#"a\\\\"b c" d e"#, &[r"a\\b c", "d", "e"]),
        (r#"a"b"" c d"#, &[r#"ab" c d"#]),
    ];
    for (line, wanted) in cases {
        assert_eq!(arguments(line), wanted, "{line}");
    }
}

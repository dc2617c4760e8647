//! The names of profiles.

use keyseed::snippets::{profile_name, profile_name_error};

/// Everything that JavaScript's objects have from birth, which the CLI takes for profiles that exist.
const INHERITED: [&str; 12] = [
    "constructor",
    "__proto__",
    "toString",
    "toLocaleString",
    "valueOf",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
];

#[test]
fn no_inherited_name_is_ever_emitted_or_taken() {
    let account = "AC00000000000000000000000000c0ffee".parse().unwrap();
    for name in INHERITED {
        let written = [name.to_owned(), format!(" {name} "), name.to_uppercase()];
        for name in written {
            let profile = profile_name(&name, &account);
            assert!(profile.ends_with("-00c0ffee"), "{profile}");
            assert!(!INHERITED.contains(&profile.as_str()), "{profile}");
        }
        assert!(profile_name_error(name).is_some(), "{name}");
    }
}

//! The six ways to use a subaccount with the Twilio CLI, for bash and zsh.
//!
//! Each command is one line, because a second pasted line would be read by the first one's prompt.

use super::quote::posix;
use crate::twilio::{AccountSid, ApiKeySid, Secret};

/// What a snippet is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The subaccount.
    pub account_sid: AccountSid,
    /// Its API key.
    pub api_key_sid: ApiKeySid,
    /// The API key's secret.
    pub secret: Secret,
    /// The name of its CLI profile.
    pub profile: String,
    /// The parent account.
    pub parent_sid: AccountSid,
    /// The parent's Main API key. Its secret is asked for, never printed.
    pub main_key_sid: ApiKeySid,
}

/// A piece of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// To show as it is.
    Plain(String),
    /// To hide until the admin reveals it; quoted for the shell.
    Hidden(Secret),
}

/// A ready command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// What it does; the label of its region.
    pub title: &'static str,
    /// What to know about it.
    pub note: String,
    /// Whether it asks with the parent's credentials.
    pub asks_parent: bool,
    /// The command's pieces.
    pub command: Vec<Text>,
}

impl Snippet {
    /// The whole command, with its secret.
    #[must_use]
    pub fn full(&self) -> Secret {
        let pieces = self.command.iter().map(|text| match text {
            Text::Plain(text) => text.as_str(),
            Text::Hidden(secret) => secret.expose(),
        });
        Secret::new(pieces.collect())
    }

    /// Whether a secret is in it.
    #[must_use]
    pub fn has_secret(&self) -> bool {
        self.command.iter().any(|text| matches!(text, Text::Hidden(_)))
    }
}

/// Adds a profile to the CLI's configuration file, as the CLI writes it. `profiles:create` cannot: it takes an Auth
/// Token only. Inside the quotes are back-ticks alone, so that the program needs no escaping.
const ADD_PROFILE: &str = "const f=require(`fs`),p=require(`path`),e=process.env,d=e.TWILIO_CONFIG_DIR||p.join(e.HOME||e.USERPROFILE,`.twilio-cli`),c=p.join(d,`config.json`),j=f.existsSync(c)?JSON.parse(f.readFileSync(c)):{};j.profiles={...j.profiles,[process.argv[1]]:{accountSid:e.TWILIO_ACCOUNT_SID,apiKey:e.TWILIO_API_KEY,apiSecret:e.TWILIO_API_SECRET}};f.mkdirSync(d,{recursive:true});f.writeFileSync(c,JSON.stringify(j),{mode:0o600});f.chmodSync(c,0o600)";

/// The six ways, in the order of the page.
#[must_use]
pub fn cli_snippets(subject: &Subject) -> Vec<Snippet> {
    let Subject {
        account_sid,
        api_key_sid,
        secret,
        profile,
        parent_sid,
        main_key_sid,
    } = subject;
    let profile = posix(profile);
    let variables = |prefix: &str| {
        let plain =
            format!("{prefix}TWILIO_ACCOUNT_SID='{account_sid}' TWILIO_API_KEY='{api_key_sid}' TWILIO_API_SECRET=");
        vec![Text::Plain(plain), Text::Hidden(Secret::new(posix(secret.expose())))]
    };
    let numbers = format!(
        "twilio api:core:available-phone-numbers:local:list --area-code='415' --country-code US --account-sid='{account_sid}'"
    );
    let ask = |what: &str, variable: &str| {
        format!("printf '{what}: ' && IFS= read -rs {variable} && export {variable} && echo")
    };
    let snippet = |title, note: &str, command| Snippet {
        title,
        note: note.to_owned(),
        asks_parent: false,
        command,
    };
    let of_parent = |snippet: Snippet| Snippet {
        asks_parent: true,
        ..snippet
    };
    let plain = |text: String| vec![Text::Plain(text)];
    let mut save = variables("");
    save.push(Text::Plain(format!(" node -e '{ADD_PROFILE}' {profile}")));
    vec![
        snippet(
            "Use in this shell",
            "Every Twilio CLI command in this shell then uses the subaccount. These variables win over the active profile, without a warning.",
            variables("export "),
        ),
        snippet(
            "Save as a CLI profile",
            "twilio profiles:create takes no API key, only an Auth Token (Twilio's page says otherwise), so this writes the profile into the CLI's own configuration file. The secret is kept there in clear text; a profile of the same name is replaced.",
            save,
        ),
        snippet(
            "Switch to the profile",
            "Without unset, exported variables would go on winning over the profile.",
            plain(format!(
                "unset TWILIO_ACCOUNT_SID TWILIO_API_KEY TWILIO_API_SECRET TWILIO_AUTH_TOKEN && twilio profiles:use {profile}"
            )),
        ),
        snippet(
            "One command with the profile",
            "-p reads the profile only, whatever is exported.",
            plain(format!("twilio phone-numbers:list -p {profile}")),
        ),
        of_parent(snippet(
            "Main key with --account-sid",
            "For twilio api:core commands. It asks for the Main key's secret, which is not printed here; the variables stay in this shell.",
            plain(format!(
                "unset TWILIO_AUTH_TOKEN && export TWILIO_ACCOUNT_SID='{parent_sid}' TWILIO_API_KEY='{main_key_sid}' && {} && {numbers}",
                ask("Main API key secret", "TWILIO_API_SECRET")
            )),
        )),
        of_parent(snippet(
            "Auth Token (discouraged)",
            "Only where no API key can be had: the Auth Token may do everything in the account, and it stops working once Public Key Client Validation is enforced. It asks for the token.",
            plain(format!(
                "unset TWILIO_API_KEY TWILIO_API_SECRET && export TWILIO_ACCOUNT_SID='{parent_sid}' && {} && {numbers}",
                ask("Auth Token", "TWILIO_AUTH_TOKEN")
            )),
        )),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    fn subject() -> Subject {
        let sid = |prefix: &str, digit: &str| format!("{prefix}{}", digit.repeat(32));
        Subject {
            account_sid: sid("AC", "2").parse().unwrap(),
            api_key_sid: sid("SK", "4").parse().unwrap(),
            secret: Secret::new("we'ird $ \"sec:ret`".to_owned()),
            profile: "west".to_owned(),
            parent_sid: sid("AC", "1").parse().unwrap(),
            main_key_sid: sid("SK", "3").parse().unwrap(),
        }
    }

    #[test]
    fn the_shell_reads_every_command() {
        for snippet in cli_snippets(&subject()) {
            let checked = Command::new("bash")
                .arg("-n")
                .arg("-c")
                .arg(snippet.full().expose())
                .status()
                .unwrap();
            assert!(checked.success(), "{}", snippet.title);
            assert!(!snippet.full().expose().contains('\n'), "{}: one line", snippet.title);
        }
    }

    #[test]
    fn exports_carry_the_secret_unchanged() {
        let line = cli_snippets(&subject())[0].full().expose().to_owned() + " && printf %s \"$TWILIO_API_SECRET\"";
        let output = Command::new("bash").arg("-c").arg(line).output().unwrap();
        assert_eq!(output.stdout, b"we'ird $ \"sec:ret`");
    }

    #[test]
    fn the_main_keys_secret_is_asked_for() {
        let snippets = cli_snippets(&subject());
        let main = &snippets[4];
        assert!(!main.has_secret() && main.full().expose().contains("read -rs TWILIO_API_SECRET"));
        assert!(!snippets[5].has_secret() && snippets[5].full().expose().contains("read -rs TWILIO_AUTH_TOKEN"));
    }
}

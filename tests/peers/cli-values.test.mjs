// Secrets that are hard to quote, pasted into shells on a terminal: with their histories, their line editors and without
// brackets around what is pasted. The bulk of such values is tried in tests/snippets.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Home, printed, shells } from "../support/cli.mjs";

const subject = {
  account_sid: "AC" + "2".repeat(32),
  api_key_sid: "SK" + "2".repeat(32),
  name: "West Team",
  parent_sid: "AC" + "1".repeat(32),
  main_key_sid: "SK" + "1".repeat(32),
  enforced: false,
};
const secrets = [
  "it's \"quoted\" `twice`",
  "$HOME ${HOME} $(id) $((1+1)) `id`",
  "!! !$ !x !-1 a!b!",
  "'!!' \"!!\" \\!! '\\'!!",
  "^a^b",
  "one\n!!two\n^three^four\n'!!'five",
  "a\\b\\\\ \\n \\0 %s %PATH% %",
  "-n",
  "  blanks  ",
  "=ls ~ ~/ * ? [a] {a,b} #x ;& | < > ( )",
  "\u{202e}abc \u{5d0}\u{5d1} \u{1f511} \u{e9} \u{65e5}\u{672c}",
  "'".repeat(9),
];

for (const [shell, { page, command }] of Object.entries(shells)) {
  test(`${shell}: a program gets the secret as it is`, async () => {
    const home = new Home("http://127.0.0.1:1", { recorder: true });
    // What `!` finds, if it is looked up.
    const steps = [{ paste: "echo found" }];
    for (const secret of secrets) {
      const { text } = printed({ ...subject, secret }, page).snippets["Use in this shell"];
      steps.push({ paste: `${text}\ntwilio` });
    }
    const shown = await home.terminal(shell, steps);
    const got = home.recorded().map(({ environment }) => environment.TWILIO_API_SECRET);
    assert.deepEqual(got, secrets, `${command}\n${shown}`);
    home.remove();
  });
}

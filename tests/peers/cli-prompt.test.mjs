// Where a snippet asks for a secret: what the terminal shows, and what becomes of the line when nobody answers.
import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { Home, printed, shells } from "../support/cli.mjs";
import { needle } from "../support/needle.mjs";

const typed = needle("typed");
const MAIN = "Main key with --account-sid";
const subject = {
  account_sid: "AC" + "2".repeat(32),
  api_key_sid: "SK" + "2".repeat(32),
  secret: needle("secret"),
  name: "West Team",
  parent_sid: "AC" + "1".repeat(32),
  main_key_sid: "SK" + "1".repeat(32),
  enforced: false,
};
const environment = { TWILIO_ACCOUNT_SID: subject.parent_sid, TWILIO_API_KEY: subject.main_key_sid };
const arguments_ = ["api:core:available-phone-numbers:local:list", "--area-code=415", "--country-code=US", `--account-sid=${subject.account_sid}`];

for (const [shell, { page }] of Object.entries(shells)) {
  describe(`the question for the Main key's secret in ${shell}`, () => {
    const paste = { paste: printed(subject, page).snippets[MAIN].text };
    const asked = { wait: "Main API key secret:" };
    let home;
    beforeEach(() => (home = new Home("http://127.0.0.1:1", { recorder: true })));
    afterEach(() => home.remove());
    const left = (name) => readFileSync(join(home.folder, name), "utf8");

    // Quotes, blanks at both ends and what shells expand.
    test("takes any answer as it is, and does not show it", async () => {
      const answer = ` it's "$HOME" \`id\` \\n %PATH% !! -e ~ ${needle("typed")} `;
      const shown = await home.terminal(shell, [paste, asked, { type: `${answer}\r` }]);
      assert.ok(!shown.includes("it's") && !shown.includes("typed"), shown);
      assert.deepEqual(home.recorded(), [{ arguments: arguments_, environment: { ...environment, TWILIO_API_SECRET: answer } }]);
    });

    if (shell !== "dash") {
      test("also when the terminal brackets what is pasted", async () => {
        const shown = await home.terminal(shell, [paste, asked, { type: `${typed}\r` }], { bracketed: true });
        assert.ok(!shown.includes(typed), shown);
        assert.deepEqual(home.recorded(), [{ arguments: arguments_, environment: { ...environment, TWILIO_API_SECRET: typed } }]);
      });
    }

    for (const [how, key] of [["Ctrl-C", "\x03"], ["half an answer and Ctrl-C", `${typed}\x03`], ["an empty answer", "\r"]]) {
      test(`${how}: nothing runs, nothing is kept, and the terminal echoes`, async () => {
        const settings = { type: "stty -a >terminal.txt; printenv TWILIO_API_SECRET >secret.txt\r" };
        const shown = await home.terminal(shell, [paste, asked, { type: key }, { pause: 0.5 }, settings]);
        assert.deepEqual(home.recorded(), [], shown);
        assert.match(left("terminal.txt"), /[; ]echo /);
        assert.equal(left("secret.txt").trim(), "");
        assert.ok(!shown.includes(typed), shown);
      });
    }
  });
}

test("what is typed at the question is not in the history", async () => {
  const home = new Home("http://127.0.0.1:1", { recorder: true });
  const text = printed(subject, "bash/zsh").snippets["Without the secret in the history"].text;
  const file = join(home.folder, "history.txt");
  await home.terminal("bash", [{ paste: text }, { wait: "API key secret:" }, { type: `${typed}\r` }, { paste: `history >${file}` }]);
  assert.ok(existsSync(file) && readFileSync(file, "utf8").includes("TWILIO_API_SECRET"));
  assert.doesNotMatch(readFileSync(file, "utf8"), new RegExp(typed));
  rmSync(file);
  home.remove();
});

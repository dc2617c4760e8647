// The programs that write a profile into the CLI's configuration file and take it out: with node, and with jq.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { Home, printed } from "../support/cli.mjs";

const subject = {
  account_sid: "AC" + "2".repeat(32),
  api_key_sid: "SK" + "2".repeat(32),
  // Whatever a secret may be: the programs take it from the environment.
  secret: "it's \"$HOME\" `id` \\n %PATH% !! \u{1f511} -e",
  name: "West Team",
  parent_sid: "AC" + "1".repeat(32),
  main_key_sid: "SK" + "1".repeat(32),
  enforced: false,
};
const own = { accountSid: subject.account_sid, apiKey: subject.api_key_sid, apiSecret: subject.secret };
const other = { accountSid: "AC" + "9".repeat(32), apiKey: "SK" + "9".repeat(32), apiSecret: "other", region: "au1" };
const rest = { email: { fromEmail: "ops@example.com" }, prompts: {}, projects: [{ id: "old" }] };

const WAYS = { node: ["Save as a CLI profile", "Undo"], jq: ["Write the profile without node", "Remove the profile without node"] };
for (const [means, titles] of Object.entries(WAYS)) {
  for (const [shell, page] of [["bash", "bash/zsh"], ["fish", "fish"]]) {
    describe(`a profile, with ${means} in ${shell}`, () => {
      const { snippets, profile } = printed(subject, page);
      const [add, remove] = titles.map((title) => snippets[title].text);
      let home;
      beforeEach(() => (home = new Home("http://127.0.0.1:1", { recorder: true })));
      afterEach(() => home.remove());
      const files = () => readdirSync(dirname(home.config));

      test("is written where there was nothing, for the owner only", async () => {
        const { said, complained } = await home.run(shell, add);
        assert.deepEqual(home.read(), { content: { profiles: { [profile]: own } }, mode: "600" }, complained);
        assert.equal((statSync(dirname(home.config)).mode & 0o777).toString(8), "700");
        assert.match(said, new RegExp(`^Saved profile ${profile} in .*config\\.json\n$`));
        assert.ok(!said.includes(subject.secret));
      });

      test("leaves everything else as it is, and closes a file that others could read", async () => {
        home.write({ ...rest, profiles: { other }, activeProject: "other" }, 0o644);
        await home.run(shell, add);
        assert.deepEqual(home.read(), { content: { ...rest, profiles: { other, [profile]: own }, activeProject: "other" }, mode: "600" });
        await home.run(shell, add);
        assert.deepEqual(Object.keys(home.read().content.profiles), ["other", profile], "twice is as good as once");
        assert.deepEqual(files(), ["config.json"]);
      });

      test("does not overwrite another one of that name", async () => {
        home.write({ ...rest, profiles: { [profile]: other } }, 0o644);
        const before = readFileSync(home.config, "utf8");
        const { said, complained, code } = await home.run(shell, add);
        assert.equal(readFileSync(home.config, "utf8"), before);
        assert.match(complained, /another profile west-team-22222222 already/);
        assert.deepEqual([said, code === 0, files()], ["", false, ["config.json"]]);
      });

      test("goes where TWILIO_CONFIG_DIR says", async () => {
        home.env.TWILIO_CONFIG_DIR = join(home.folder, "it's a folder");
        await home.run(shell, add);
        assert.deepEqual(home.read()?.content.profiles, { [profile]: own });
        assert.ok(!existsSync(join(home.folder, ".twilio-cli")));
        await home.run(shell, remove);
        assert.deepEqual(home.read().content.profiles, {});
      });

      test("leaves a file alone that it cannot read", async () => {
        mkdirSync(dirname(home.config));
        writeFileSync(home.config, '{"profiles":{');
        const { code } = await home.run(shell, add);
        assert.deepEqual([readFileSync(home.config, "utf8"), code === 0, files()], ['{"profiles":{', false, ["config.json"]]);
      });

      test("does not write the secret into what somebody else left open", async () => {
        home.write({ profiles: {} });
        writeFileSync(`${home.config}.new`, "", { mode: 0o644 });
        await home.run(shell, add);
        assert.equal(home.read().mode, "600");
      });

      test("is taken out, and is then not the active one", async () => {
        home.write({ ...rest, profiles: { other, [profile]: own }, activeProject: profile }, 0o644);
        const { said } = await home.run(shell, remove);
        assert.deepEqual(home.read(), { content: { ...rest, profiles: { other }, activeProject: null }, mode: "600" });
        assert.match(said, /^Removed profile west-team-22222222 from|^Removed profile west-team-22222222 in/);
        home.write({ profiles: { other, [profile]: own }, activeProject: "other" });
        await home.run(shell, remove);
        assert.deepEqual(home.read().content, { profiles: { other }, activeProject: "other" });
      });

      test("that is not there is no trouble", async () => {
        rmSync(dirname(home.config), { recursive: true, force: true });
        assert.equal((await home.run(shell, remove)).code, 0);
        assert.deepEqual(home.read()?.content.profiles ?? {}, {});
      });
    });
  }
}

test("the file for a folder, and the one for direnv, say the same as the shell", async () => {
  const home = new Home("http://127.0.0.1:1", { recorder: true });
  const plain = { ...subject, secret: "s3cretOfTheSubaccount" };
  const { snippets, profile } = printed(plain, ".env");
  const variables = { TWILIO_ACCOUNT_SID: plain.account_sid, TWILIO_API_KEY: plain.api_key_sid, TWILIO_API_SECRET: plain.secret };
  const files = { ".env": "set -a; . ./.env; set +a; twilio", ".envrc": ". ./.envrc; twilio" };
  for (const snippet of Object.values(snippets).filter((snippet) => snippet.file)) {
    assert.ok(snippet.file.startsWith(profile), "browsers take a leading dot away");
    const name = snippet.file.slice(profile.length);
    writeFileSync(join(home.folder, name), snippet.text);
    for (const shell of ["bash", "dash", "zsh"]) await home.run(shell, files[name], { env: { TWILIO_API_KEY: "SK" } });
  }
  assert.deepEqual(home.recorded().map(({ environment }) => environment), Array(6).fill(variables));
  home.remove();
});

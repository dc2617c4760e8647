// add-profile.mjs, which writes a profile into the CLI's configuration file and removes it: pasted as one line into bash,
// zsh and fish, and as the file that PowerShell and the command prompt run.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Home, printed, shells } from "../support/cli.mjs";
import { needle } from "../support/needle.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const subject = {
  account_sid: "AC" + "2".repeat(32),
  api_key_sid: "SK" + "2".repeat(32),
  // Whatever a secret may be: the program takes it from its environment, or as a line.
  secret: `it's "$HOME" \`id\` \\n %PATH% !! \u{1f511} -e ${randomBytes(8).toString("hex")}`,
  name: "West Team",
  parent_sid: "AC" + "1".repeat(32),
  main_key_sid: "SK" + "1".repeat(32),
  enforced: false,
};
const own = { accountSid: subject.account_sid, apiKey: subject.api_key_sid, apiSecret: subject.secret };
const older = { ...own, apiKey: "SK" + "8".repeat(32), apiSecret: needle("older") };
const other = { accountSid: "AC" + "9".repeat(32), apiKey: "SK" + "9".repeat(32), apiSecret: needle("other"), region: "au1" };
const rest = { email: { fromEmail: "ops@example.com" }, prompts: {}, projects: [{ id: "old" }] };
const profile = "west-team-22222222";
const MARK = "\ufeff";
const [SAVE, UNDO] = ["Save as a CLI profile", "Undo"];

const pasted = (shell) => {
  const { snippets } = printed(subject, shells[shell].page);
  return { shell, save: snippets[SAVE].text, undo: snippets[UNDO].text };
};
/** The node line of PowerShell's commands, whose words bash reads alike; the file is where it runs. */
const asFile = () => {
  const { snippets } = printed(subject, "PowerShell");
  const [save, undo] = [SAVE, UNDO].map((title) => snippets[title].text.split("\n").at(-1));
  return { shell: "bash", save, undo, program: snippets[SAVE].program, input: `${subject.secret}\n` };
};

for (const [way, { shell, save, undo, program, input }] of Object.entries({ bash: pasted("bash"), zsh: pasted("zsh"), fish: pasted("fish"), "the file": asFile() })) {
  describe(`a profile, by ${way}`, () => {
    let home;
    beforeEach(() => {
      home = new Home("http://127.0.0.1:1", { recorder: true });
      if (program) writeFileSync(join(home.folder, program.name), program.text);
    });
    afterEach(() => home.remove());
    const run = (lines, options) => home.run(shell, lines, { input, ...options });
    const files = () => readdirSync(dirname(home.config));
    const raw = () => readFileSync(home.config, "utf8");
    const put = (text) => (mkdirSync(dirname(home.config), { recursive: true }), writeFileSync(home.config, text));
    /** Nothing is written, nothing is left, and nothing secret is said. */
    const refuses = async (lines, said) => {
      const before = raw();
      const done = await run(lines);
      assert.equal(raw(), before);
      assert.deepEqual([done.said, done.code, files()], ["", 1, ["config.json"]], done.complained);
      assert.match(done.complained, said);
      assert.match(done.complained, /Nothing was changed\.\n$/);
      for (const { apiSecret } of [own, older, other]) assert.ok(!done.complained.includes(apiSecret));
    };

    test("is written where there was nothing, for the owner only", async () => {
      const { said, complained } = await run(save);
      assert.deepEqual(home.read(), { content: { profiles: { [profile]: own } }, mode: "600" }, complained);
      assert.equal((statSync(dirname(home.config)).mode & 0o777).toString(8), "700");
      assert.equal(said, `Saved profile ${profile} in ${home.config}\n`);
      assert.ok(!complained.includes(subject.secret));
    });

    test("leaves everything else as it is", async () => {
      const profiles = { other, Acme: other, acme: older, "": other, constructor: other };
      // As text: in JavaScript's own notation this name would be no property.
      put(JSON.stringify({ ...rest, profiles, activeProject: "other" }).replace('"profiles":{', '"profiles":{"__proto__":{},'));
      const { complained } = await run(save);
      const wanted = JSON.stringify({ ...rest, profiles: { ...profiles, [profile]: own }, activeProject: "other" });
      assert.equal(raw(), `${wanted.replace('"profiles":{', '"profiles":{"__proto__":{},')}\n`, complained);
      const once = raw();
      await run(save);
      assert.equal(raw(), once, "twice is as good as once");
      assert.deepEqual(files(), ["config.json"]);
    });

    test("replaces an older API key of the same account, and says so", async () => {
      home.write({ profiles: { [profile]: older, other }, activeProject: profile });
      const { said } = await run(save);
      assert.deepEqual(home.read().content, { profiles: { [profile]: own, other }, activeProject: profile });
      assert.equal(said, `Saved profile ${profile} in ${home.config}\nIt is the same account. Its older API key ${older.apiKey} was replaced.\n`);
    });

    test("does not overwrite the one of another account", async () => {
      home.write({ ...rest, profiles: { [profile]: other } }, 0o644);
      await refuses(save, new RegExp(`The profile ${profile} belongs to another account, ${other.accountSid}`));
    });

    test("goes where TWILIO_CONFIG_DIR says", async () => {
      home.env.TWILIO_CONFIG_DIR = join(home.folder, "it's a folder");
      await run(save);
      assert.deepEqual(home.read()?.content.profiles, { [profile]: own });
      assert.ok(!existsSync(join(home.folder, ".twilio-cli")));
      await run(undo);
      assert.deepEqual(home.read().content.profiles, {});
    });

    test("leaves a file alone that it cannot read, and does not quote it", async () => {
      const whole = JSON.stringify({ profiles: { other } });
      const broken = ["{", `${whole.slice(0, -1)},}`, whole.replace('"region"', "region"), "null", "[]", '{"profiles":["x"]}', '{"profiles":"x"}'];
      for (const text of [...broken, Buffer.from(`${MARK}${whole}`, "utf16le")]) {
        put(text);
        for (const line of [save, undo]) await refuses(line, /config\.json is not a configuration of the Twilio CLI\. Correct it, or move it away\./);
      }
      put("");
      await run(save);
      assert.deepEqual(home.read().content, { profiles: { [profile]: own } }, "an empty file has nothing to lose");
    });

    test("keeps a byte order mark", async () => {
      put(MARK + JSON.stringify({ ...rest, profiles: { other } }));
      const { complained } = await run(save);
      assert.equal(raw(), `${MARK}${JSON.stringify({ ...rest, profiles: { other, [profile]: own } })}\n`, complained);
      await run(undo);
      assert.equal(raw(), `${MARK}${JSON.stringify({ ...rest, profiles: { other } })}\n`);
    });

    test("keeps links: their target is changed, or made", async () => {
      // The CLI's folder is a link, too, so that what is relative begins in another place.
      mkdirSync(join(home.folder, "dots", "twilio"), { recursive: true });
      symlinkSync(join("dots", "twilio"), join(home.folder, ".twilio-cli"));
      const target = join(home.folder, "dots", "config of twilio.json");
      symlinkSync("middle", home.config);
      symlinkSync(join("..", "config of twilio.json"), join(dirname(home.config), "middle"));
      for (const content of [undefined, { profiles: { other } }]) {
        if (content) writeFileSync(target, JSON.stringify(content), { mode: 0o644 });
        const { complained } = await run(save);
        assert.deepEqual(JSON.parse(readFileSync(target, "utf8")), { profiles: { ...content?.profiles, [profile]: own } }, complained);
        await run(undo);
        assert.deepEqual(JSON.parse(readFileSync(target, "utf8")).profiles, content?.profiles ?? {});
        assert.equal(readlinkSync(home.config), "middle");
        assert.ok(lstatSync(target).isFile() && (statSync(target).mode & 0o777) === 0o600);
        assert.deepEqual(readdirSync(dirname(target)).sort(), ["config of twilio.json", "twilio"]);
        rmSync(target);
      }
    });

    test("keeps the owner's rights, and gives others none", async () => {
      for (const [before, after] of [[0o644, "600"], [0o660, "600"], [0o600, "600"], [0o400, "400"]]) {
        home.write({ profiles: { other } });
        chmodSync(home.config, before);
        await run(save);
        assert.deepEqual(home.read(), { content: { profiles: { other, [profile]: own } }, mode: after });
        await run(undo);
        assert.deepEqual(home.read(), { content: { profiles: { other } }, mode: after });
      }
    });

    test("is removed, and is then not the active one", async () => {
      home.write({ ...rest, profiles: { other, [profile]: own }, activeProject: profile }, 0o644);
      const { said } = await run(undo);
      assert.deepEqual(home.read(), { content: { ...rest, profiles: { other }, activeProject: null }, mode: "600" });
      assert.equal(said, `Removed profile ${profile} from ${home.config}\n`);
      home.write({ profiles: { other, [profile]: own }, activeProject: "other" });
      await run(undo);
      assert.deepEqual(home.read().content, { profiles: { other }, activeProject: "other" });
    });

    test("is removed only if it is this account's, with this API key", async () => {
      home.write({ profiles: { [profile]: other } });
      await refuses(undo, new RegExp(`The profile ${profile} belongs to another account, ${other.accountSid}`));
      home.write({ profiles: { [profile]: older } });
      await refuses(undo, new RegExp(`has another API key of this account, ${older.apiKey}\\. To remove it: twilio profiles:remove ${profile}`));
    });

    test("that is not there is no trouble", async () => {
      const { code, said } = await run(undo);
      assert.deepEqual([code, said, home.read()], [0, `There is no profile ${profile} in ${home.config}\n`, undefined]);
    });

    test("is there whole or not at all, whenever the program ends", async () => {
      const before = JSON.stringify({ ...rest, profiles: { other } });
      const after = `${JSON.stringify({ ...rest, profiles: { other, [profile]: own } })}\n`;
      const ends = [];
      for (let at = 1; at <= 6; at++) {
        put(before);
        const env = { INTERRUPT_AT: `${at}`, NODE_OPTIONS: `${home.env.NODE_OPTIONS} --require ${here("../support/interrupt.cjs")}` };
        await run(`umask 0; ${save}`, { env });
        assert.ok([before, after].includes(raw()), raw());
        ends.push(raw() === after);
        for (const name of files()) if (name !== "config.json") assert.equal(statSync(join(dirname(home.config), name)).mode & 0o77, 0, name);
        rmSync(dirname(home.config), { recursive: true });
      }
      assert.deepEqual([ends.indexOf(true) > 2, ends.at(-1)], [true, true], "it was interrupted before and after the change");
    });
  });
}

describe("add-profile.mjs", () => {
  const { save, program } = asFile();
  let home;
  beforeEach(() => (home = new Home("http://127.0.0.1:1")));
  afterEach(() => home.remove());
  const prepare = () => writeFileSync(join(home.folder, program.name), program.text);

  test("is what PowerShell and the command prompt run; the other shells need no file", () => {
    assert.deepEqual(program, { name: "add-profile.mjs", text: readFileSync(here("../../src/snippets/cli/add-profile.mjs"), "utf8") });
    assert.equal(save, `node add-profile.mjs save ${profile} ${subject.account_sid} ${subject.api_key_sid}`);
    for (const title of [SAVE, UNDO]) {
      const [cmd, powershell] = ["cmd", "PowerShell"].map((shell) => printed(subject, shell).snippets[title]);
      assert.deepEqual([cmd.program, cmd.text.split("\n").at(-1)], [program, powershell.text.split("\n").at(-1)]);
      assert.ok(!`${cmd.text}${powershell.text}`.includes(subject.secret), "it is asked for");
      assert.equal(printed(subject, "bash/zsh").snippets[title].program, null);
    }
  });

  // The variables of another machine, and of Windows.
  const folders = {
    HOME: { HOME: "a", USERPROFILE: "b", HOMEDRIVE: "c", HOMEPATH: "d" },
    "USERPROFILE without HOME": { HOME: undefined, USERPROFILE: "b", HOMEDRIVE: "c", HOMEPATH: "d" },
    TWILIO_CONFIG_DIR: { HOME: "a", TWILIO_CONFIG_DIR: "e" },
  };
  for (const [which, variables] of Object.entries(folders)) {
    test(`writes the file that the real CLI writes and reads, by ${which}`, async () => {
      prepare();
      const place = (name) => name && join(home.folder, name);
      const env = Object.fromEntries(Object.entries(variables).map(([name, folder]) => [name, place(folder)]));
      const line = `${save} && twilio email:set --from=ops@example.com --subject=Notice`;
      const { said, complained, code } = await home.run("bash", line, { input: `${subject.secret}\n`, env });
      assert.equal(code, 0, complained);
      const config = said.match(/ in (.+)\n/)[1];
      const { profiles, email } = JSON.parse(readFileSync(config, "utf8"));
      assert.deepEqual([profiles[profile], email.fromEmail], [own, "ops@example.com"]);
    });
  }

  test("the real CLI reads a file with a byte order mark, too", async () => {
    home.write({});
    writeFileSync(home.config, MARK + JSON.stringify({ profiles: { other } }));
    const { said } = await home.run("bash", "twilio profiles:list");
    assert.match(said, new RegExp(other.accountSid));
  });

  test("does not show the secret that is typed, and changes nothing without one", async () => {
    prepare();
    const asked = { wait: "API key secret:" };
    const typed = needle("typed");
    for (const answer of ["\r", "\x03", "\x04", `${typed.slice(0, 9)}\x03`]) {
      const shown = await home.terminal("bash", [{ paste: save }, asked, { type: answer }, { see: "There is no secret. Nothing was changed." }]);
      assert.ok(!shown.includes(typed.slice(0, 9)), shown);
      assert.equal(home.read(), undefined);
    }
    const shown = await home.terminal("bash", [{ paste: save }, asked, { type: `${typed}\r` }, { see: "Saved profile" }, { type: "stty -a\r" }, { see: "lnext" }]);
    assert.ok(!shown.includes(typed), shown);
    assert.match(shown, /[; ]echo /);
    assert.deepEqual(home.read().content.profiles, { [profile]: { ...own, apiSecret: typed } });
  });

  test("takes no secret that was meant for something else", async () => {
    prepare();
    const { code } = await home.run("bash", save, { env: { TWILIO_API_SECRET: "of the Main key" } });
    assert.deepEqual([code, home.read()], [1, undefined]);
  });

  test("does nothing with words that it does not know", async () => {
    prepare();
    const sids = `${subject.account_sid} ${subject.api_key_sid}`;
    for (const words of ["", `west ${sids}`, `add west ${sids}`, `save west ${subject.api_key_sid} ${subject.account_sid}`, `undo west AC12 ${subject.api_key_sid}`]) {
      const { code, complained } = await home.run("bash", `node add-profile.mjs ${words}`);
      assert.equal(code, 1);
      assert.match(complained, /^Usage: node add-profile\.mjs/);
    }
    assert.equal(home.read(), undefined);
  });
});

test("the file for a folder, and the one for direnv, say the same as the shell", async () => {
  const home = new Home("http://127.0.0.1:1", { recorder: true });
  const plain = { ...subject, secret: needle("secret") };
  const { snippets } = printed(plain, ".env");
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

test("where signing is enforced, the .env file has all settings of an application, and nothing says that it does not work", () => {
  const enforced = { ...subject, secret: "s", enforced: true, public_key_sid: "CR" + "5".repeat(32), private_key_file: "West-Team-private-key.pem" };
  const { snippets } = printed(enforced, ".env");
  const { text, refused, file } = snippets["Settings for the application"];
  assert.deepEqual([refused, file], [null, `${profile}.env`]);
  const lines = [`TWILIO_ACCOUNT_SID=${subject.account_sid}`, `TWILIO_API_KEY=${subject.api_key_sid}`, "TWILIO_API_SECRET=s"];
  assert.equal(text, [...lines, `TWILIO_PUBLIC_KEY_SID=${enforced.public_key_sid}`, `TWILIO_PRIVATE_KEY_FILE=${enforced.private_key_file}`, ""].join("\n"));
  assert.match(snippets["For direnv (.envrc)"].refused, /does not sign/, "that is for the CLI");
  const named = printed({ ...enforced, private_key_file: "\u65e5\u672c-private-key.pem" }, ".env").snippets["Settings for the application"];
  assert.match(named.text ?? named.unsayable, /\nTWILIO_PRIVATE_KEY_FILE=private-key\.pem\n$/, "such a name is no reason for no file");
});

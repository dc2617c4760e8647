// Blocks work in any order: whatever was pasted before in the same shell, a block asks the same as alone.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Home, printed, since, subaccount } from "../support/cli.mjs";
import { needle } from "../support/needle.mjs";
import { start } from "../support/practice.mjs";

const subject = {
  account_sid: "AC" + "2".repeat(32),
  api_key_sid: "SK" + "2".repeat(32),
  secret: needle("secret"),
  name: "West Team",
  parent_sid: "AC" + "1".repeat(32),
  main_key_sid: "SK" + "1".repeat(32),
  enforced: false,
};
/** What the environment says before the first block is pasted. */
const leftovers = {
  TWILIO_ACCOUNT_SID: "AC" + "9".repeat(32),
  TWILIO_API_KEY: "SK" + "9".repeat(32),
  TWILIO_API_SECRET: "other",
  TWILIO_AUTH_TOKEN: "0".repeat(32),
  TWILIO_REGION: "au1",
  TWILIO_EDGE: "sydney",
};
/** These leave the shell's variables as they are: a profile that is named wins over them. */
const KEEP = ["Save as a CLI profile", "One command with the profile"];
/** These call the CLI themselves. */
const CALL = [
  "Twilio's own way to a profile",
  "Switch to the profile",
  "One command with the profile",
  "Main key with --account-sid",
  "Auth Token (discouraged)",
];

describe("every pair of blocks, in one shell", () => {
  const { snippets, profile } = printed(subject, "bash/zsh");
  const own = { accountSid: subject.account_sid, apiKey: subject.api_key_sid, apiSecret: subject.secret };
  const blocks = Object.values(snippets);

  /** What the last of `blocks` calls the CLI with, and what the shell's next command would see. */
  async function last(blocks, env) {
    const home = new Home("http://127.0.0.1:1", { recorder: true });
    home.write({ profiles: { [profile]: own } });
    const lines = blocks.map(({ text }) => text).join("\ntwilio between\n");
    const input = blocks.map(({ title }, place) => (asks(title) ? `answer to ${title}\n` : "")).join("");
    await home.run("bash", `${lines}\ntwilio between`, { input, env });
    const calls = home.recorded();
    const after = calls.pop();
    const mine = calls.slice(calls.map((call) => call.arguments[0]).lastIndexOf("between") + 1);
    const kept = profile in home.read().content.profiles;
    home.remove();
    return { mine, after: after.environment, kept };
  }

  for (const second of blocks) {
    test(`${second.title}, after every other`, async () => {
      const alone = await last([second], {});
      assert.equal(alone.mine.length, CALL.includes(second.title) ? 1 : 0);
      for (const first of [undefined, ...blocks]) {
        const pair = await last(first ? [first, second] : [second], leftovers);
        const message = `after ${first?.title ?? "the variables of another account"}`;
        if (KEEP.includes(second.title)) {
          const effective = ({ arguments: words, environment: { TWILIO_REGION, TWILIO_EDGE } }) => ({ words, TWILIO_REGION, TWILIO_EDGE });
          assert.deepEqual(pair.mine.map(effective), alone.mine.map(effective), message);
          if (second.title !== "One command with the profile") assert.ok(pair.kept, message);
        } else {
          assert.deepEqual([pair.mine, pair.after], [alone.mine, alone.after], message);
        }
      }
    });
  }

  test("the matrix is what it says", () => {
    assert.equal(blocks.length, 9);
    for (const title of [...KEEP, ...CALL]) assert.ok(snippets[title], title);
  });
});

test("a universal variable of fish does not come to light behind a global one", async () => {
  const home = new Home("http://127.0.0.1:1", { recorder: true });
  const { text } = printed(subject, "fish").snippets["Use in this shell"];
  const script = `set -Ux TWILIO_AUTH_TOKEN ${"0".repeat(32)}; set -Ux TWILIO_REGION au1\n${text}\ntwilio`;
  // With its start files, without which fish has no universal variables.
  const { complained } = await home.run("bash", 'fish -c "$SCRIPT"', { env: { ...leftovers, SCRIPT: script } });
  const { account_sid, api_key_sid, secret } = subject;
  const own = { TWILIO_ACCOUNT_SID: account_sid, TWILIO_API_KEY: api_key_sid, TWILIO_API_SECRET: secret };
  assert.deepEqual(home.recorded().map(({ environment }) => environment), [own], complained);
  home.remove();
});

describe("pairs, with the real CLI", () => {
  const PAIRS = [
    ["Use in this shell", "One command with the profile", "own"],
    ["Main key with --account-sid", "Switch to the profile", "own"],
    ["Auth Token (discouraged)", "Use in this shell", "own"],
    ["Use in this shell", "Main key with --account-sid", "main"],
    ["Main key with --account-sid", "Auth Token (discouraged)", "parent"],
  ];
  let practice, subject, commands;
  before(async () => {
    practice = await start({ pkcv: "off" });
    ({ subject } = await subaccount(practice, "West Team"));
    commands = printed(subject, "bash/zsh");
  });
  after(() => practice?.stop());

  for (const [first, second, user] of PAIRS) {
    test(`${second}, after ${first}`, async () => {
      const { main_key_sid, main_key_secret, auth_token, account_sid } = practice.credentials;
      const home = new Home(practice.url);
      const { snippets, profile } = commands;
      home.write({ profiles: { [profile]: { accountSid: subject.account_sid, apiKey: subject.api_key_sid, apiSecret: subject.secret } } });
      const then = /Use|Switch/.test(second) ? "twilio phone-numbers:list" : "";
      const answers = { [title(0)]: main_key_secret, [title(1)]: auth_token };
      const input = [first, second].filter(asks).map((title) => `${answers[title]}\n`).join("");
      const { complained } = await home.run("bash", `${snippets[first].text}\n${snippets[second].text}\n${then}`, { input });
      home.remove();
      const { user: asked, status, path } = since(practice, 0).at(-1);
      assert.equal(asked, { own: subject.api_key_sid, main: main_key_sid, parent: account_sid }[user], complained);
      assert.equal(status, 200);
      assert.ok(path.startsWith(`/2010-04-01/Accounts/${subject.account_sid}/`), path);
    });
  }
});

function title(place) {
  return ["Main key with --account-sid", "Auth Token (discouraged)"][place];
}

function asks(title) {
  return /Main key|Auth Token|in the history/.test(title);
}

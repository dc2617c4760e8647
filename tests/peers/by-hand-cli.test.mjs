// The steps of the page By hand that the Twilio CLI can take: each line as it is, in bash, with the real CLI.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Home } from "../support/cli.mjs";
import { pair } from "../support/peers.mjs";
import { start } from "../support/practice.mjs";
import { printed } from "../support/by_hand.mjs";

const NAME = "it's \"West\" $HOME";

describe("the Twilio CLI's way through the steps", () => {
  let practice, home, lines, main;
  before(async () => {
    practice = await start({ pkcv: "off" });
    home = new Home(practice.url);
    const { account_sid, main_key_sid, main_key_secret } = practice.credentials;
    main = { TWILIO_ACCOUNT_SID: account_sid, TWILIO_API_KEY: main_key_sid, TWILIO_API_SECRET: main_key_secret };
    const steps = printed("steps", { account_sid, main_key_sid, name: NAME, seeds_public_key: true });
    const line = ({ title, ways }) => [title, ways.find((way) => way.title === "Twilio CLI")?.commands.join("\n")];
    lines = Object.fromEntries(steps.map(line));
  });
  after(async () => {
    home?.remove();
    await practice?.stop();
  });

  /** A line of bash with what is typed; then what else is to be seen. */
  function run(line, { env = {}, typed = "", then = "" }) {
    const { stdout, stderr } = spawnSync("bash", ["-c", `${line}\n${then}`], { cwd: home.folder, env: { ...home.env, ...env }, input: typed, encoding: "utf8" });
    return { stdout, stderr };
  }
  const last = () => practice.log().at(-1);

  test("the secret is asked for, and what would win over it is cleared", () => {
    const env = { TWILIO_AUTH_TOKEN: "x", TWILIO_REGION: "au1", TWILIO_EDGE: "sydney" };
    const { stdout } = run(lines["Open the script"], { env, typed: `${main.TWILIO_API_SECRET}\n`, then: "env | grep ^TWILIO_ | grep -v -e UPDATE -e VERSION | sort" });
    const wanted = Object.entries(main).map(([name, value]) => `${name}=${value}`).sort();
    assert.deepEqual(stdout.split("\n").filter((line) => line.startsWith("TWILIO_")), wanted);
  });

  test("subaccount, API key, public key, a request of its own", () => {
    const made = run(lines["Create the subaccount"], { env: main, typed: "ACtyped\n", then: 'echo "has $SUBACCOUNT_SID"' });
    assert.deepEqual([last().method, last().path, last().status], ["POST", "/2010-04-01/Accounts.json", 201], made.stderr);
    assert.match(made.stdout, /has ACtyped/);
    assert.ok(!/auth_?token/i.test(made.stdout), "the new Auth Token is not shown");
    const [SUBACCOUNT_SID] = made.stdout.match(/AC[0-9a-f]{32}/);

    const key = run(lines["Seed the API key"], { env: { ...main, SUBACCOUNT_SID } });
    assert.deepEqual([last().method, last().path, last().status], ["POST", `/2010-04-01/Accounts/${SUBACCOUNT_SID}/Keys.json`, 201], key.stderr);
    const [, sid, secret] = key.stdout.match(/(SK[0-9a-f]{32})\s+(\w{32})/);

    const { publicKey } = pair();
    writeFileSync(join(home.folder, "it-s-West-HOME-public-key.pem"), publicKey);
    const seeded = run(lines["Seed the public key"], { env: { ...main, SUBACCOUNT_SID }, typed: "CRtyped\n" });
    assert.deepEqual([last().method, last().host, last().status], ["POST", "accounts.twilio.com", 201], seeded.stderr);

    const tried = run(lines["Try the new credentials"], { env: { SUBACCOUNT_SID }, typed: `${sid}\n${secret}\n` });
    assert.deepEqual([last().method, last().path, last().user, last().status], ["GET", "/v1/Credentials/PublicKeys", sid, 200], tried.stderr);
    assert.match(tried.stdout, /CR[0-9a-f]{32}/, "the new public key is listed");
  });
});

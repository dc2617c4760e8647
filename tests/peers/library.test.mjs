// The walk-through as library code, run as it is by Twilio's own libraries: what it asks, what it leaves behind, and what
// it says when a step fails.
import assert from "node:assert/strict";
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { describe, test } from "node:test";
import { gateway } from "../support/gateway.mjs";
import { start } from "../support/practice.mjs";
import { needle } from "../support/needle.mjs";
import { keyPair, languages, run } from "../support/programs.mjs";

const PASSPHRASE = needle("correct horse, battery");
const mine = keyPair(PASSPHRASE);
const other = keyPair(PASSPHRASE);
/** Everything that ends a literal, a line or a template somewhere, in the 64 characters of a name. */
const NAME = "O'B \"West\" $HOME ${x} `id` \\u0022 \\ {{parent_sid}} %s \u05e9\u05dc\u05d5\u05dd \u{1f511}\u202e\u2028";
const KEYS = "/v1/Credentials/PublicKeys";

/** One run in a world of its own, and what came of it. */
async function prime(language, { pkcv = "enforced", trouble, secretFile, files = {}, encrypted = false, unsigned = pkcv === "off" } = {}) {
  const practice = await start({ pkcv });
  const through = await gateway(practice.url, trouble);
  const folder = mkdtempSync(join(tmpdir(), "keyseed-library-"));
  const { account_sid, main_key_sid, main_key_secret, public_key_sid, private_key_pem } = practice.credentials;
  const cipher = { cipher: "aes-256-cbc", passphrase: PASSPHRASE };
  const parent = createPrivateKey(private_key_pem).export({ type: "pkcs8", format: "pem", ...(encrypted ? cipher : {}) });
  const all = {
    "parent's.pem": parent,
    "new.pem": encrypted ? mine.encrypted_private_key : mine.private_key,
    "new-public.pem": mine.public_key,
    ...files,
  };
  for (const [name, content] of Object.entries(all)) writeFileSync(join(folder, name), content);
  const secretPath = join(folder, "west.env");
  if (secretFile !== undefined) writeFileSync(secretPath, secretFile);
  const values = {
    parent_sid: account_sid, main_key_sid, public_key_sid: unsigned ? undefined : public_key_sid, private_key_file: "parent's.pem",
    subaccount_name: NAME, api_key_name: `${NAME}1`, public_key_name: `${NAME}2`,
    new_public_key_file: "new-public.pem", new_private_key_file: "new.pem", secret_file: "west.env",
  };
  const env = { PRIME_MAIN_KEY_SECRET: main_key_secret, ...(encrypted ? { PRIME_PASSPHRASE: PASSPHRASE, PRIME_NEW_PASSPHRASE: PASSPHRASE } : {}) };
  try {
    const done = await run("library", language, { folder, gateway: through, values, env });
    const printed = done.said + done.complained;
    assert.ok(!printed.includes(main_key_secret), "the Main key's secret is not printed");
    const secret = existsSync(secretPath) ? readFileSync(secretPath, "utf8") : undefined;
    const mode = secret === undefined ? undefined : statSync(secretPath).mode & 0o777;
    const asked = practice.log();
    const read = (path) => ask(practice, path);
    const names = pkcv === "enforced" ? undefined : await namesOf(read, done.said);
    return { ...done, printed, secret, mode, asked, main: main_key_sid, names };
  } finally {
    await through.stop();
    await practice.stop();
    rmSync(folder, { recursive: true });
  }
}

async function ask(practice, path) {
  const { main_key_sid, main_key_secret } = practice.credentials;
  const authorization = "Basic " + Buffer.from(`${main_key_sid}:${main_key_secret}`).toString("base64");
  const sent = request(practice.url, { path, headers: { host: "api.twilio.com", authorization } }).end();
  const [reply] = await once(sent, "response");
  return json(reply);
}

async function namesOf(read, said) {
  const account = said.match(/Made subaccount (AC\w+)/)?.[1];
  if (!account) return [];
  const { friendly_name } = await read(`/2010-04-01/Accounts/${account}.json`);
  const { keys } = await read(`/2010-04-01/Accounts/${account}/Keys.json`);
  return [friendly_name, keys[0].friendly_name];
}

const made = ({ said }) => ["subaccount", "API key", "public key"].map((what) => said.match(new RegExp(`^Made ${what} (\\w{34})$`, "m"))?.[1]);
const asked = ({ asked }) => asked.map(({ method, host, path, user }) => [method, host.split(".")[0], path, user]);

for (const language of languages) {
  const { name, skip } = language;
  describe(`${name}'s library program`, { skip }, () => {
    for (const [pkcv, encrypted] of [["off", false], ["optional", true], ["enforced", false]]) {
      test(`primes a subaccount, with signing ${pkcv}`, async () => {
        const done = await prime(language, { pkcv, encrypted });
        assert.equal(done.status, 0, done.printed);
        const [account, key, publicKey] = made(done);
        assert.deepEqual(asked(done), [
          ["POST", "api", "/2010-04-01/Accounts.json", done.main],
          ["POST", "api", `/2010-04-01/Accounts/${account}/Keys.json`, done.main],
          ["POST", "accounts", KEYS, done.main],
          ["GET", "accounts", KEYS, key],
        ]);
        for (const one of done.asked) assert.deepEqual([one.signed, one.validation], pkcv === "off" ? [false, null] : [true, "ok"]);
        assert.match(done.said, new RegExp(`^Accepted\\. The account lists ${publicKey}$`, "m"));
        const [, secret] = done.secret.match(new RegExp(`^TWILIO_ACCOUNT_SID=${account}\nTWILIO_API_KEY=${key}\nTWILIO_API_SECRET=(\\w{32})\n$`));
        assert.equal(done.mode, 0o600);
        assert.ok(!done.printed.includes(secret), "the new secret is not printed");
        if (done.names) assert.deepEqual(done.names, [NAME, `${NAME}1`]);
      });
    }

    /** The end of a run that closed what it made: how many things, and Twilio's code. */
    const closed = (done, count, code) => {
      assert.equal(done.status, 1);
      const sids = made(done).slice(0, count);
      assert.ok(sids.every(Boolean) && !made(done)[count], done.printed);
      assert.match(done.complained, new RegExp(`^Failed\\. Refused\\. Twilio says ${code} \\(HTTP 4\\d\\d\\): `, "m"));
      assert.doesNotMatch(done.complained, /may have had its effect/);
      const named = done.complained.match(/^Made before that: (.+)$/m)[1];
      for (const sid of sids) assert.ok(named.includes(sid), `${sid} is named`);
      assert.deepEqual(asked(done).at(-1), ["POST", "api", `/2010-04-01/Accounts/${sids[0]}.json`, done.main]);
      assert.match(done.complained, new RegExp(`^Closed ${sids[0]}, and its keys with it\\.$`, "m"));
      assert.equal(done.secret, undefined, "nothing is left of the secret");
    };

    test("another private key: 20159, and the subaccount is closed", async () => {
      closed(await prime(language, { files: { "new.pem": other.private_key } }), 3, 20159);
    });

    test("a public key that Twilio refuses: its code, and the subaccount is closed", async () => {
      const small = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({ type: "spki", format: "pem" });
      closed(await prime(language, { files: { "new-public.pem": small } }), 2, 70102);
    });

    test("a subaccount that cannot be closed is named, and its secret is kept", async () => {
      const trouble = ({ method, url }) => (method === "POST" && /Accounts\/AC\w+\.json$/.test(url) ? 20500 : undefined);
      const done = await prime(language, { trouble, files: { "new.pem": other.private_key } });
      assert.equal(done.status, 1);
      assert.match(done.complained, /^Not cleaned up: Twilio says 20500 .+ All of the above may still exist: look in the Console/m);
      for (const sid of made(done)) assert.ok(done.complained.includes(sid), done.printed);
      assert.match(done.secret, /TWILIO_API_SECRET=\w{32}/);
    });

    test("a closing that Twilio answers with active is not called done", async () => {
      const trouble = ({ method, url }) => (method === "POST" && /Accounts\/AC\w+\.json$/.test(url) ? "still active" : undefined);
      const done = await prime(language, { trouble, files: { "new.pem": other.private_key } });
      assert.equal(done.status, 1);
      const [account] = made(done);
      assert.match(done.complained, new RegExp(`^Not cleaned up: Twilio answered, but says that ${account} is still active\\. All of the above`, "m"));
      assert.doesNotMatch(done.complained, /^Closed/m);
    });

    for (const trouble of ["lose", "500 after"]) {
      test(`${trouble}: says that the step may have had its effect, and does not repeat it`, async () => {
        const done = await prime(language, { trouble: ({ url }) => (url.endsWith("/Accounts.json") ? trouble : undefined) });
        assert.equal(done.status, 1);
        assert.match(done.complained, /^Failed\. /m);
        assert.match(done.complained, /The step may have had its effect all the same: look in the Console/);
        assert.doesNotMatch(done.complained, /Refused/);
        if (trouble === "500 after") assert.match(done.complained, /^Failed\. Twilio says 20500 \(HTTP 500\)/m);
        assert.deepEqual(asked(done), [["POST", "api", "/2010-04-01/Accounts.json", done.main]]);
        assert.equal(done.secret, undefined);
      });
    }

    test("new credentials that are not known everywhere yet are tried again", async () => {
      let refused = 0;
      const done = await prime(language, { trouble: ({ method }) => (method === "GET" && refused++ === 0 ? 70153 : undefined) });
      assert.equal(done.status, 0, done.printed);
      assert.equal(refused, 2);
    });

    test("a secret file that exists, or a private key for a public one: nothing is asked", async () => {
      const exists = await prime(language, { secretFile: "keep me" });
      assert.deepEqual([exists.status, exists.asked, exists.secret], [1, [], "keep me"]);
      assert.match(exists.complained, /^Nothing was made\..+west\.env/);
      const mistaken = await prime(language, { files: { "new-public.pem": mine.private_key } });
      assert.deepEqual([mistaken.status, mistaken.asked, mistaken.secret], [1, [], undefined]);
      assert.match(mistaken.complained, /^Nothing was made\. new-public\.pem holds no public key/);
    });
  });
}

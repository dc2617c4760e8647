// The programs for an application, which a recipient's check uses too, are run as they are by Twilio's own libraries, with
// keys as Keyseed saves them. What they print is what the console takes for an answer.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gateway } from "../support/gateway.mjs";
import { start } from "../support/practice.mjs";
import { decryptLine, keyPair, languages, run } from "../support/programs.mjs";

// Not in ASCII, because loaders differ there.
const PASSPHRASE = "korrekt \u00e4\u00f6\u00fc \u20ac \u{1f511} horse";
const mine = keyPair(PASSPHRASE);
const NAME = "west's $HOME-private-key.pem";

for (const pkcv of ["off", "optional", "enforced"]) {
  describe(`the application's program, with signing ${pkcv}`, () => {
    let practice, through, folder, values, secret;
    before(async () => {
      practice = await start({ pkcv });
      through = await gateway(practice.url);
      folder = mkdtempSync(join(tmpdir(), "keyseed-application-"));
      ({ values, secret } = await prime(practice, through, folder, pkcv));
    });
    after(async () => {
      await through?.stop();
      await practice?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const check = (language, pem, env, filled = values) => {
      const own = join(folder, language.name);
      mkdirSync(own, { recursive: true });
      if (pem) writeFileSync(join(own, NAME), pem);
      else rmSync(join(own, NAME), { force: true });
      return run("application", language, { folder: own, gateway: through, values: filled, env: { TWILIO_API_SECRET: secret, ...env } });
    };
    const expected = pkcv === "off" ? [401, "Refused. Twilio says 70053 (HTTP 401)"] : [200, "Accepted. The account lists CR"];

    for (const language of languages) {
      const { name, skip } = language;
      for (const [form, pem, env] of [["plain", mine.private_key, {}], ["encrypted", mine.encrypted_private_key, { PRIVATE_KEY_PASSPHRASE: PASSPHRASE }]]) {
        test(`${name}, ${form} key: the request is signed right`, { skip }, async () => {
          const before = practice.log().length;
          const { said, complained, status } = await check(language, pem, env);
          const [http, words] = expected;
          assert.ok((http === 200 ? said : complained).startsWith(words), said + complained);
          assert.equal(status, http === 200 ? 0 : 1);
          if (http === 200) assert.equal(said.trim(), `Accepted. The account lists ${values.public_key_sid}`);
          const asked = practice.log().slice(before);
          assert.equal(asked.length, 1);
          const { method, host, path, query, user, signed, validation } = asked[0];
          assert.deepEqual([method, host, path, query], ["GET", "accounts.twilio.com", "/v1/Credentials/PublicKeys", "PageSize=1000"]);
          assert.deepEqual([user, signed, asked[0].status], [values.api_key_sid, true, http]);
          if (http === 200) assert.equal(validation, "ok");
        });
      }
      if (pkcv !== "enforced") continue;

      test(`${name}, the settings of a .env file are taken as a whole, or not at all`, { skip }, async () => {
        const accepted = `Accepted. The account lists ${values.public_key_sid}`;
        const settings = { TWILIO_ACCOUNT_SID: values.account_sid, TWILIO_API_KEY: values.api_key_sid, TWILIO_PUBLIC_KEY_SID: values.public_key_sid };
        const nine = "9".repeat(32);
        const filled = { account_sid: `AC${nine}`, api_key_sid: `SK${nine}`, public_key_sid: `CR${nine}`, private_key_file: "another.pem" };
        const whole = await check(language, mine.private_key, { ...settings, TWILIO_PRIVATE_KEY_FILE: NAME }, filled);
        assert.equal(whole.said.trim(), accepted, whole.complained);
        const rest = await check(language, mine.private_key, settings, { ...filled, private_key_file: NAME });
        assert.equal(rest.said.trim(), accepted, rest.complained);
        // What the Twilio CLI reads in the same shell is another account's.
        const another = await check(language, mine.private_key, { TWILIO_ACCOUNT_SID: `AC${nine}`, TWILIO_API_KEY: `SK${nine}`, TWILIO_AUTH_TOKEN: nine });
        assert.equal(another.said.trim(), accepted, another.complained);
      });

      test(`${name}, a wrong passphrase: a sentence, and no request`, { skip }, async () => {
        const before = practice.log().length;
        const { said, complained, status } = await check(language, mine.encrypted_private_key, { PRIVATE_KEY_PASSPHRASE: "wrong" });
        assert.deepEqual([said, complained.trim(), status], ["", `The passphrase does not open ${NAME}.`, 1]);
        assert.equal(practice.log().length, before);
      });

      test(`${name}, no passphrase and nobody to ask: says which variable to set`, { skip }, async () => {
        const { complained, status } = await check(language, mine.encrypted_private_key, {});
        assert.match(complained, /^Set PRIVATE_KEY_PASSPHRASE, or run this in a terminal/);
        assert.equal(status, 1);
      });

      test(`${name}, no key file, and one without a key: a sentence`, { skip }, async () => {
        const none = await check(language, undefined, {});
        assert.ok(none.complained.startsWith(`Cannot read ${NAME}`), none.complained);
        const other = await check(language, mine.public_key, {});
        assert.ok(other.complained.startsWith(`${NAME} holds no private key in`), other.complained);
        assert.deepEqual([none.status, other.status], [1, 1]);
      });

      test(`${name}, another private key: Twilio's code, and no secret`, { skip }, async () => {
        const pem = { type: "pkcs8", format: "pem" };
        const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export(pem);
        const { said, complained, status } = await check(language, other, {});
        assert.deepEqual([said, status], ["", 1]);
        assert.match(complained, /^Refused\. Twilio says 20159 \(HTTP 401\): .+$/m);
        assert.equal(complained.trim().split("\n").length, 1, complained);
        assert.ok(!complained.includes(secret));
      });
    }
  });
}

test("the decrypting line writes the key without its passphrase, for its owner only", () => {
  const folder = mkdtempSync(join(tmpdir(), "keyseed-decrypt-"));
  writeFileSync(join(folder, NAME), mine.encrypted_private_key);
  const sid = "2".repeat(32);
  const line = decryptLine({ account_sid: `AC${sid}`, api_key_sid: `SK${sid}`, public_key_sid: `CR${sid}`, private_key_file: NAME });
  // It asks; here, where nobody is, the passphrase is handed to it.
  execFileSync("sh", ["-c", `${line} -passin env:PASSPHRASE`], { cwd: folder, env: { ...process.env, PASSPHRASE } });
  const plain = join(folder, NAME.replace(/\.pem$/, "-plain.pem"));
  assert.ok(createPrivateKey(readFileSync(plain)).equals(createPrivateKey(mine.private_key)));
  assert.equal(statSync(plain).mode & 0o777, 0o600);
  rmSync(folder, { recursive: true });
});

/** A subaccount with an API key and `mine`, made by the library's program for Node. */
async function prime(practice, through, folder, pkcv) {
  const { account_sid, main_key_sid, main_key_secret, public_key_sid, private_key_pem } = practice.credentials;
  const made = join(folder, "made");
  mkdirSync(made);
  writeFileSync(join(made, "parent.pem"), private_key_pem);
  writeFileSync(join(made, "new.pem"), mine.private_key);
  writeFileSync(join(made, "new-public.pem"), mine.public_key);
  const values = {
    parent_sid: account_sid, main_key_sid, public_key_sid: pkcv === "off" ? undefined : public_key_sid, private_key_file: "parent.pem",
    subaccount_name: "West", api_key_name: "West key", public_key_name: "West public key",
    new_public_key_file: "new-public.pem", new_private_key_file: "new.pem", secret_file: "west.env",
  };
  const env = { PRIME_MAIN_KEY_SECRET: main_key_secret };
  const node = languages.find(({ name }) => name === "Node");
  const { said, complained } = await run("library", node, { folder: made, gateway: through, values, env });
  const file = readFileSync(join(made, "west.env"), "utf8");
  const find = (text, pattern) => (text.match(pattern) ?? assert.fail(said + complained))[1];
  return {
    values: {
      account_sid: find(file, /TWILIO_ACCOUNT_SID=(.+)/),
      api_key_sid: find(file, /TWILIO_API_KEY=(.+)/),
      public_key_sid: find(said, /Made public key (CR.+)/),
      private_key_file: NAME,
    },
    secret: find(file, /TWILIO_API_SECRET=(.+)/),
  };
}

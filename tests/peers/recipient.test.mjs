// The programs that a recipient gets are run as they are, by Twilio's own libraries, with a key pair that only the
// recipient has. What they print is what the console takes for an answer.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { json, text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { server, start } from "../support/practice.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const python = process.env.KEYSEED_PYTHON ?? "python3";
const languages = {
  Python: { file: "check.py", command: [python, here("run_check.py"), "check.py"] },
  Node: { file: "check.mjs", command: [process.execPath, "--require", here("../support/redirect.cjs"), "check.mjs"] },
};

describe("the recipient's check", () => {
  let practice, folder, subject;
  const pair = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });

  before(async () => {
    // Primed while signing is not enforced; that the signature is right shows in the log.
    practice = await start({ pkcv: "optional" });
    folder = mkdtempSync(join(tmpdir(), "keyseed-check-"));
    symlinkSync(here("../node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "private-key.pem"), pair.privateKey);
    const account = (await post("api.twilio.com", "/2010-04-01/Accounts.json", { FriendlyName: "West" })).sid;
    const key = await post("api.twilio.com", `/2010-04-01/Accounts/${account}/Keys.json`, {});
    const seeded = await post("accounts.twilio.com", "/v1/Credentials/PublicKeys", { PublicKey: pair.publicKey, AccountSid: account });
    subject = { account, key: key.sid, secret: key.secret, publicKey: seeded.sid };
  });
  after(async () => {
    await practice?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function post(host, path, form) {
    const { main_key_sid, main_key_secret } = practice.credentials;
    const authorization = "Basic " + Buffer.from(`${main_key_sid}:${main_key_secret}`).toString("base64");
    const headers = { host, authorization, "content-type": "application/x-www-form-urlencoded" };
    const sent = request(practice.url, { method: "POST", path, headers });
    sent.end(new URLSearchParams(form).toString());
    const [reply] = await once(sent, "response");
    return json(reply);
  }

  async function run(language) {
    const { file, command: [program, ...parameters] } = languages[language];
    const example = join(dirname(server), "recipient_check");
    writeFileSync(join(folder, file), execFileSync(example, [subject.account, subject.key, subject.publicKey, language]));
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, PRACTICE_URL: practice.url, TWILIO_API_SECRET: subject.secret };
    const child = spawn(program, parameters, { cwd: folder, env, stdio: ["pipe", "pipe", "pipe"] });
    child.stdin.end(`${subject.secret}\n`);
    const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { said, complained };
  }

  for (const language of Object.keys(languages)) {
    test(`${language}: the signature is right and the public key is named`, async () => {
      const { said, complained } = await run(language);
      assert.match(said, new RegExp(`Accepted. The account lists ${subject.publicKey}`), complained);
      const last = practice.log().at(-1);
      assert.deepEqual([last.signed, last.validation, last.user], [true, "ok", subject.key]);
    });

    test(`${language}: with another private key, Twilio's code is in what is printed`, async () => {
      const other = generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } });
      writeFileSync(join(folder, "private-key.pem"), other.privateKey);
      const { said, complained } = await run(language);
      writeFileSync(join(folder, "private-key.pem"), pair.privateKey);
      assert.match(said + complained, /20159/);
      assert.doesNotMatch(said + complained, new RegExp(subject.secret));
    });
  }
});

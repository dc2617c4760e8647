// The main job: from credentials to a primed, verified subaccount, its files and its command lines.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { start as startPractice } from "../support/practice.mjs";
import { check, choosePractice, clipboard, fillTwilio, open, prime, result, savePrivateKey, saved, tab, toPlan } from "./console.mjs";
import { ofPrivateKey, ofSecret, places, search } from "./needles.mjs";

const SID = (prefix) => new RegExp(`^${prefix}[0-9a-f]{32}$`);
const PASSPHRASE = "correct horse battery";

test("in the practice account, with nothing sent to the network", async () => {
  const console_ = await open();
  const { page } = console_;
  try {
    await choosePractice(page);
    await toPlan(page);
    await prime(page, ["West Team"]);
    const west = await result(page, "West Team");
    assert.match(west.accountSid, SID("AC"));
    assert.match(west.apiKeySid, SID("SK"));
    assert.match(west.publicKeySid, SID("CR"));
    assert.match(west.verification, /signature enforced/);

    assert.equal(await west.article.getByTestId("api-key-secret").count(), 0, "hidden until revealed");
    await west.article.getByRole("button", { name: "Reveal API key secret" }).click();
    const secret = await west.article.getByTestId("api-key-secret").innerText();
    assert.match(secret, /^[A-Za-z0-9]{32}$/);
    await west.article.getByRole("button", { name: "Copy API key secret" }).click();
    assert.equal(await clipboard(console_.context), secret);

    const own = (request) => new URL(request.url).origin === console_.site.url && !new URL(request.url).pathname.startsWith("/relay/");
    const sent = console_.record.requests.filter((request) => !own(request) && !request.url.startsWith("blob:"));
    assert.deepEqual(sent.map((request) => request.url), []);

    const file = await savePrivateKey(page, west.article);
    const needles = [...ofPrivateKey(file.text), ofSecret("the API key's secret", secret)];
    assert.deepEqual(search(needles, await places(page, console_.record, { "nginx logs": JSON.stringify(console_.site.logs()) })), []);
    assert.deepEqual(console_.troubles, []);
  } finally {
    await console_.close();
  }
});

test("the lines for the Twilio CLI, and closing the subaccount", async () => {
  const console_ = await open();
  const { page } = console_;
  try {
    await choosePractice(page, "optional");
    await toPlan(page);
    await prime(page, ["It's <b>West</b>"]);
    const west = await result(page, "It's <b>West</b>");
    assert.match(west.verification, /not enforced/);
    const command = async (name, place) => {
      await tab(west.article, place);
      await west.article.getByRole("region", { name, exact: true }).getByRole("button", { name: "Copy" }).click();
      return clipboard(console_.context);
    };
    const shell = await command("Use in this shell", "Terminal");
    const printed = execFileSync("bash", ["-c", `${shell} && printf '%s %s %s' "$TWILIO_ACCOUNT_SID" "$TWILIO_API_KEY" "\${#TWILIO_API_SECRET}"`]);
    assert.equal(printed.toString(), `${west.accountSid} ${west.apiKeySid} 32`);
    const shown = await west.article.getByRole("region", { name: "Use in this shell", exact: true }).locator("code").innerText();
    assert.ok(!shown.includes(shell.slice(-34)), "the secret is not shown before it is revealed");

    const home = mkdtempSync(join(tmpdir(), "keyseed-cli-"));
    execFileSync("bash", ["-c", await command("Save as a CLI profile", "CLI profile")], { env: { PATH: process.env.PATH, HOME: home } });
    const config = JSON.parse(execFileSync("cat", [join(home, ".twilio-cli/config.json")]).toString());
    const [[name, profile]] = Object.entries(config.profiles);
    assert.equal(profile.accountSid, west.accountSid);
    assert.equal(profile.apiKey, west.apiKeySid);
    assert.equal(execFileSync("stat", ["-c", "%a", join(home, ".twilio-cli/config.json")]).toString().trim(), "600");
    rmSync(home, { recursive: true });
    const cleared = "unset TWILIO_ACCOUNT_SID TWILIO_API_KEY TWILIO_API_SECRET TWILIO_AUTH_TOKEN TWILIO_REGION TWILIO_EDGE";
    assert.equal(await command("Switch to the profile", "CLI profile"), `${cleared}\ntwilio profiles:use ${name}`);
    assert.equal(await command("One command with the profile", "CLI profile"), `unset TWILIO_REGION TWILIO_EDGE\ntwilio phone-numbers:list -p ${name}`);
    const line = await command("Main key with --account-sid", "Terminal");
    assert.match(line, /read -r/);
    assert.ok(line.includes(`--account-sid=${west.accountSid}`));

    await west.article.getByRole("button", { name: "Close this subaccount" }).click();
    const confirm = page.getByRole("dialog").getByRole("button", { name: "Close for good" });
    assert.ok(await confirm.isDisabled());
    await page.getByRole("dialog").getByRole("textbox").fill("it's west");
    assert.ok(await confirm.isDisabled());
    await page.getByRole("dialog").getByRole("textbox").fill("It's <b>West</b>");
    await confirm.click();
    await west.article.getByText("The subaccount is closed").waitFor();
    assert.deepEqual(console_.troubles, []);
  } finally {
    await console_.close();
  }
});

test("through nginx, against an account that enforces signing", async (t) => {
  const practice = await startPractice({ pkcv: "enforced" });
  const console_ = await open({ upstreamPort: Number(new URL(practice.url).port) });
  const { page } = console_;
  try {
    await fillTwilio(page, practice.credentials);
    const findings = await check(page);
    assert.match(findings, /signature is proven/);
    await page.getByRole("button", { name: "Continue" }).click();
    await prime(page, ["West", "East"], "A new key pair for each subaccount");
    const west = await result(page, "West");
    const east = await result(page, "East");
    assert.notEqual(west.fingerprint, east.fingerprint);

    await t.test("every signature is accepted", () => {
      const log = practice.log();
      assert.equal(log.filter((line) => line.signed && line.validation !== "ok").length, 0);
      assert.ok(log.filter((line) => line.signed).length >= 3 + 2 * 4);
      assert.deepEqual([...new Set(log.filter((line) => !line.signed).map((line) => line.code))], [70052], "what is asked unsigned is refused");
      assert.equal(log.filter((line) => line.method === "POST" && line.path === "/2010-04-01/Accounts.json").length, 2);
    });

    await west.article.getByRole("button", { name: "Reveal API key secret" }).click();
    const secret = await west.article.getByTestId("api-key-secret").innerText();
    const plain = await savePrivateKey(page, west.article);
    const encrypted = await savePrivateKey(page, west.article, PASSPHRASE);
    const publicKey = await saved(page, west.article.getByRole("button", { name: "Download public key" }));

    await t.test("no private key and no secret where it does not belong", async () => {
      const all = await places(page, console_.record, {
        "nginx logs": JSON.stringify(console_.site.logs()),
        "practice log": JSON.stringify(practice.log()),
      });
      const keys = [...ofPrivateKey(plain.text), ...ofPrivateKey(practice.credentials.private_key_pem)];
      assert.deepEqual(search(keys, all), []);
      const secrets = [ofSecret("Main secret", practice.credentials.main_key_secret), ofSecret("new secret", secret)];
      assert.deepEqual(search(secrets, all), ["Main secret in authorization", "new secret in authorization"]);
      assert.ok(search([ofSecret("control", west.publicKeySid)], all).includes("control in request headers"), "it is found inside the token's base64url");
      assert.ok(search([{ name: "control", forms: [west.accountSid] }], all).includes("control in request URLs"));
    });

    await t.test("the files are what OpenSSL and Python read", () => files({ plain, encrypted, publicKey, fingerprint: west.fingerprint }));
    // The browser itself notes each 401 that the run asks for; nothing else may be there.
    assert.deepEqual(console_.troubles.filter((text) => !text.includes("status of 401")), []);
  } finally {
    await console_.close();
    await practice.stop();
  }
});

function files({ plain, encrypted, publicKey, fingerprint }) {
  assert.equal(plain.name, "West-private-key.pem");
  assert.equal(publicKey.name, "West-public-key.pem");
  assert.match(encrypted.text, /^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
  const folder = mkdtempSync(join(tmpdir(), "keyseed-files-"));
  const path = (name, text) => (writeFileSync(join(folder, name), text), join(folder, name));
  const [key, locked, open_] = [path("plain.pem", plain.text), path("locked.pem", encrypted.text), path("public.pem", publicKey.text)];
  const openssl = (...args) => execFileSync("openssl", args, { stdio: ["ignore", "pipe", "pipe"] }).toString();
  assert.match(openssl("pkey", "-in", key, "-check", "-noout"), /Key is valid/);
  assert.match(openssl("pkey", "-in", locked, "-passin", `pass:${PASSPHRASE}`, "-check", "-noout"), /Key is valid/);
  assert.throws(() => openssl("pkey", "-in", locked, "-passin", "pass:wrong horse", "-noout"));
  const python = process.env.KEYSEED_PYTHON ?? "python3";
  const load = "import sys; from cryptography.hazmat.primitives.serialization import load_pem_private_key as load; print(load(open(sys.argv[1],'rb').read(), sys.argv[2].encode() or None).key_size)";
  assert.equal(execFileSync(python, ["-c", load, key, ""]).toString().trim(), "2048");
  assert.equal(execFileSync(python, ["-c", load, locked, PASSPHRASE]).toString().trim(), "2048");
  assert.throws(() => execFileSync(python, ["-c", load, locked, "wrong"], { stdio: "ignore" }));
  const der = createPublicKey(publicKey.text).export({ type: "spki", format: "der" });
  assert.equal(createHash("sha256").update(der).digest("hex"), fingerprint);
  assert.ok(createPublicKey(createPrivateKey(plain.text)).export({ type: "spki", format: "der" }).equals(der));
  assert.ok(openssl("pkey", "-pubin", "-in", open_, "-noout", "-text").includes("2048 bit"));
  rmSync(folder, { recursive: true });
}

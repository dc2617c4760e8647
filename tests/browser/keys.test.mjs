// The Keys page: a key pair made beside the page, never in its way.
import assert from "node:assert/strict";
import { createHash, createPrivateKey, createPublicKey, createSign, createVerify, constants } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { server as practiceServer, start as startPractice } from "../support/practice.mjs";
import { check, fillTwilio, open, saved, savePrivateKey } from "./console.mjs";
import { ofPrivateKey, places, search } from "./needles.mjs";

let console_;
before(async () => {
  console_ = await open();
  await console_.page.getByRole("link", { name: "Keys", exact: true }).click();
});
after(() => console_.close());

test("a key pair is made, shown and saved", async () => {
  const { page } = console_;
  await page.getByLabel("File name").fill("ops/../north");
  await page.getByRole("button", { name: "Generate key pair" }).click();
  const pem = await page.getByTestId("public-key-pem").innerText();
  const der = createPublicKey(pem).export({ type: "spki", format: "der" });
  assert.equal(await page.getByTestId("fingerprint").innerText(), createHash("sha256").update(der).digest("hex"));
  assert.equal(await page.getByTestId("private-key-pem").count(), 0);
  const region = page.getByRole("region", { name: "Key pair", exact: true });
  const file = await savePrivateKey(page, region);
  assert.doesNotMatch(file.name, /[/\\]/);
  assert.match(file.name, /-private-key\.pem$/);
  assert.ok(createPublicKey(file.text).export({ type: "spki", format: "der" }).equals(der));
  const other = await saved(page, region.getByRole("button", { name: "Download public key" }));
  assert.equal(other.text.trim(), pem.trim());
  await page.getByRole("button", { name: "Reveal private key" }).click();
  assert.equal((await page.getByTestId("private-key-pem").innerText()).trim(), file.text.trim());
  await page.getByRole("button", { name: "Hide private key" }).click();
  assert.equal(await page.getByTestId("private-key-pem").count(), 0);
  assert.deepEqual(search(ofPrivateKey(file.text), await places(page, console_.record)), []);
});

test("a private key is read as LibreSSL encrypts it, and in other spellings", async () => {
  const other = await open();
  try {
    const { page } = other;
    await page.getByRole("link", { name: "Keys", exact: true }).click();
    await page.getByText("Check a private key that you have").click();
    const key = execFileSync("openssl", ["genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], { encoding: "utf8" });
    const legacy = execFileSync("openssl", ["rsa", "-traditional", "-aes256", "-passout", "pass:libre ssl"], { input: key, encoding: "utf8", stdio: ["pipe", "pipe", "ignore"] });
    assert.match(legacy, /Proc-Type: 4,ENCRYPTED/);
    const fingerprint = createHash("sha256").update(createPublicKey(key).export({ type: "spki", format: "der" })).digest("hex");
    const field = page.getByLabel("Private key (PEM)", { exact: true });
    const check = page.getByRole("button", { name: "Check private key" });
    const isRead = async () => {
      await page.getByTestId("fingerprint").getByText(fingerprint).waitFor();
      assert.equal(await field.inputValue(), "");
      await page.getByRole("button", { name: "Forget this key pair" }).click();
      await page.getByTestId("fingerprint").waitFor({ state: "detached" });
    };
    await field.fill(legacy);
    await check.click();
    await page.getByLabel("Passphrase", { exact: true }).fill("libre ssl");
    await check.click();
    await isRead();
    for (const text of [encodeURIComponent(key), Buffer.from(key).toString("base64"), key.replaceAll("\n", "\\n\\\n"), JSON.stringify(createPrivateKey(key).export({ format: "jwk" }))]) {
      await field.fill(text);
      await check.click();
      await isRead();
    }
    const der = createPrivateKey(key).export({ type: "pkcs8", format: "der" });
    await page.getByLabel("Private key (PEM): choose a file").setInputFiles({ name: "key.der", mimeType: "application/octet-stream", buffer: der });
    await check.click();
    await isRead();
  } finally {
    await other.close();
  }
});

test("a short passphrase is refused beside its field", async () => {
  const { page } = console_;
  const region = page.getByRole("region", { name: "Key pair", exact: true });
  await region.getByRole("checkbox", { name: /Encrypt/ }).check();
  await region.getByLabel("Passphrase for the private key", { exact: true }).fill("eleven char");
  await region.getByRole("button", { name: "Download private key" }).click();
  await region.locator(".field-error").getByText("at least 12 characters").waitFor();
});

test("each key pair is a new one", async () => {
  const { page } = console_;
  const generate = page.getByRole("button", { name: "Generate key pair" });
  const seen = new Set([await page.getByTestId("fingerprint").innerText()]);
  for (let time = 0; time < 10; time++) {
    await generate.click();
    await page.getByText("Made in").waitFor();
    await page.waitForFunction((seen) => !seen.includes(document.querySelector("[data-testid=fingerprint]")?.innerText), [...seen]);
    seen.add(await page.getByTestId("fingerprint").innerText());
  }
  assert.equal(seen.size, 11, "each is a new one");
  assert.deepEqual(console_.troubles, []);
});

test("the page answers during a search: a key pair that does not come is cancelled at once, and the next one comes", async () => {
  const other = await open();
  try {
    const { page, context } = other;
    // Workers that are never there: the longest of all searches.
    const held = [];
    await context.route(/search_worker_\w+_loader/, (route) => held.push(route));
    await page.reload();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Keys" }).click();
    await page.getByRole("button", { name: "Generate key pair" }).click();
    await page.getByRole("button", { name: "Cancel" }).waitFor();
    const took = await page.evaluate(async () => {
      const start = performance.now();
      [...document.querySelectorAll("button")].find((button) => button.innerText === "Cancel").click();
      while (!document.body.innerText.includes("Cancelled.")) await new Promise((done) => setTimeout(done));
      return performance.now() - start;
    });
    console.log(`cancelled in ${took.toFixed(0)} ms`);
    assert.ok(took < 50, `cancelled in ${took} ms`);
    assert.equal(await page.getByTestId("fingerprint").count(), 0);
    await context.unroute(/search_worker_\w+_loader/);
    await page.getByRole("button", { name: "Generate key pair" }).click();
    await page.getByText("Made in").waitFor();
    assert.equal(await page.getByTestId("fingerprint").count(), 1);
  } finally {
    await other.close();
  }
});

test("WebCrypto signs as the key's owner would: the same RS256 bytes, and a good PS256", async () => {
  const practice = await startPractice({ pkcv: "enforced" });
  const other = await open({ upstreamPort: Number(new URL(practice.url).port) });
  try {
    await fillTwilio(other.page, practice.credentials);
    await check(other.page);
    await other.page.getByLabel("Signature algorithm").selectOption("PS256");
    assert.match(await check(other.page), /signature is proven/);
    const tokens = other.record.requests.map((request) => request.headers["twilio-client-validation"]).filter(Boolean);
    const algorithms = new Set();
    for (const token of tokens) {
      const [header, claims, signature] = token.split(".");
      const { alg } = JSON.parse(Buffer.from(header, "base64url"));
      algorithms.add(alg);
      const { exp, nbf } = JSON.parse(Buffer.from(claims, "base64url"));
      assert.ok(exp - nbf <= 300 && nbf * 1000 < Date.now());
      if (alg === "RS256") {
        // RS256 has one right answer, whoever gives it: the browser, the rsa crate, OpenSSL.
        const openssl = createSign("sha256").update(`${header}.${claims}`).sign(practice.credentials.private_key_pem);
        assert.equal(signature, byRsaCrate(practice.credentials.private_key_pem, `${header}.${claims}`).toString("base64url"));
        assert.equal(signature, openssl.toString("base64url"));
      } else {
        const key = { key: createPublicKey(practice.credentials.private_key_pem), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
        assert.ok(createVerify("sha256").update(`${header}.${claims}`).verify(key, Buffer.from(signature, "base64url")));
      }
    }
    assert.deepEqual([...algorithms].sort(), ["PS256", "RS256"]);
  } finally {
    await other.close();
    await practice.stop();
  }
});

/** The signature that the program itself makes outside the browser (examples/sign.rs). */
function byRsaCrate(pem, message) {
  const folder = mkdtempSync(join(tmpdir(), "keyseed-sign-"));
  const file = join(folder, "key.pem");
  writeFileSync(file, pem);
  try {
    return execFileSync(join(dirname(practiceServer), "sign"), [file], { input: message });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

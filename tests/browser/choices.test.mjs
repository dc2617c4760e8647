// Whose key pair: the one that signs now, and one that only the recipient has.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { clipboard, result } from "./console.mjs";
import { MODES, atPlan, names, posts, results, sound, start } from "./roads.mjs";

const RECIPIENT = "A public key the recipient made";
const pem = (page) => page.getByLabel("Public key (PEM)", { exact: true });
const pair = () => generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const fingerprint = (publicPem) => createHash("sha256").update(createPublicKey(publicPem).export({ type: "spki", format: "der" })).digest("hex");

for (const pkcv of ["optional", "enforced"]) {
  test(`the key pair that signs, with signing ${pkcv}`, () => atPlan({ pkcv }, async (page, practice) => {
    await names(page).fill("West");
    await page.getByRole("radio", { name: "The key pair I sign with" }).check();
    await page.getByText("One key, many accounts").waitFor();
    await sound(page);
    const own = fingerprint(createPublicKey(practice.credentials.private_key_pem).export({ type: "spki", format: "pem" }));
    assert.equal(await page.getByTestId("signing-fingerprint").innerText(), own);
    await start(page);
    await results(page);
    const west = await result(page, "West");
    assert.equal(west.fingerprint, own);
    assert.match(west.verification, pkcv === "enforced" ? /signature enforced/ : /not enforced/);
    assert.equal(await west.article.getByRole("button", { name: "Download private key" }).count(), 0, "it was brought along, and cannot be read back");
  }));
}

test("where requests are not signed, there is no key pair that signs", () => atPlan({ pkcv: "off" }, async (page) => {
  assert.ok(await page.getByRole("radio", { name: "The key pair I sign with" }).isDisabled());
  await page.getByText("Only where requests are signed, and yours are not.").waitFor();
}));

for (const pkcv of MODES) {
  test(`the recipient's public key, with signing ${pkcv}`, () => atPlan({ pkcv }, async (page, practice, console_) => {
    const theirs = pair();
    await names(page).fill("West");
    await page.getByRole("radio", { name: RECIPIENT }).check();
    await pem(page).fill(theirs.publicKey);
    await start(page);
    await results(page);
    const west = await result(page, "West");
    assert.match(west.verification, /Waiting for the recipient's check/);
    assert.equal(west.fingerprint, fingerprint(theirs.publicKey));
    assert.equal(await west.article.getByRole("button", { name: "Download private key" }).count(), 0);

    const program = west.article.locator(".recipient");
    await program.getByLabel("Language of the check", { exact: true }).selectOption("Python");
    await program.getByRole("button", { name: "Copy", exact: true }).click();
    const code = await clipboard(console_.context);
    assert.ok(code.includes(west.publicKeySid) && code.includes(west.apiKeySid));

    if (pkcv === "enforced") await sound(page);
    const answer = west.article.getByLabel("What the check printed");
    const take = west.article.getByRole("button", { name: "Take the answer" });
    assert.ok(await take.isDisabled());
    await answer.fill("it works");
    await take.click();
    await west.article.getByText("names neither the new public key nor an error code").waitFor();
    await answer.fill('HTTP 401 {"code":20159,"message":"..."}');
    await take.click();
    await west.article.getByText("The recipient's request was refused with 20159").waitFor();
    assert.equal(await answer.inputValue(), 'HTTP 401 {"code":20159,"message":"..."}', "nothing that was typed is lost");
    await answer.fill(code);
    await take.click();
    await west.article.getByText("names neither the new public key nor an error code").waitFor();
    await answer.fill(`Accepted. The account lists ${west.publicKeySid}`);
    await take.click();
    await west.article.getByTestId("verification").getByText(pkcv === "enforced" ? "Verified by the recipient: signature enforced" : "Tried by the recipient").waitFor();
    const unsigned = practice.log().filter((line) => line.user === west.apiKeySid);
    assert.ok(unsigned.length > 0 && unsigned.every((line) => !line.signed), "nobody here can sign for the recipient");
  }));
}

test("a pair of the Keys page stays there when a run used its public half", () => atPlan({ pkcv: "off" }, async (page) => {
  await page.getByRole("link", { name: "Keys", exact: true }).click();
  await page.getByRole("button", { name: "Generate key pair" }).click();
  const publicKey = await page.getByTestId("public-key-pem").innerText();
  await page.getByRole("link", { name: "Prime", exact: true }).click();
  await page.getByRole("link", { name: "Plan" }).click();
  await names(page).fill("West");
  await page.getByRole("radio", { name: RECIPIENT }).check();
  await pem(page).fill(publicKey);
  await start(page);
  await results(page);
  assert.equal(await page.getByRole("button", { name: "Download private key" }).count(), 0, "it is not this run's");
  await page.getByRole("checkbox", { name: "I saved it elsewhere" }).check();
  await page.getByRole("button", { name: "Finish", exact: true }).click();
  await page.getByRole("link", { name: "Keys", exact: true }).click();
  await page.getByRole("button", { name: "Reveal private key" }).click();
  await page.getByTestId("private-key-pem").waitFor();
}));

test("a private key is refused loudly, and wiped", () => atPlan({ pkcv: "optional" }, async (page, practice, console_) => {
  const theirs = pair();
  await page.getByRole("radio", { name: RECIPIENT }).check();
  for (const text of [`${theirs.publicKey}\n${theirs.privateKey}`, ...spellings(theirs.privateKey)]) {
    await wiped(page, pem(page), text);
    // What comes after it is taken, and a public key in such a spelling is one.
    await pem(page).fill(" ");
    await page.getByText("That was a private key").waitFor({ state: "hidden" });
  }
  await page.getByLabel("Public key (PEM): choose a file").setInputFiles({ name: "key.der", mimeType: "application/octet-stream", buffer: derOf(theirs.privateKey) });
  await page.getByRole("alert").getByText("That was a private key").waitFor();
  assert.equal(await pem(page).inputValue(), "");
  assert.equal(posts(practice).length, 0);
  await pem(page).fill(encodeURIComponent(theirs.publicKey));
  await page.getByText("That was a private key").waitFor({ state: "hidden" });
  await names(page).fill("West");
  await start(page);
  await results(page);
  assert.equal((await result(page, "West")).fingerprint, fingerprint(theirs.publicKey));
  assert.ok(!JSON.stringify(console_.record).includes(theirs.privateKey.split("\n")[12]));
}));

test("a private key is wiped from the fields for names, SIDs, secrets and answers, too", () => atPlan({ pkcv: "optional" }, async (page, practice) => {
  const [plain, ...others] = spellings(pair().privateKey);
  for (const text of [plain, ...others]) await wiped(page, names(page), text);
  await names(page).fill("West");
  await page.getByText("That was a private key").waitFor({ state: "hidden" });
  await wiped(page, page.getByLabel("API key name"), plain);
  await page.getByLabel("API key name").fill("Seed key");
  assert.equal(posts(practice).length, 0, "no line of it became a name");

  await page.getByRole("link", { name: "Inspect", exact: true }).click();
  for (const field of ["Token", "Body", "Public key (PEM)", "Your client's canonical request", "Other signed headers"]) {
    await wiped(page, page.getByLabel(field, { exact: true }), others[1]);
    await page.getByRole("button", { name: "Clear" }).click();
  }
  await page.getByRole("link", { name: "Prime", exact: true }).click();
  for (const field of ["Account SID", "Main API key secret", "Public key SID"]) {
    await wiped(page, page.getByLabel(field, { exact: true }), plain);
  }
}));

/** That a private key does not stay in a field, and is said to have been there. */
async function wiped(page, field, text) {
  await field.fill(text);
  const message = page.locator(".field").filter({ has: field }).getByRole("alert").getByText("That was a private key");
  await message.waitFor();
  assert.equal(await field.inputValue(), "", text);
}

const derOf = (pem) => Buffer.from(pem.split("\n").slice(1, -2).join(""), "base64");

/** A private key as people copy it. `tests/keys/spellings` has many more. */
function spellings(pem) {
  const der = derOf(pem);
  const lines = pem.split("\n").slice(1, -2);
  return [
    pem,
    der.toString("base64"),
    encodeURIComponent(pem),
    Buffer.from(pem).toString("base64"),
    JSON.stringify(JSON.stringify(pem)),
    JSON.stringify(createPrivateKey(pem).export({ format: "jwk" })),
    lines.slice(0, -1).join("\n"),
    der.toString("hex"),
    pem.replaceAll("-----", "\u2014\u2013-"),
  ];
}

test("each public key that cannot be used has its reason", () => atPlan({ pkcv: "optional" }, async (page, practice) => {
  await names(page).fill("West");
  await page.getByRole("radio", { name: RECIPIENT }).check();
  const openssl = (...parameters) => execFileSync("openssl", parameters, { stdio: ["ignore", "pipe", "ignore"] }).toString();
  const made = (type, options) => generateKeyPairSync(type, { ...options, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } }).publicKey;
  const own = createPublicKey(practice.credentials.private_key_pem).export({ type: "spki", format: "pem" });
  for (const [text, sentence] of [
    ["", /no public key yet/],
    ["hello", /not a public key in PEM form/],
    [made("rsa", { modulusLength: 3072 }), /3072-bit key. Twilio accepts RSA keys of exactly 2048/],
    [made("rsa", { modulusLength: 2048, publicExponent: 3 }), /exponent of this key is 3/],
    [made("ec", { namedCurve: "P-256" }), /not a plain RSA key/],
    [pair().publicKey.slice(0, 200), /damaged/],
    [openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "/dev/null", "-subj", "/CN=x"), /certificate/],
    [own, /that you sign with, not the recipient's/],
  ]) {
    await pem(page).fill(text);
    await start(page);
    await page.locator("#field-public-key--pem-error").getByText(sentence).waitFor();
    assert.equal(await pem(page).inputValue(), text);
  }
  assert.equal(posts(practice).length, 0);
}));

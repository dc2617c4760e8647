// What is left in memory, and on the disk, when the admin is done.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { needle } from "../support/needle.mjs";
import { archivePassphrase, open, opened, savePrivateKey } from "./console.mjs";
import * as memory from "./memory.mjs";
import { runsOfPrivateKey, runsOfSecret } from "./memory.mjs";
import { atPlan, names, results, start } from "./roads.mjs";

const KEYS = Number(process.env.KEYSEED_MEMORY_KEYS ?? 50);
const PASSPHRASE = "correct horse battery";
const python = process.env.KEYSEED_PYTHON ?? "python3";

/** Saves everything that a run made, and reads it as its recipient would: the private keys' texts and the secrets. */
async function saveEverything(page) {
  const folder = mkdtempSync(join(tmpdir(), "keyseed-memory-"));
  try {
    await archivePassphrase(page, PASSPHRASE);
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download everything (ZIP)" }).click()]);
    await file.saveAs(join(folder, "all.zip"));
    execFileSync(python, ["-c", "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])", join(folder, "all.zip"), folder]);
    const { subaccounts } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
    const command = readFileSync(join(folder, "README.txt"), "utf8").match(/openssl enc .*/)[0];
    const table = execFileSync("sh", ["-c", `${command} -pass env:PASS`], { cwd: folder, env: { ...process.env, PASS: PASSPHRASE } }).toString();
    return {
      pems: subaccounts.map((one) => readFileSync(join(folder, one.private_key), "utf8")),
      secrets: table.trim().split("\r\n").slice(1).map((line) => line.split(",")[3]),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test(`of ${KEYS} keys and secrets nothing is left in any memory once the run is finished`, () => atPlan({ pkcv: "enforced", prepare: memory.prepare }, async (page, practice) => {
  const parent = runsOfPrivateKey(practice.credentials.private_key_pem);
  assert.deepEqual(await memory.scan(page, parent), {}, "the key that signs for the parent is the browser's alone");
  const { held: given, readable } = await memory.keys(page);
  assert.ok(given >= 2, "for RS256 and for PS256");
  assert.equal(readable, 0);

  await names(page).fill(Array.from({ length: KEYS }, (_, number) => `Team ${number}`).join("\n"));
  await page.getByRole("radio", { name: "A new key pair for each subaccount" }).check();
  await start(page);
  await results(page);
  const { pems, secrets } = await saveEverything(page);
  assert.equal(pems.length, KEYS);
  const needles = [...pems.flatMap((pem) => runsOfPrivateKey(pem, PASSPHRASE)), ...secrets.flatMap((secret) => runsOfSecret("the API key's secret", secret))];
  const held = await memory.scan(page, needles);
  for (const name of ["d", "p", "q", "dp", "dq", "DER", "the API key's secret"]) assert.ok(held[`${name} in the page`] > 0, `${name} is found while it is held`);

  await page.getByRole("button", { name: "Finish", exact: true }).click();
  await page.getByRole("heading", { name: "Plan", level: 1 }).waitFor();
  assert.deepEqual(await memory.scan(page, [...needles, ...parent]), {}, `in ${memory.places(page).map(([place]) => place)}`);
  const texts = (await memory.strings(page)).join("\n");
  assert.deepEqual(written(texts, [...needles, ...parent]), [], "in JavaScript's strings");
}));

test("a private key that is downloaded, and the secrets in Twilio's replies, leave no string of JavaScript's behind", () => atPlan({ pkcv: "enforced", prepare: memory.prepare }, async (page, practice) => {
  const heard = [];
  page.on("response", async (response) => heard.push(await response.text().catch(() => "")));
  await names(page).fill("West");
  await page.getByRole("radio", { name: "A new key pair for each subaccount" }).check();
  await start(page);
  await results(page);
  const article = await opened(page, "West");
  const plain = await savePrivateKey(page, article);
  await savePrivateKey(page, article, PASSPHRASE);
  const replies = heard.join("\n");
  const secrets = [...replies.matchAll(/"(secret|auth_token)":"(\w{32})"/g)].flatMap(([, name, secret]) => runsOfSecret(`the ${name}, a secret`, secret));
  assert.ok(secrets.some(([name]) => name.includes("auth_token")) && secrets.some(([name]) => name.includes("the secret")));
  const needles = [...runsOfPrivateKey(plain.text), ...runsOfPrivateKey(practice.credentials.private_key_pem), ...secrets];
  // The secret is still held, in the program's own memory.
  assert.ok((await memory.scan(page, needles))["the secret, a secret in the page"] > 0);
  assert.deepEqual(written((await memory.strings(page)).join("\n"), needles), []);
  for (const [name, text] of await memory.stringsOfWorkers(page)) assert.deepEqual(written(text.join("\n"), needles), [], name);
}));

/** Waits until the page's program holds so many private keys. */
async function holds(page, count) {
  // How every private key begins as PKCS#8: version 0, rsaEncryption, an octet string of more than a kilobyte.
  const beginning = [["a private key", Buffer.from("020100300d06092a864886f70d0101010500048204", "hex")]];
  const held = async () => (await memory.scan(page, beginning))["a private key in the page"] ?? 0;
  for (let tries = 0; (await held()) !== count; tries++) {
    assert.ok(tries < 50, `${await held()} instead of ${count}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

test("a key pair that was made ahead is wiped when it is not wanted any more", () => atPlan({ pkcv: "optional", prepare: memory.prepare }, async (page) => {
  const choose = (choice) => page.getByRole("radio", { name: choice }).check();
  await choose("A new key pair for each subaccount");
  await holds(page, 1);
  await choose("No key pair");
  await holds(page, 0);
  await choose("One new key pair for all");
  await holds(page, 1);
  await page.getByRole("link", { name: "Keys", exact: true }).click();
  await holds(page, 0);
}));

test("a key pair that comes once its set-up was given up is wiped", async () => {
  let search;
  const searching = new Promise((done) => (search = done));
  const prepare = async (context) => {
    await memory.prepare(context);
    await context.route(/search_worker_\w+_loader/, (route) => searching.then(() => route.fallback()));
  };
  const console_ = await open({ prepare });
  const { page } = console_;
  try {
    await page.getByRole("link", { name: "Set up this account" }).click();
    await page.getByRole("radio", { name: "Practice account" }).check();
    await page.getByRole("button", { name: /and register it$/ }).click();
    const registration = page.getByRole("region", { name: "Registration" });
    await registration.getByText("2 requests").waitFor();
    // Another practice account takes the place of the one that it is for.
    await page.getByLabel("Public Key Client Validation", { exact: true }).selectOption("enforced");
    await registration.waitFor({ state: "hidden" });
    await page.getByRole("link", { name: "Keys", exact: true }).click();
    const generate = page.getByRole("button", { name: "Generate key pair" });
    await generate.click();
    search();
    // Whoever asked first gets the first pair.
    await page.getByText("Made in").waitFor();
    await generate.click();
    await page.getByText("Made in").waitFor();
    await holds(page, 1);
  } finally {
    await console_.close();
  }
});

test("what was pasted into Inspect is in no memory once it is cleared", async () => {
  const console_ = await open({ prepare: memory.prepare });
  const { page } = console_;
  try {
    await page.getByRole("link", { name: "Inspect", exact: true }).click();
    const sid = (letters) => letters + "0123456789abcdef".repeat(2);
    const authorization = Buffer.from(`${sid("SK")}:${needle("secret")}`).toString("base64");
    const needles = runsOfSecret("a client's Authorization, a secret", authorization);
    const part = (json) => Buffer.from(JSON.stringify(json)).toString("base64url");
    const now = Math.floor(Date.now() / 1000);
    const header = part({ cty: "twilio-pkrv;v=1", typ: "JWT", alg: "RS256", kid: sid("CR") });
    const claims = part({ iss: sid("SK"), sub: sid("AC"), exp: now + 200, nbf: now - 30, hrh: "authorization;host", rqh: "0".repeat(64) });
    const texts = {
      Token: `${header}.${claims}.AAAA`,
      URL: "https://api.twilio.com/2010-04-01/Accounts.json",
      "Authorization header": `Basic ${authorization}`,
      "Your client's canonical request": `GET\n/2010-04-01/Accounts.json\n\nauthorization:Basic ${authorization}\nhost:api.twilio.com\n\nauthorization;host\n`,
      "Other signed headers": `authorization:Basic ${authorization}`,
    };
    for (const [name, text] of Object.entries(texts)) await page.getByLabel(name, { exact: true }).fill(text);
    await page.getByRole("button", { name: "Inspect token" }).click();
    await page.getByRole("region", { name: "Inspection" }).waitFor();
    assert.ok((await memory.scan(page, needles))["a client's Authorization, a secret in the page"] > 0, "it is found while it is there");
    await page.getByRole("button", { name: "Clear" }).click();
    for (const name of Object.keys(texts)) assert.equal(await page.getByLabel(name, { exact: true }).inputValue(), "", name);
    assert.deepEqual(await memory.scan(page, needles), {});
    assert.deepEqual(written((await memory.strings(page)).join("\n"), needles), []);
    assert.ok(!(await page.content()).includes(authorization));
  } finally {
    await console_.close();
  }
});

test("after Lock nothing of the credentials is in any memory, nor in a string", () => atPlan({ pkcv: "enforced", prepare: memory.prepare }, async (page, { credentials }) => {
  const needles = [...runsOfPrivateKey(credentials.private_key_pem), ...runsOfSecret("the Main API key's secret", credentials.main_key_secret)];
  assert.ok((await memory.scan(page, needles))["the Main API key's secret in the page"] > 0, "it is found while it is held");
  await page.getByRole("button", { name: "Lock" }).click();
  await page.getByRole("heading", { name: "Connect", level: 1 }).waitFor();
  assert.deepEqual(await memory.scan(page, needles), {});
  const texts = (await memory.strings(page)).join("\n");
  assert.deepEqual(written(texts, needles), []);
}));

/** Which of the needles that are text stand in `texts`. */
function written(texts, needles) {
  const found = needles.filter(([name]) => name === "PEM" || name.endsWith("secret")).filter(([, bytes]) => texts.includes(bytes.toString()));
  return [...new Set(found.map(([name]) => name))];
}

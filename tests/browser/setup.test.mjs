// "Set up this account": a first public key by each road, until Connect takes it, and each refusal with its sentence.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { test } from "node:test";
import { start as startPractice } from "../support/practice.mjs";
import { request } from "../support/raw.mjs";
import { check, choosePractice, clipboard, open, saved, savePrivateKey } from "./console.mjs";
import { ofPrivateKey, ofSecret, places, search } from "./needles.mjs";

const PUBLIC_KEYS = "**/relay/accounts.twilio.com/v1/Credentials/PublicKeys";
const field = (page, name) => page.getByLabel(name, { exact: true });
const button = (page, name) => page.getByRole("button", { name, exact: true });
const registration = (page) => page.getByRole("region", { name: "Registration" });

/** At the page, with nginx before a practice account that has no public key yet; `body` gets page, server and console. */
async function atSetup(pkcv, body, { publicKey = false } = {}) {
  const practice = await startPractice({ pkcv, publicKey });
  const console_ = await open({ upstreamPort: Number(new URL(practice.url).port) });
  try {
    await goToSetup(console_.page);
    await body(console_.page, practice, console_);
  } finally {
    await console_.close();
    await practice.stop();
  }
}

async function goToSetup(page) {
  await page.getByRole("link", { name: "Set up this account" }).click();
  await page.getByRole("heading", { name: "Set up this account", level: 1 }).waitFor();
}

async function fillMainKey(page, credentials) {
  await page.getByRole("radio", { name: "Twilio account" }).check();
  await field(page, "Account SID").fill(credentials.account_sid);
  await field(page, "Main API key SID").fill(credentials.main_key_sid);
  await field(page, "Main API key secret").fill(credentials.main_key_secret);
}

/** Presses the button and waits for the end; gives the findings. */
async function register(page) {
  await page.getByRole("button", { name: /and register it$/ }).click();
  await ended(page);
  return registration(page).getByRole("list").first().innerText();
}

async function ended(page) {
  await registration(page).waitFor();
  await registration(page).getByText("Asking…").waitFor({ state: "hidden", timeout: 60_000 });
}

async function useIt(page) {
  await button(page, "Use it to connect").click();
  await page.getByRole("heading", { name: "Connect", level: 1 }).waitFor();
}

const creations = (practice) => practice.log().filter((line) => line.method === "POST");

test("a first public key, registered, tried, saved and used", () => atSetup("optional", async (page, practice, console_) => {
  const known = practice.credentials;
  await fillMainKey(page, known);
  const findings = await register(page);
  assert.match(findings, /accepts the API key for the account/);
  assert.match(findings, /no public key yet/);
  assert.match(findings, /signed with the new key pair was accepted/);
  const sid = await page.getByTestId("public-key-sid").innerText();
  assert.match(sid, /^CR[0-9a-f]{32}$/);
  assert.equal(await page.getByTestId("account-sid").innerText(), known.account_sid);
  const log = practice.log();
  assert.deepEqual(log.map((line) => [line.method, line.signed]), [["GET", false], ["GET", false], ["POST", false], ["GET", false], ["GET", true]]);
  assert.equal(log.at(-1).validation, "ok");

  await page.getByText("Save the private key before anybody turns enforcement on").waitFor();
  assert.ok(await page.getByRole("button", { name: "Make another key pair and register it" }).isDisabled(), "the unsaved key is not given up");
  const file = await savePrivateKey(page, registration(page));
  assert.match(file.name, /^First-public-key-[0-9a-z]{6}-private-key\.pem$/);
  await page.getByText("The private key is saved", { exact: true }).waitFor();

  await useIt(page);
  assert.ok(await page.getByRole("checkbox", { name: /Sign requests/ }).isChecked());
  assert.equal(await field(page, "Public key SID").inputValue(), sid);
  assert.equal(await field(page, "Main API key secret").inputValue(), known.main_key_secret, "nothing has to be typed twice");
  assert.match(await check(page), /Twilio knows the public key “First public key \([0-9a-z]{6}\)”/);
  assert.ok(await button(page, "Continue").isEnabled());

  const all = await places(page, console_.record, { "nginx logs": JSON.stringify(console_.site.logs()), "practice log": JSON.stringify(practice.log()) });
  const needles = [...ofPrivateKey(file.text), ofSecret("Main secret", known.main_key_secret)];
  assert.deepEqual(search(needles, all), ["Main secret in authorization"]);
  assert.deepEqual(console_.troubles.filter((text) => !text.includes("status of 401")), []);
}));

test("a second key, signed with the first", () => atSetup("optional", async (page, practice) => {
  await fillMainKey(page, practice.credentials);
  await register(page);
  await savePrivateKey(page, registration(page), "correct horse battery");
  await page.getByText("The private key is saved", { exact: true }).waitFor();
  await useIt(page);
  await check(page);
  await goToSetup(page);
  await page.getByText(/Requests are signed with CR[0-9a-f]{32}/).waitFor();
  await button(page, "Add another public key").click();
  assert.equal(await field(page, "Public key name").inputValue(), "Second public key");
  assert.ok(await field(page, "Public key name").evaluate((element) => element === document.activeElement));
  const before = practice.log().length;
  assert.match(await register(page), /has a public key already: “First public key \([0-9a-z]{6}\)”/);
  assert.ok(practice.log().slice(before).every((line) => line.signed && line.validation === "ok"));
  await useIt(page);
  assert.match(await check(page), /“Second public key \([0-9a-z]{6}\)”/);
}));

test("signing that is not enabled: the key waits, and Connect stays unsigned", () => atSetup("off", async (page, practice) => {
  await fillMainKey(page, practice.credentials);
  assert.match(await register(page), /not enabled for this account \(error 70053\)[^]*The key waits/);
  await button(page, "Try again").click();
  await ended(page);
  assert.equal(creations(practice).length, 1, "a second try registers nothing");
  assert.equal((await registration(page).innerText()).match(/70053\)/g).length, 1, "it is said once");
  await useIt(page);
  assert.ok(!(await page.getByRole("checkbox", { name: /Sign requests/ }).isChecked()));
  assert.match(await check(page), /need no signature/);
}));

test("signing that is enforced already: by the Console", () => atSetup("enforced", async (page, practice, console_) => {
  await fillMainKey(page, practice.credentials);
  assert.match(await register(page), /refuses unsigned requests \(error 70052\)/);
  assert.equal(creations(practice).length, 0);
  await button(page, "Go on by the Console").click();
  assert.ok(await page.getByRole("radio", { name: "Signing is enforced already" }).isChecked());
  await button(page, "Make a key pair").click();
  const region = page.getByRole("region", { name: "Key pair for the Console" });
  await button(region, "Copy").click();
  const pem = await clipboard(console_.context);
  assert.match(pem, /^-----BEGIN PUBLIC KEY-----\n/);
  assert.equal(await button(region, "Paste it in the practice Console").count(), 0, "a Twilio account has its own");

  await useItRefused(region, "", /./);
  await useItRefused(region, "CR123", /3 characters follow CR/);
  const sid = await practice.paste(pem, "Pasted in the Console");
  await field(region, "Public key SID").fill(sid);
  const publicFile = await saved(page, button(region, "Download public key"));
  assert.equal(publicFile.text, pem);
  const file = await savePrivateKey(page, region);
  const spki = (key) => key.export({ type: "spki", format: "der" });
  assert.ok(spki(createPublicKey(createPrivateKey(file.text))).equals(spki(createPublicKey(pem))));
  await useIt(page);
  assert.match(await check(page), /signature is proven/);
  assert.deepEqual(search(ofPrivateKey(file.text), await places(page, console_.record)), []);
}));

async function useItRefused(region, sid, sentence) {
  await field(region, "Public key SID").fill(sid);
  await button(region, "Use it to connect").click();
  await region.locator("#field-public-key-sid-error").waitFor();
  assert.match(await region.locator("#field-public-key-sid-error").innerText(), sentence);
  assert.equal(await field(region, "Public key SID").inputValue(), sid);
}

test("each credential that will not do", () => atSetup("off", async (page, practice) => {
  const known = practice.credentials;
  await page.getByRole("radio", { name: "Twilio account" }).check();
  await field(page, "Public key name").fill("");
  await page.getByRole("button", { name: /and register it$/ }).click();
  for (const name of ["Account SID", "Main API key SID", "Main API key secret", "Public key name"]) {
    await page.getByRole("alert").getByRole("link", { name: new RegExp(`^${name}: `) }).waitFor();
  }
  await page.getByRole("radio", { name: "Signing is enforced already" }).check();
  await page.getByRole("radio", { name: "Signing is not enforced yet" }).check();
  assert.equal(await page.getByRole("alert").count(), 0, "the other road's errors stay behind");
  await field(page, "Public key name").fill("First");
  await fillMainKey(page, { ...known, main_key_secret: "0".repeat(32) });
  assert.match(await register(page), /secret is mistyped/);
  await fillMainKey(page, { ...known, main_key_sid: known.standard_key_sid, main_key_secret: known.standard_key_secret });
  assert.match(await register(page), /a Standard or a Restricted key/);
  assert.equal(await field(page, "Main API key secret").inputValue(), known.standard_key_secret, "what was typed stays");
  assert.equal(creations(practice).length, 0);
}));

for (const [code, sentence] of [[70101, /not an RSA key/], [70102, /2048 bits/], [70103, /65537/], [70104, /could not read the public key/]]) {
  test(`the refusal ${code} of the public key`, () => atSetup("optional", async (page, practice) => {
    await page.route(PUBLIC_KEYS, (route) => route.request().method() === "POST"
      ? route.fulfill({ status: 400, contentType: "application/json", body: JSON.stringify({ code, message: "planted", more_info: "", status: 400 }) })
      : route.continue());
    await fillMainKey(page, practice.credentials);
    assert.match(await register(page), sentence);
    assert.equal(await page.getByTestId("public-key-sid").count(), 0);
    assert.ok(await page.getByRole("button", { name: "Make a key pair and register it" }).isEnabled());
  }));
}

test("a lost reply is looked up, not repeated", () => atSetup("optional", async (page, practice) => {
  let done = false;
  await page.route(PUBLIC_KEYS, async (route) => {
    const sent = route.request();
    if (done || sent.method() !== "POST") return route.continue();
    done = true;
    const headers = { ...sent.headers(), Host: "accounts.twilio.com" };
    await request(Number(new URL(practice.url).port), { method: "POST", target: "/v1/Credentials/PublicKeys", headers, body: sent.postData() });
    return route.abort("connectionreset");
  });
  await fillMainKey(page, practice.credentials);
  assert.match(await register(page), /The reply was lost, but the list shows the public key[^]*was accepted/);
  assert.equal(creations(practice).length, 1);
}));

test("a registration that the browser repeats leaves one key, and says so", () => atSetup("optional", async (page, practice) => {
  await practice.plan([["CreatePublicKey", 1, "Repeated"]]);
  await fillMainKey(page, practice.credentials);
  assert.match(await register(page), /second time. Keyseed deleted the copy, CR[0-9a-f]{32}[^]*exactly once[^]*was accepted/);
  const sid = await page.getByTestId("public-key-sid").innerText();
  const keys = (await practice.inventory()).public_keys;
  assert.deepEqual(keys.map((key) => key.sid), [sid]);
}));

test("in the practice account: both roads, with nothing sent", async () => {
  const console_ = await open();
  const { page } = console_;
  try {
    await goToSetup(page);
    await page.getByRole("radio", { name: "Practice account" }).check();
    assert.match(await register(page), /was accepted/);
    await useIt(page);
    assert.match(await check(page), /unsigned ones too/);

    await goToSetup(page);
    await page.getByLabel("Public Key Client Validation", { exact: true }).selectOption("enforced");
    await page.getByRole("button", { name: /and register it$/ }).waitFor();
    assert.match(await register(page), /70052/);
    await page.getByRole("radio", { name: "Signing is enforced already" }).check();
    await button(page, "Make a key pair").click();
    await button(page, "Paste it in the practice Console").click();
    await page.waitForFunction(() => document.querySelector("#field-public-key-sid").value.startsWith("CR"));
    await useIt(page);
    assert.match(await check(page), /signature is proven/);
    const sent = console_.record.requests.filter(({ url }) => new URL(url).pathname.startsWith("/relay/"));
    assert.deepEqual(sent, []);
  } finally {
    await console_.close();
  }
});

test("an account without a public key can be chosen at Connect too", async () => {
  const console_ = await open();
  const { page } = console_;
  try {
    await choosePractice(page);
    await page.getByRole("checkbox", { name: "The account has no public key yet" }).check();
    await button(page, "Check credentials").waitFor();
    await page.waitForFunction(() => !document.querySelector("#field-public-key-sid"));
    assert.match(await check(page), /70052/);
  } finally {
    await console_.close();
  }
});

test("the page asks before an unsaved key is lost", () => atSetup("optional", async (page, practice) => {
  let asked = 0;
  page.on("dialog", (dialog) => (asked++, dialog.accept()));
  await fillMainKey(page, practice.credentials);
  await page.reload();
  assert.equal(asked, 0);
  await fillMainKey(page, practice.credentials);
  await register(page);
  await page.reload();
  assert.equal(asked, 1);
}));

for (const [colorScheme, width] of [["light", 1280], ["dark", 360]]) {
  test(`axe and width: ${colorScheme}, ${width} px`, async () => {
    const console_ = await open({ context: { colorScheme, viewport: { width, height: 800 } } });
    const { page } = console_;
    const found = [];
    const look = async (name) => {
      for (const scheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        const { violations } = await new AxeBuilder({ page }).analyze();
        found.push(...violations.map(({ id, nodes }) => `${name}, ${scheme}: ${id} at ${nodes.map((node) => node.target).join("; ")}`));
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) found.push(`${name}: ${wide} px stick out`);
      if (process.env.KEYSEED_SHOTS) {
        for (const scheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme: scheme });
          await page.screenshot({ path: `${process.env.KEYSEED_SHOTS}/${name.replaceAll(" ", "-")}-${width}-${scheme}.png`, fullPage: true });
        }
      }
    };
    try {
      await look("Connect");
      await goToSetup(page);
      await look("Setup");
      await page.getByRole("radio", { name: "Twilio account" }).check();
      await page.getByRole("button", { name: /and register it$/ }).click();
      await page.getByRole("alert").waitFor();
      await look("Setup with errors");
      await page.getByRole("radio", { name: "Practice account" }).check();
      await register(page);
      await page.locator(".inspector summary").first().click();
      await look("Setup registered");
      await page.getByRole("radio", { name: "Signing is enforced already" }).check();
      await button(page, "Make a key pair").click();
      await page.getByRole("region", { name: "Key pair for the Console" }).waitFor();
      await look("Setup by the Console");
      assert.deepEqual(found, []);
      assert.deepEqual(console_.troubles, []);
    } finally {
      await console_.close();
    }
  });
}

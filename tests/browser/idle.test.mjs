// Nobody there for a quarter of an hour: credentials go, and what is not saved yet stays, hidden.
import assert from "node:assert/strict";
import { test } from "node:test";
import { start as startPractice } from "../support/practice.mjs";
import { sound } from "./axe.mjs";
import { archivePassphrase, check, choosePractice, fillTwilio, open, prime, result, savePrivateKey, toPlan } from "./console.mjs";
import { ofPrivateKey, ofSecret, search, storage } from "./needles.mjs";

const MINUTES = 60;
const TITLE = "Locked while you were away";

/** A console whose clock is the test's; `body` gets it with a practice server behind the relay. */
async function withClock({ pkcv = "off" }, body) {
  const practice = await startPractice({ pkcv });
  const console_ = await open({ upstreamPort: Number(new URL(practice.url).port), clock: true });
  try {
    await body({ ...console_, practice, console_ });
  } finally {
    await console_.close();
    await practice.stop();
  }
}

/** Nobody is there for so many minutes; the page looks every few seconds. */
const away = (page, minutes) => page.clock.runFor(minutes * MINUTES * 1000);
/** Time passes, and no timer runs. */
const slept = async (page, minutes) => page.clock.setSystemTime(await page.evaluate((millis) => Date.now() + millis, minutes * MINUTES * 1000));
const dialog = (page) => page.getByRole("dialog", { name: TITLE });
const connected = (page) => page.locator(".chip").getByText("Twilio account");
const notice = (page) => page.locator(".page-notice").filter({ hasText: TITLE });
const list = (page, name) => dialog(page).getByRole("region", { name }).getByRole("listitem").allInnerTexts();

/** Everything that the page shows or has in its fields. */
const shown = (page) => page.evaluate(() => document.documentElement.outerHTML + [...document.querySelectorAll("input, textarea")].map((field) => field.value).join("\n"));

test("with nothing unsaved everything goes, and the fresh page says what", () => withClock({ pkcv: "enforced" }, async ({ page, practice }) => {
  const { credentials } = practice;
  await fillTwilio(page, credentials);
  await check(page);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { name: "Plan", level: 1 }).waitFor();
  await page.getByLabel("Subaccount names or SIDs").fill("West");
  await page.getByRole("link", { name: "Connect" }).click();
  await page.getByRole("heading", { name: "Connect", level: 1 }).waitFor();
  await page.evaluate(() => (globalThis.before = true));
  let asked = 0;
  page.on("dialog", (one) => (asked++, one.accept()));

  await away(page, 14.5);
  assert.equal(await page.evaluate(() => globalThis.before), true);
  assert.ok((await shown(page)).includes(credentials.main_key_secret));
  await away(page, 1);
  await notice(page).waitFor();
  assert.equal(await page.evaluate(() => globalThis.before), undefined, "a fresh page");
  assert.equal(asked, 0);
  assert.deepEqual(await notice(page).getByRole("listitem").allInnerTexts(), [
    `The Main API key secret of ${credentials.account_sid}`,
    `The private key that signs for ${credentials.account_sid}`,
    "The names that you typed into the plan",
  ]);
  const needles = [ofSecret("the Main key's secret", credentials.main_key_secret), ...ofPrivateKey(credentials.private_key_pem)];
  assert.deepEqual(search(needles, { page: await shown(page), storage: await storage(page) }), []);
  assert.equal(await page.locator(".chip").count(), 0);
  await page.getByRole("radio", { name: "Twilio account" }).check();
  assert.equal(await page.getByLabel("Main API key secret", { exact: true }).inputValue(), "");
  await sound(page, "notice");
  await notice(page).getByRole("button", { name: "Dismiss" }).click();
  await notice(page).waitFor({ state: "detached" });
  await page.reload();
  await page.getByRole("heading", { name: "Connect", level: 1 }).waitFor();
  assert.equal(await notice(page).count(), 0, "it is said once");
}));

test("a page without a secret is left alone", () => withClock({}, async ({ page }) => {
  await page.evaluate(() => (globalThis.before = true));
  await away(page, 60);
  assert.equal(await page.evaluate(() => globalThis.before), true);
  assert.equal(await dialog(page).count(), 0);
}));

test("unsaved results stay, hidden, and can still be saved", () => withClock({ pkcv: "enforced" }, async ({ page, practice }) => {
  const { credentials } = practice;
  await fillTwilio(page, credentials);
  await toPlan(page);
  await prime(page, ["West", "East"]);
  const { article } = await result(page, "West");
  await article.getByRole("button", { name: "Reveal API key secret" }).click();
  const secret = await article.getByTestId("api-key-secret").innerText();
  await archivePassphrase(page, "correct horse battery");
  await page.getByRole("link", { name: "Keys", exact: true }).click();
  await page.getByRole("button", { name: "Generate key pair" }).click();
  await page.getByRole("button", { name: "Reveal private key" }).click();
  await page.getByTestId("private-key-pem").waitFor();

  await away(page, 15.5);
  await dialog(page).waitFor();
  assert.deepEqual(await list(page, "Forgotten"), [
    `The Main API key secret of ${credentials.account_sid}`,
    `The private key that signs for ${credentials.account_sid}`,
  ]);
  assert.deepEqual(await list(page, /^Kept/), ["2 results that you have not saved yet: their API key secrets and private keys", "The private key of the Keys page, which you have not saved yet"]);
  assert.equal(await page.getByTestId("private-key-pem").count(), 0, "hidden");
  const needles = [ofSecret("the Main key's secret", credentials.main_key_secret), ofSecret("an API key's secret", secret), ...ofPrivateKey(credentials.private_key_pem)];
  assert.deepEqual(search(needles, { page: await shown(page), storage: await storage(page) }), []);
  await sound(page, "dialog");

  await dialog(page).getByRole("button", { name: "Show me what to save" }).click();
  await page.getByRole("heading", { name: "Results", level: 1 }).waitFor();
  await page.getByText("The run can send nothing until its account is connected again").waitFor();
  assert.equal(await article.getByTestId("api-key-secret").count(), 0);
  await article.getByRole("button", { name: "Reveal API key secret" }).click();
  assert.equal(await article.getByTestId("api-key-secret").innerText(), secret);
  const { text } = await savePrivateKey(page, article, "correct horse battery");
  assert.match(text, /BEGIN ENCRYPTED PRIVATE KEY/);

  // Away a second time, with the secret and a passphrase on the screen.
  await archivePassphrase(page, "correct horse battery");
  await away(page, 15.5);
  assert.deepEqual((await list(page, "Forgotten")).sort(), ["archive", "private key"].map((what) => `What was typed as \u201cPassphrase for the ${what}\u201d`));
  assert.equal(await article.getByTestId("api-key-secret").count(), 0);
  assert.equal(await page.getByLabel("Passphrase for the archive", { exact: true }).inputValue(), "");
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });

  let asked = 0;
  page.on("dialog", (one) => (asked++, one.dismiss()));
  await page.getByRole("button", { name: "Lock" }).click();
  await page.waitForTimeout(300);
  assert.equal(asked, 1, "leaving still asks");
  await page.getByRole("heading", { name: "Results", level: 1 }).waitFor();
}));

test("the practice account goes as well, and opens again when it is chosen", () => withClock({}, async ({ page }) => {
  await page.getByRole("link", { name: "Keys", exact: true }).click();
  await page.getByRole("button", { name: "Generate key pair" }).click();
  await page.getByTestId("public-key-pem").waitFor();
  await page.getByRole("link", { name: "Prime", exact: true }).click();
  await choosePractice(page);
  await toPlan(page);
  await away(page, 15.5);
  await dialog(page).waitFor();
  assert.deepEqual(await list(page, "Forgotten"), ["The practice account's credentials"]);
  await dialog(page).getByRole("button", { name: "Go on" }).click();
  await page.getByRole("heading", { name: "Connect", level: 1 }).waitFor();
  assert.equal(await page.locator(".chip").count(), 0);
  assert.equal(await page.getByRole("button", { name: "Check credentials" }).count(), 0);
  await choosePractice(page);
  await toPlan(page);
  await prime(page, ["West"]);
  await page.getByTestId("verification").waitFor();
}));

test("a run at work is not locked, nor is a page that somebody uses", () => withClock({}, async ({ page, practice }) => {
  await fillTwilio(page, practice.credentials, { sign: false });
  await toPlan(page);
  const touches = { keydown: () => page.keyboard.press("Shift"), pointermove: () => page.mouse.move(20, 20), wheel: () => page.mouse.wheel(0, 10), pointerdown: () => page.mouse.down() };
  for (const [sign, touch] of Object.entries(touches)) {
    await away(page, 14);
    await page.evaluate((sign) => void (globalThis.arrived = new Promise((resolve) => addEventListener(sign, () => resolve(), { once: true }))), sign);
    await touch();
    await page.evaluate(() => globalThis.arrived);
  }
  await page.mouse.up();
  await connected(page).waitFor();

  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/Keys.json", async (route) => (await held, route.continue()));
  await page.getByLabel("Subaccount names or SIDs").fill("West");
  await page.getByRole("button", { name: "Start priming" }).click();
  await page.getByText("Seed the API key", { exact: true }).first().waitFor();
  await slept(page, 60);
  // The page looks every five seconds.
  await page.waitForTimeout(6000);
  await slept(page, 60);
  await page.mouse.move(40, 40);
  assert.equal(await dialog(page).count(), 0);
  await connected(page).waitFor();
  release();
  await page.getByRole("heading", { name: "Results", level: 1 }).waitFor();
  await away(page, 15.5);
  await dialog(page).waitFor();
  assert.deepEqual(await list(page, /^Kept/), ["1 result that you have not saved yet: its API key secret"]);
}));

test("a machine that slept is locked at the first touch", () => withClock({}, async ({ page, practice }) => {
  await fillTwilio(page, practice.credentials, { sign: false });
  await slept(page, 60);
  await page.mouse.move(30, 30);
  await notice(page).waitFor();
  assert.deepEqual(await notice(page).getByRole("listitem").allInnerTexts(), [`The Main API key secret of ${practice.credentials.account_sid}`]);
}));

test("an open rotation stays, and goes on once its account is connected again", () => withClock({}, async ({ page, practice }) => {
  const link = (name) => page.getByRole("link", { name, exact: true });
  const click = (name) => page.getByRole("button", { name, exact: true }).click();
  const panel = page.getByRole("region", { name: "Rotate keys", exact: true });
  await fillTwilio(page, practice.credentials, { sign: false });
  await toPlan(page);
  await prime(page, ["West"]);
  await page.getByRole("checkbox", { name: "I saved it elsewhere" }).check();
  await click("Finish");
  await link("Subaccounts").click();
  await link("West").click();
  await panel.getByRole("radio", { name: "API key only" }).check();
  await panel.getByLabel("New API key name", { exact: true }).fill("Key of 2026");
  await panel.getByRole("button", { name: "Start rotation" }).click();
  await panel.getByText("The new keys work. The old ones still do.").waitFor();
  await panel.getByRole("button", { name: "Reveal API key secret" }).click();
  const secret = await panel.getByTestId("api-key-secret").innerText();

  await away(page, 15.5);
  assert.deepEqual(await list(page, /^Kept/), ["The new keys of \u201cWest\u201d, which you have not saved yet"]);
  assert.deepEqual(search([ofSecret("the new key's secret", secret)], { page: await shown(page) }), []);
  await dialog(page).getByRole("button", { name: "Show me what to save" }).click();
  await page.getByText("The rotation can send nothing more until").waitFor();
  await panel.getByRole("button", { name: "Reveal API key secret" }).click();
  assert.equal(await panel.getByTestId("api-key-secret").innerText(), secret);
  await panel.getByRole("checkbox", { name: "I have saved the new keys" }).check();
  await panel.getByRole("checkbox", { name: "Everything uses the new keys now" }).check();
  const before = practice.log().length;
  await panel.getByRole("button", { name: "Delete the old keys" }).click();
  await panel.getByText("The new keys work. The old ones still do.").waitFor();
  assert.equal(practice.log().length, before, "nothing is sent");

  await link("Prime").click();
  await fillTwilio(page, practice.credentials, { sign: false });
  await check(page);
  await click("Continue");
  await link("Subaccounts").click();
  await link("West").click();
  await panel.getByRole("checkbox", { name: "Everything uses the new keys now" }).check();
  await panel.getByRole("button", { name: "Delete the old keys" }).click();
  await panel.getByText("The rotation is done.").waitFor();
}));

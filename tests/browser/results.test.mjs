// Results: a table that fits a screen, rows that open, and "saved" as what really happened.
import assert from "node:assert/strict";
import { test } from "node:test";
import { archivePassphrase, clipboard, openAll, opened, prime, saved, savePrivateKey, tab } from "./console.mjs";
import { atPlan, sound } from "./roads.mjs";

const PASSPHRASE = "correct horse battery";
const EACH = "A new key pair for each subaccount";
const row = (page, name) => page.getByRole("table", { name: "Results" }).getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
const mark = (page, name, text) => row(page, name).getByText(text, { exact: true }).waitFor();

/** How high the page is, and how many stops the Tab key makes in it. */
const measure = (page) =>
  page.evaluate(() => {
    const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
    const reached = stops.filter((stop) => stop.tabIndex >= 0 && !stop.disabled && stop.checkVisibility({ visibilityProperty: true }));
    return { height: document.documentElement.scrollHeight, stops: reached.length };
  });

test("two results fit a screen, and one that is open two", () => atPlan({ pkcv: "enforced" }, async (page, practice, { context }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await prime(page, ["Treasury", "Fraud Desk"], EACH);
  const closed = await measure(page);
  await opened(page, "Treasury");
  const one = await measure(page);
  await page.setViewportSize({ width: 390, height: 800 });
  const phone = await measure(page);
  console.log(`# closed ${JSON.stringify(closed)}, one open ${JSON.stringify(one)}, on a phone ${JSON.stringify(phone)}`);
  assert.ok(closed.height <= 1000 && closed.stops <= 25, JSON.stringify(closed));
  assert.ok(one.height <= 1700 && one.stops <= 45, JSON.stringify(one));
  assert.ok(phone.height <= 2600, JSON.stringify(phone));
  await sound(page);
  assert.equal(await page.getByRole("article").count(), 1);
}));

test("what was only copied is not saved; the files together are", () => atPlan({ pkcv: "enforced" }, async (page) => {
  await prime(page, ["West", "East"], EACH);
  await mark(page, "West", "Not saved");
  const west = await opened(page, "West");
  await west.getByRole("button", { name: "Copy API key secret" }).click();
  await mark(page, "West", "Copied, not saved");
  await mark(page, "East", "Not saved");
  await savePrivateKey(page, west, PASSPHRASE);
  await mark(page, "West", "Copied, not saved");
  const code = await tab(west, "Use from code");
  await saved(page, code.getByRole("button", { name: "Download .env" }));
  await mark(page, "West", "Saved");
  await page.getByText("1 of 2 saved", { exact: true }).waitFor();
  // In the other order.
  const east = await opened(page, "East");
  await saved(page, (await tab(east, "Use from code")).getByRole("button", { name: "Download .env" }));
  await mark(page, "East", "Not saved");
  await tab(east, "Credentials");
  await savePrivateKey(page, east, PASSPHRASE);
  await mark(page, "East", "Saved");
  await page.getByRole("button", { name: "Finish", exact: true }).click();
  await page.getByRole("heading", { name: "Plan", level: 1 }).waitFor();
  await page.getByText("The run is finished: 2 subaccounts are ready").waitFor();
}));

test("under a passphrase that the page made nothing is saved until it is kept", () => atPlan({ pkcv: "off" }, async (page, practice, { context }) => {
  await prime(page, ["West", "East"]);
  const all = page.getByRole("region", { name: "All results" });
  await archivePassphrase(page, "one passphrase of mine");
  await all.getByLabel("Repeat the passphrase", { exact: true }).fill("another passphrase");
  await all.getByRole("button", { name: /^Download everything/ }).click();
  await all.locator(".field-error").getByText("The two passphrases differ").waitFor();
  await all.getByRole("button", { name: "Generate a passphrase" }).click();
  await all.getByRole("button", { name: "Copy passphrase" }).click();
  const made = await clipboard(context);
  assert.match(made, /^([0-9a-hjkmnp-tv-z]{5}-){4}[0-9a-hjkmnp-tv-z]{5}$/);
  await page.bringToFront();
  await saved(page, all.getByRole("button", { name: /^Download everything/ }));
  await page.getByText("0 of 2 saved", { exact: true }).waitFor();
  await all.getByRole("checkbox", { name: /^I have stored the passphrase/ }).check();
  await page.getByText("2 of 2 saved", { exact: true }).waitFor();
}));

test("a private key in an archive whose passphrase nobody keeps is not saved, whatever becomes of the field", () => atPlan({ pkcv: "enforced" }, async (page) => {
  await prime(page, ["West", "East"], EACH);
  const all = page.getByRole("region", { name: "All results" });
  await all.getByRole("button", { name: "Generate a passphrase" }).click();
  // A lock empties the field while the keys are being encrypted.
  await Promise.all([
    page.waitForEvent("download"),
    (async () => {
      await all.getByRole("button", { name: /^Download everything/ }).click();
      await all.getByLabel("Passphrase for the archive", { exact: true }).fill("");
    })(),
  ]);
  await all.getByText(/^Downloaded /).waitFor();
  await page.getByText("0 of 2 saved", { exact: true }).waitFor();
  const west = await opened(page, "West");
  await saved(page, (await tab(west, "Use from code")).getByRole("button", { name: "Download .env" }));
  await page.waitForTimeout(500);
  await mark(page, "West", "Not saved");
  await all.getByRole("checkbox", { name: /^I have stored the passphrase/ }).check();
  await page.getByText("2 of 2 saved", { exact: true }).waitFor();
}));

test("what the admin takes back stays not saved", () => atPlan({ pkcv: "optional" }, async (page) => {
  await prime(page, ["West", "East"], EACH);
  const west = await opened(page, "West");
  await savePrivateKey(page, west, PASSPHRASE);
  await saved(page, (await tab(west, "Use from code")).getByRole("button", { name: "Download .env" }));
  await mark(page, "West", "Saved");
  await tab(west, "Credentials");
  await west.getByRole("checkbox", { name: "I saved it elsewhere" }).uncheck();
  await mark(page, "West", "Not saved");
  await page.getByRole("button", { name: "Close West", exact: true }).click();
  await opened(page, "West");
  await page.waitForTimeout(300);
  await mark(page, "West", "Not saved");
}));

test("the tabs of a result go by the arrow keys, and what was typed stays", () => atPlan({ pkcv: "optional" }, async (page) => {
  await prime(page, ["West"], EACH);
  const west = await opened(page, "West");
  const names = await west.getByRole("tab").allInnerTexts();
  assert.deepEqual(names, ["Credentials", "Terminal", "CLI profile", "Use from code", "Hand over", "Requests"]);
  await west.getByLabel("Passphrase for the private key", { exact: true }).fill(PASSPHRASE);
  await west.getByRole("tab", { name: "Credentials" }).focus();
  for (const name of [...names.slice(1), names[0]]) {
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), name);
    await west.getByRole("tabpanel", { name, exact: true }).waitFor();
    assert.equal(await west.getByRole("tabpanel").count(), 1);
  }
  await page.keyboard.press("End");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Requests");
  await page.keyboard.press("Home");
  assert.equal(await west.getByLabel("Passphrase for the private key", { exact: true }).inputValue(), PASSPHRASE);
}));

test("with every disclosure open nothing is wider than the window, and no method is broken", () => atPlan({ pkcv: "optional" }, async (page, practice) => {
  // The key of the lost reply is deleted: a long path with the longest method.
  await practice.plan([["CreateKey", 1, "LostReply"]]);
  await prime(page, ["West", "W".repeat(64)], EACH);
  await openAll(page);
  const names = await page.getByRole("article").first().getByRole("tab").allInnerTexts();
  for (const name of names) {
    for (const head of await page.getByRole("tab", { name, exact: true }).all()) await head.click();
    await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => (details.open = true)));
    for (const width of [390, 768, 1024, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate(() => {
        const out = [...document.querySelectorAll("article *")].filter((element) => {
          const box = element.closest("article").getBoundingClientRect();
          const { right, width } = element.getBoundingClientRect();
          const scrolls = element.parentElement.closest("pre, .table-wrap .tabs");
          return width > 0 && !scrolls && right > box.right + 1 && element.checkVisibility();
        });
        return [document.documentElement.scrollWidth - document.documentElement.clientWidth, ...out.map((element) => element.className || element.tagName)];
      });
      assert.deepEqual(wide, [0], `${name} at ${width} px`);
    }
  }
  await tab(await opened(page, "West"), "Requests");
  const methods = page.locator(".exchanges .method").filter({ hasText: "DELETE" });
  const { height, line } = await methods.first().evaluate((element) => ({ height: element.getBoundingClientRect().height, line: Number.parseFloat(getComputedStyle(element).lineHeight) }));
  assert.ok(height < 1.5 * line, `DELETE stands on ${height / line} lines`);
}));

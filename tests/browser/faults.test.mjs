// What an admin makes fail with the practice account, and what Keyseed does then.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { test } from "node:test";
import { choosePractice, open, opened, saved, toPlan } from "./console.mjs";

/** A console with the practice account open. */
async function withPractice(body, options) {
  const console_ = await open(options);
  try {
    await choosePractice(console_.page);
    await body(console_.page);
    assert.deepEqual(console_.troubles, []);
  } finally {
    await console_.close();
  }
}

const makeFail = (page, what) => page.getByLabel("Make things fail", { exact: true }).selectOption(what);

async function start(page, names) {
  await toPlan(page);
  await page.getByLabel("Subaccount names or SIDs").fill(names.join("\n"));
  await page.getByRole("button", { name: "Start priming" }).click();
}

const results = (page) => page.getByRole("heading", { name: "Results", level: 1 }).waitFor({ timeout: 60_000 });

test("a lost reply costs nothing, and the account stays the one that was open", () => withPractice(async (page) => {
  const account = await page.getByLabel("Account SID", { exact: true }).inputValue();
  await makeFail(page, "The reply to the subaccount's creation is lost");
  assert.equal(await page.getByLabel("Account SID", { exact: true }).inputValue(), account);
  await start(page, ["West"]);
  await results(page);
  await opened(page, "West");
  await page.getByRole("link", { name: "Run", exact: true }).click();
  await page.locator(".inspector summary").first().click();
  const asked = await page.locator(".exchanges summary").allInnerTexts();
  const creation = asked.findIndex((line) => line.includes("POST") && line.includes("/2010-04-01/Accounts.json"));
  assert.match(asked[creation + 1], /GET[^]*FriendlyName=West/, "it was looked up, not repeated");
}));

test("a lost secret is made anew, and its key deleted", () => withPractice(async (page) => {
  await makeFail(page, "The reply to the API key is lost");
  await start(page, ["West"]);
  await results(page);
  const key = await page.getByTestId("api-key-sid").innerText();
  const region = page.getByRole("region", { name: "Record" });
  const { text } = await saved(page, region.getByRole("button", { name: "Download the record (JSON)" }));
  const things = JSON.parse(text).subaccounts[0].things.filter((thing) => thing.kind === "API key");
  assert.deepEqual(things.map((thing) => thing.standing), ["Deleted", "Exists"]);
  assert.equal(things[1].sid, key);
}));

test("a plan is chosen by its number, and a wrong number told", () => withPractice(async (page) => {
  assert.equal(await page.getByLabel("Plan number", { exact: true }).count(), 0);
  await makeFail(page, "A plan by its number");
  const number = page.getByLabel("Plan number", { exact: true });
  await page.getByText("ListAccounts 1: 429").waitFor();
  for (const wrong of ["77562", "-1", "", "first"]) {
    await number.fill(wrong);
    await page.getByText("Enter a whole number from 0 to 77561.").waitFor();
    assert.equal(await number.getAttribute("aria-invalid"), "true");
  }
  await number.fill("77561");
  await number.fill("19");
  await page.getByText("CreateAccount 1: reply lost").waitFor();
  assert.equal(await number.getAttribute("aria-invalid"), null);
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.map(({ id }) => id), []);
  await start(page, ["West"]);
  await results(page);
}));

test("nothing sticks out where the page is narrow", () => withPractice(async (page) => {
  await makeFail(page, "A plan by its number");
  await page.getByLabel("Plan number", { exact: true }).fill("77561");
  assert.ok(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
}, { context: { viewport: { width: 360, height: 800 } } }));

// Subaccounts that exist: chosen out of many, looked at first, and primed from the second step on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { choosePractice, open, opened, result, toPlan, until } from "./console.mjs";
import { MODES, atPlan, names, posts, results, sound, start } from "./roads.mjs";

const rows = (page) => page.getByRole("dialog").getByRole("row");

for (const pkcv of MODES) {
  test(`chosen from the list and primed, with signing ${pkcv}`, () => atPlan({ pkcv, subaccounts: 25 }, async (page, practice) => {
    await page.getByRole("button", { name: "Choose existing subaccounts (25)" }).click();
    await page.getByLabel("Filter by name or SID").fill("bergen dental 0013");
    await page.getByRole("checkbox", { name: "Bergen Dental 0013" }).check();
    await page.getByLabel("Filter by name or SID").fill("cork dental 0002");
    await page.getByRole("checkbox", { name: "Cork Dental 0002" }).check();
    // Enter in the filter chooses nothing and starts nothing.
    await page.getByLabel("Filter by name or SID").press("Enter");
    await page.getByRole("button", { name: "Add 2 to the plan" }).click();
    const lines = (await names(page).inputValue()).split("\n");
    assert.deepEqual(lines.map((line) => line.replace(/^AC[0-9a-f]{32} /, "")), ["Bergen Dental 0013", "Cork Dental 0002"], "in the order of the list, the newest first");
    await names(page).fill([...lines, "A new one"].join("\n"));
    await page.getByRole("radio", { name: "A new key pair for each subaccount" }).check();
    await page.getByRole("region", { name: "Plan" }).getByText("1 new subaccount and 2 existing").waitFor();
    await start(page);
    await results(page);
    const cork = await result(page, "Cork Dental 0002");
    assert.equal(cork.accountSid, lines[1].slice(0, 34));
    assert.match(cork.verification, { off: /not signed/, optional: /not enforced/, enforced: /signature enforced/ }[pkcv]);
    assert.equal(posts(practice, "/2010-04-01/Accounts.json").length, 1, "only the new one is created");
    assert.equal(posts(practice, `/2010-04-01/Accounts/${cork.accountSid}/Keys.json`).length, 1);
    assert.equal(await cork.article.getByRole("button", { name: "Close this subaccount" }).count(), 0);
    await (await opened(page, "A new one")).getByRole("button", { name: "Close this subaccount" }).waitFor();
    if (pkcv !== "off") assert.ok(practice.log().filter((line) => line.signed).every((line) => line.validation === "ok"));
  }));
}

test("the list is filtered by status and paged, and the closed ones cannot be chosen", () => atPlan({ pkcv: "off", subaccounts: 120 }, async (page) => {
  await page.getByRole("button", { name: /Choose existing/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("1\u201350 of 117 subaccounts").waitFor();
  assert.equal(await rows(page).count(), 51, "a page of rows and the header");
  await sound(page);
  await dialog.getByRole("button", { name: "Next" }).click();
  await dialog.getByRole("button", { name: "Next" }).click();
  await dialog.getByText("101\u2013117 of 117 subaccounts").waitFor();
  assert.ok(await dialog.getByRole("button", { name: "Next" }).isDisabled());
  await dialog.getByLabel("Status").selectOption("closed");
  await dialog.getByText("1 subaccount", { exact: true }).waitFor();
  assert.ok(await dialog.getByRole("checkbox").isDisabled());
  await dialog.getByLabel("Status").selectOption("active");
  await dialog.getByLabel("Filter by name or SID").fill("zzz");
  await dialog.getByText("No subaccounts").waitFor();
  await dialog.getByLabel("Filter by name or SID").fill("");
  await dialog.getByRole("button", { name: "Select all 117" }).click();
  await dialog.getByRole("button", { name: "Add 117 to the plan" }).click();
  assert.equal((await names(page).inputValue()).split("\n").length, 117);
  await page.getByRole("button", { name: /Choose existing/ }).click();
  await page.keyboard.press("Escape");
  assert.equal((await names(page).inputValue()).split("\n").length, 117, "Escape changes nothing");
}));

test("a list that is refreshed keeps what was ticked", () => atPlan({ pkcv: "off", subaccounts: 3 }, async (page, practice) => {
  await page.getByRole("button", { name: /Choose existing/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: /0002/ }).check();
  const asked = practice.log().length;
  await dialog.getByRole("button", { name: "Refresh" }).click();
  await until(() => practice.log().length > asked, "the list is asked for");
  await page.waitForTimeout(200);
  assert.ok(await dialog.getByRole("checkbox", { name: /0002/ }).isChecked());
  await dialog.getByRole("button", { name: "Add 1 to the plan" }).click();
  assert.match(await names(page).inputValue(), /0002$/);
}));

test("each one that cannot be primed says why, and nothing is made in it", () => atPlan({ pkcv: "optional", subaccounts: 20 }, async (page, practice) => {
  await page.getByRole("button", { name: /Choose existing/ }).click();
  await page.getByLabel("Status", { exact: true }).selectOption("suspended");
  await page.getByRole("checkbox", { name: /0017/ }).check();
  await page.getByRole("button", { name: "Add 1 to the plan" }).click();
  await start(page);
  const alert = page.getByRole("alert");
  await alert.getByText(/is suspended\./).waitFor();
  await alert.getByText("Reactivate it first, then try again.").waitFor();
  assert.equal(posts(practice).length, 0);
  await page.getByRole("link", { name: "See the results" }).click();
  await page.getByText("Nothing was created.").waitFor();
  await page.getByRole("button", { name: "Finish", exact: true }).click();
  await names(page).fill(`AC${"0".repeat(32)} somebody's`);
  await start(page);
  await page.getByText("There is no such subaccount (error 20404).").waitFor();
  assert.equal(posts(practice).length, 0);
}));

test("SIDs that cannot be right are refused in the plan", () => atPlan({ pkcv: "off", subaccounts: 70 }, async (page, practice) => {
  const refused = async (text, sentence) => {
    await names(page).fill(text);
    await start(page);
    await page.getByRole("list", { name: "Remarks on the lines" }).getByText(sentence).waitFor();
  };
  await refused(practice.credentials.account_sid, "is the parent account itself");
  await refused(`AC${"0".repeat(31)}`, "31 characters follow AC");
  await refused(practice.credentials.main_key_sid, "This is an API key SID");
  await page.getByRole("button", { name: /Choose existing/ }).click();
  await page.getByLabel("Status", { exact: true }).selectOption("closed");
  const closed = await page.getByRole("dialog").getByRole("row").nth(1).locator("code").innerText();
  await page.keyboard.press("Escape");
  await refused(closed, "was closed for good");
}));

test("without subaccounts there is nothing to choose", async () => {
  const console_ = await open();
  try {
    await choosePractice(console_.page);
    await toPlan(console_.page);
    assert.equal(await console_.page.getByRole("button", { name: /Choose existing/ }).count(), 0);
  } finally {
    await console_.close();
  }
});

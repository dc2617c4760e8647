// The end of a run in which some failed: nothing is forgotten that nobody holds, and nothing that is half-made goes unsaid.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { archivePassphrase, opened, saved } from "./console.mjs";
import { atPlan, names, posts, results, sound, start } from "./roads.mjs";

const PASSPHRASE = "correct horse battery";
const python = process.env.KEYSEED_PYTHON ?? "python3";
const journal = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("keyseed.journal.")).length);
const finish = (page) => page.getByRole("button", { name: "Finish", exact: true });
const asks = (page) => page.getByRole("dialog", { name: "Finish this run?" });
const count = (page, saved, all) => page.getByText(`${saved} of ${all} saved`, { exact: true }).waitFor();

/** Refuses every creation that `which` picks until `mend` is called. */
async function refusing(page, url, which, code) {
  let refuse = true;
  await page.route(url, async (route) => {
    if (!refuse || route.request().method() !== "POST" || !(await which(route.request()))) return route.fallback();
    return route.fulfill({ status: 400, contentType: "application/json", body: JSON.stringify({ code, message: "planted", status: 400 }) });
  });
  return () => (refuse = false);
}

/** The secrets in the archive that is saved now, by the SIDs of their API keys. */
async function archive(page) {
  const folder = mkdtempSync(join(tmpdir(), "keyseed-finish-"));
  try {
    await archivePassphrase(page, PASSPHRASE);
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download everything (ZIP)" }).click()]);
    await file.saveAs(join(folder, "all.zip"));
    execFileSync(python, ["-c", "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])", join(folder, "all.zip"), folder]);
    const command = readFileSync(join(folder, "README.txt"), "utf8").match(/openssl enc .*/)[0];
    const table = execFileSync("sh", ["-c", `${command} -pass env:PASS`], { cwd: folder, env: { ...process.env, PASS: PASSPHRASE } }).toString();
    return table.trim().split("\r\n").slice(1).map((line) => line.split(",")[2]).sort();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A run of three, the last of which fails at its API key; gives what mends it. */
async function twoOfThree(page, practice) {
  // By its name: two of them are worked on at a time.
  const isThird = async (request) => {
    const { accounts } = await practice.inventory();
    return accounts.some((account) => account.name === "Team 3" && request.url().includes(account.sid));
  };
  const mend = await refusing(page, "**/relay/**/Keys.json", isThird, 70151);
  await names(page).fill("Team 1\nTeam 2\nTeam 3");
  await start(page);
  await page.getByText("Finished: 2 done, 1 failed").waitFor();
  await page.getByRole("link", { name: "See the results" }).click();
  return mend;
}

test("an archive covers what is in it, and not what is made after it", () => atPlan({ pkcv: "off" }, async (page, practice) => {
  const before = (await practice.inventory()).api_keys.map((key) => key.sid);
  const mend = await twoOfThree(page, practice);
  assert.equal((await archive(page)).length, 2);
  await page.getByText(/^Downloaded keyseed-\d{4}-\d\d-\d\d-[0-9a-z]{6}\.zip with 2 secrets\. Check that it opens/).waitFor();
  await count(page, 2, 2);
  const record = JSON.parse((await saved(page, page.getByRole("button", { name: "Download the record (JSON)" }))).text);
  assert.deepEqual(record.subaccounts.map((one) => one.secret_and_key_saved), [true, true, false]);
  assert.equal(record.state, "finished");

  // What is half-made is named, with the step that failed.
  const third = (await practice.inventory()).accounts.find((account) => account.name === "Team 3");
  await page.getByText("1 subaccount is not finished.").waitFor();
  await finish(page).click();
  await asks(page).getByText(third.sid).waitFor();
  await asks(page).getByText("Failed: Seed the API key").waitFor();
  await sound(page);
  await asks(page).getByRole("button", { name: /^Go back/ }).click();
  assert.ok((await journal(page)) > 0);

  await page.getByRole("link", { name: "Back to the run" }).click();
  mend();
  await page.getByRole("button", { name: "Try again" }).click();
  await results(page);
  await page.getByText("It does not hold 1 secret. Download it again, or save them one by one.").waitFor();
  await count(page, 2, 3);
  assert.ok(!(await (await opened(page, "Team 3")).getByRole("checkbox", { name: "I saved it elsewhere" }).isChecked()));
  await page.getByText("1 secret is not saved yet.").waitFor();
  await finish(page).click();
  const made = (await practice.inventory()).api_keys.filter((key) => !before.includes(key.sid));
  const last = made.find((key) => key.account === third.sid);
  await asks(page).getByText(last.sid).waitFor();
  assert.equal(await asks(page).getByRole("listitem").count(), 1);
  assert.equal(await asks(page).getByRole("button", { name: /^Finish/ }).count(), 0, "a secret that nobody has is not let go of");
  await asks(page).getByRole("button", { name: /^Go back/ }).click();

  assert.deepEqual(await archive(page), made.map((key) => key.sid).sort(), "every live key is in the archive");
  await count(page, 3, 3);
  await finish(page).click();
  await page.getByRole("heading", { name: "Plan", level: 1 }).waitFor();
  assert.equal(await journal(page), 0);
}));

test("what is half-made is cleaned up from the question, or left on the admin's word", () => atPlan({ pkcv: "off" }, async (page, practice) => {
  await twoOfThree(page, practice);
  await archive(page);
  await count(page, 2, 2);
  await finish(page).click();
  await asks(page).getByRole("button", { name: "Clean up…" }).click();
  const dialog = page.getByRole("dialog", { name: "Clean up this run?" });
  assert.equal(await dialog.getByRole("listitem").count(), 1, "only what is not saved");
  await dialog.getByRole("textbox").fill("Team 3");
  await dialog.getByRole("button", { name: "Close for good" }).click();
  await (await opened(page, "Team 3")).getByText("The subaccount is closed").waitFor();
  const { accounts } = await practice.inventory();
  assert.deepEqual(accounts.filter((one) => one.status === "closed").map((one) => one.name), ["Team 3"]);
  await finish(page).click();
  await page.getByRole("heading", { name: "Plan", level: 1 }).waitFor();

  await page.unrouteAll();
  await refusing(page, "**/relay/**/Keys.json", () => true, 70151);
  await names(page).fill("Team 4");
  await start(page);
  await page.getByText("Finished: 0 done, 1 failed").waitFor();
  await page.getByRole("link", { name: "See the results" }).click();
  await finish(page).click();
  await asks(page).getByRole("button", { name: "Finish, and leave them as they are" }).click();
  await page.getByRole("heading", { name: "Plan", level: 1 }).waitFor();
  assert.equal((await practice.inventory()).accounts.find((one) => one.name === "Team 4").status, "active");
}));

test("a run that pauses by itself says why, and a retry of the failed does not pause", () => atPlan({ pkcv: "off" }, async (page, practice) => {
  const late = (request) => Number(/Team\+(\d+)$/.exec(request.postData() ?? "")?.[1]) >= 3;
  const mend = await refusing(page, "**/relay/api.twilio.com/2010-04-01/Accounts.json", late, 21480);
  await names(page).fill(Array.from({ length: 24 }, (_, number) => `Team ${number}`).join("\n"));
  await start(page);
  await page.getByText(/^Paused: \d of 24 primed$/).waitFor();
  const run = page.getByRole("region", { name: "Run", exact: true });
  await run.getByText("The run paused by itself").waitFor();
  await run.getByText(/^3 in a row failed\. The last one, “Team \d+”, failed at “Create the subaccount”: .*21480/).waitFor();
  await sound(page);
  const time = () => run.locator(".progress-line span").innerText();
  const paused = await time();
  await page.waitForTimeout(2_500);
  assert.equal(await time(), paused, "a pause is not counted");
  await page.getByRole("button", { name: "Continue, and don't stop again" }).click();
  await page.getByText("Finished: 3 done, 21 failed").waitFor();
  const tried = posts(practice).length;
  const end = await time();
  assert.ok(Number.parseInt(end) < Number.parseInt(paused) + 10 && !end.includes("pause"), `${paused}, then ${end}`);
  for (const name of ["Stop", "Resume", "Pause"]) assert.equal(await page.getByRole("button", { name, exact: true }).count(), 0, name);

  await page.getByRole("button", { name: "Try the 21 failed again" }).click();
  await page.getByText(/^Running/).waitFor();
  await page.getByText("Finished: 3 done, 21 failed").waitFor();
  assert.equal(posts(practice).length, tried, "none of them reached Twilio");
  mend();
  await page.getByRole("button", { name: "Try the 21 failed again" }).click();
  await results(page);
  assert.equal((await practice.inventory()).accounts.filter((one) => /^Team/.test(one.name)).length, 24);
}));

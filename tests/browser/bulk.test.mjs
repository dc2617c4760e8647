// Many at once: one table, the failed again, one archive for everything, one table without secrets.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { archivePassphrase, clipboard, opened, tab } from "./console.mjs";
import { MODES, atPlan, names, posts, results, sound, start } from "./roads.mjs";

const PASSPHRASE = "correct horse battery";
const TEAMS = Array.from({ length: 12 }, (_, number) => `Team ${number}`);
const python = process.env.KEYSEED_PYTHON ?? "python3";

/** Downloads by a button into a folder; gives the file's path. */
async function download(page, button, folder) {
  const [file] = await Promise.all([page.waitForEvent("download"), button.click()]);
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

async function inFolder(body) {
  const folder = mkdtempSync(join(tmpdir(), "keyseed-bulk-"));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// How many private keys each choice makes.
const CHOICES = { off: ["No key pair", 0], optional: ["One new key pair for all", 1], enforced: ["A new key pair for each subaccount", TEAMS.length] };

for (const pkcv of MODES) {
  const [choice, pairs] = CHOICES[pkcv];
  test(`a dozen, and everything in one archive, with signing ${pkcv}`, () => atPlan({ pkcv }, (page, practice, console_) => inFolder(async (folder) => {
    await names(page).fill(TEAMS.join("\n"));
    await page.getByRole("radio", { name: choice }).check();
    await start(page);
    await results(page);
    assert.equal(posts(practice, "/2010-04-01/Accounts.json").length, TEAMS.length);
    const finish = page.getByRole("button", { name: "Finish", exact: true });
    await finish.click();
    const asks = page.getByRole("dialog", { name: "Finish this run?" });
    await asks.getByText("These results are not saved").waitFor();
    assert.equal(await asks.getByRole("listitem").count(), 11, "ten, and how many more");
    await asks.getByRole("button", { name: "Go back and save" }).click();

    const save = page.getByRole("button", { name: "Download everything (ZIP)" });
    await archivePassphrase(page, "too short");
    await save.click();
    await page.getByText(/^Enter a passphrase of at least 12 characters/).waitFor();
    await archivePassphrase(page, PASSPHRASE);
    const zip = await download(page, save, folder);
    execFileSync(python, ["-c", "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])", zip, folder]);
    const read = (...path) => readFileSync(join(folder, ...path), "utf8");
    const manifest = JSON.parse(read("manifest.json")).subaccounts;
    assert.deepEqual(manifest.map(({ name }) => name), TEAMS);

    // The secrets open with the command that README.txt shows.
    const command = read("README.txt").match(/openssl enc .*/)[0];
    const secrets = execFileSync("sh", ["-c", `${command} -pass env:PASS`], { cwd: folder, env: { ...process.env, PASS: PASSPHRASE } }).toString();
    const bySid = Object.fromEntries(secrets.trim().split("\r\n").slice(1).map((line) => line.split(",")).map(([, account, , secret]) => [account, secret]));
    for (const one of manifest) {
      assert.match(bySid[one.account_sid], /^[A-Za-z0-9]{32}$/);
      assert.equal(Boolean(one.private_key), pairs > 0);
      if (!one.private_key) continue;
      const key = createPrivateKey({ key: read(one.private_key), passphrase: PASSPHRASE });
      assert.equal(key.asymmetricKeyDetails.modulusLength, 2048);
      assert.throws(() => createPrivateKey({ key: read(one.private_key), passphrase: "wrong wrong wrong" }));
    }
    const files = (name) => (existsSync(join(folder, name)) ? readdirSync(join(folder, name)).length : 0);
    assert.deepEqual([files("private-keys"), files("public-keys")], [pairs, pairs]);

    const table = readFileSync(await download(page, page.getByRole("button", { name: "Download the table without secrets (CSV)" }), folder), "utf8");
    const readable = [table, read("manifest.json"), read("README.txt"), JSON.stringify(console_.record.console)].join();
    for (const secret of Object.values(bySid)) assert.ok(!readable.includes(secret));
    assert.equal(table.trim().split("\r\n").length, TEAMS.length + 1);
    assert.ok(table.startsWith("\ufeffName,"), "Excel reads it as UTF-8");

    await page.getByText(`${TEAMS.length} of ${TEAMS.length} saved`).waitFor();
    await finish.click();
    await page.getByRole("heading", { name: "Plan", level: 1 }).waitFor();
    // A refusal with 401 is what asking unsigned hopes for; with 429 the relay slows a run down whose account answers at once.
    assert.deepEqual(console_.troubles.filter((trouble) => !/status of (401|429)/.test(trouble)), []);
  })));
}

test("one table for the run: by state, with the failed tried again", () => atPlan({ pkcv: "off" }, async (page, practice) => {
  let refuse = true;
  await page.route("**/relay/api.twilio.com/2010-04-01/Accounts.json", (route) => {
    const unlucky = /Team\+(4|9)$/.test(route.request().postData() ?? "");
    if (!refuse || !unlucky) return route.continue();
    return route.fulfill({ status: 400, contentType: "application/json", body: JSON.stringify({ code: 70002, message: "planted", status: 400 }) });
  });
  await names(page).fill(TEAMS.join("\n"));
  await start(page);
  await page.getByText("Finished: 10 done, 2 failed").waitFor();
  for (const name of ["Stop", "Resume", "Pause"]) assert.equal(await page.getByRole("button", { name, exact: true }).count(), 0, name);
  const show = page.getByLabel("Show", { exact: true });
  await show.selectOption("Failed");
  const rows = page.getByRole("region", { name: "Run" }).getByRole("row");
  assert.equal(await rows.count(), 3);
  await page.getByRole("button", { name: "Show the details of Team 4" }).click();
  await page.getByRole("alert").getByText("error 70002").waitFor();
  await sound(page);
  refuse = false;
  await page.getByRole("button", { name: "Try the 2 failed again" }).click();
  await results(page);
  assert.equal(posts(practice, "/2010-04-01/Accounts.json").length, TEAMS.length);
}));

test("an archive is of the whole run, and not before its end", () => atPlan({ pkcv: "off" }, async (page) => {
  // The first subaccount gets its key; those of the others wait.
  let keys = 0;
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route("**/relay/**/Keys.json", async (route) => {
    keys += 1;
    if (keys > 1) await released;
    await route.continue();
  });
  await names(page).fill("Team 1\nTeam 2\nTeam 3");
  await start(page);
  await page.getByText("1 of 3 primed").waitFor();
  await page.getByRole("link", { name: /Results/ }).click();
  const save = page.getByRole("button", { name: "Download everything (once the run is over)" });
  await save.waitFor();
  assert.ok(await save.isDisabled());
  release();
  await page.getByRole("button", { name: "Download everything (ZIP)" }).waitFor();
}));

test("too many requests narrow the run, and nothing is made twice", () => atPlan({ pkcv: "off" }, async (page, practice) => {
  let asked = 0;
  await page.route("**/relay/**", (route) => {
    asked += 1;
    if (asked < 8 || asked % 5) return route.continue();
    return route.fulfill({ status: 429, contentType: "application/json", body: JSON.stringify({ code: 20429, message: "planted", status: 429 }) });
  });
  await names(page).fill(TEAMS.join("\n"));
  await start(page);
  await results(page);
  assert.equal(posts(practice, "/2010-04-01/Accounts.json").length, TEAMS.length);
}));

test("one of many is opened, filtered, and handed over", () => atPlan({ pkcv: "optional" }, async (page, practice, console_) => {
  await names(page).fill(TEAMS.join("\n"));
  await start(page);
  await results(page);
  assert.equal(await page.getByRole("article").count(), 0, "many are a table");
  await page.getByLabel("Filter by name or SID").fill("team 11");
  assert.equal(await page.getByRole("region", { name: "Subaccounts" }).getByRole("row").count(), 2);
  const article = await opened(page, "Team 11");
  await article.getByRole("button", { name: "Reveal API key secret" }).click();
  const secret = await article.getByTestId("api-key-secret").innerText();
  const note = await tab(article, "Hand over");
  const copied = async () => {
    await note.getByRole("button", { name: "Copy" }).click();
    return clipboard(console_.context);
  };
  const without = await copied();
  assert.match(without, /Your Twilio subaccount: Team 11/);
  assert.ok(!without.includes(secret) && !without.includes(practice.credentials.main_key_secret) && !without.includes(practice.credentials.main_key_sid));
  await note.getByRole("checkbox", { name: "Include the API key secret in the copy" }).check();
  assert.ok((await copied()).includes(secret));
  await sound(page);
}));

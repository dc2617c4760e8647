// Replies that never come, behind the real nginx: nothing is doubled, and the run goes on by itself where it can.
import assert from "node:assert/strict";
import { test } from "node:test";
import { start as startNginx } from "../support/nginx.mjs";
import { STEPS, connect, creations, hold, isWhole, results, sent, start, withTwilio } from "./reliability.mjs";

for (const [operation, what] of [["CreateAccount", "the subaccount"], ["CreateKey", "the API key"], ["CreatePublicKey", "the public key"]]) {
  for (const pkcv of ["enforced", "off"]) {
    test(`the reply to ${what} is lost, signing ${pkcv}`, () => withTwilio({ pkcv }, async ({ page, practice }) => {
      await connect(page, practice, { sign: pkcv !== "off" });
      await practice.plan([[operation, 1, "LostReply"]]);
      await start(page, ["West"]);
      await results(page);
      await isWhole(page, practice, ["West"]);
      assert.equal(creations(practice), 1);
    }));
  }
}

test("50 rapid clicks on Start priming create one subaccount", () => withTwilio({}, async ({ page, practice }) => {
  await connect(page, practice);
  await page.getByLabel("Subaccount names or SIDs").fill("West");
  const button = page.getByRole("button", { name: "Start priming" });
  await button.evaluate((element) => {
    for (let click = 0; click < 50; click++) element.click();
  });
  await results(page);
  assert.equal(creations(practice), 1);
  await isWhole(page, practice, ["West"]);
}));

test("going back and forth in the browser repeats nothing", () => withTwilio({}, async ({ page, practice }) => {
  await connect(page, practice);
  await start(page, ["West"]);
  await results(page);
  const before = practice.log().length;
  const paths = [];
  for (const step of ["goBack", "goBack", "goForward", "goForward", "goBack", "goForward"]) {
    await page[step]();
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    paths.push(new URL(page.url()).pathname);
  }
  assert.ok(paths.includes("/prime/run") && paths.includes("/prime/plan"), paths.join());
  await page.waitForTimeout(500);
  assert.equal(practice.log().length, before);
  await results(page);
  await isWhole(page, practice, ["West"]);
}));

test("leaving is asked about only while something is unsaved", () => withTwilio({ pkcv: "off" }, async ({ page, practice }) => {
  const asked = [];
  page.on("dialog", (dialog) => (asked.push(dialog.type()), dialog.dismiss()));
  const leave = () => page.evaluate(() => location.assign("/security")).then(() => page.waitForTimeout(500));
  await connect(page, practice, { sign: false });
  await start(page, ["West"]);
  await results(page);
  await leave();
  assert.deepEqual(asked, ["beforeunload"]);
  assert.equal(new URL(page.url()).pathname, "/prime/results");
  await page.getByRole("checkbox", { name: "I saved it elsewhere" }).check();
  await leave();
  await page.getByRole("heading", { name: "Security", level: 1 }).waitFor();
  assert.deepEqual(asked, ["beforeunload"], "not again");
}));

test("offline in the middle of a run", () => withTwilio({}, async ({ page, context, practice }) => {
  await connect(page, practice);
  const held = hold(page, practice, STEPS["the API key"], "after");
  await start(page, ["West", "East"]);
  const route = await held;
  await context.setOffline(true);
  await route.abort("internetdisconnected");
  await page.getByText("looking for what a lost reply made").waitFor();
  await page.waitForTimeout(1_500);
  await context.setOffline(false);
  await results(page);
  await isWhole(page, practice, ["West", "East"]);
  assert.equal(creations(practice), 2);
}));

test("the relay restarts in the middle of a run", () => withTwilio({}, async ({ page, practice, site }) => {
  await connect(page, practice);
  const held = hold(page, practice, STEPS["the public key"], "after");
  await start(page, ["West"]);
  const route = await held;
  const { port } = site;
  await site.stop();
  await route.abort("connectionreset");
  await page.waitForTimeout(1_000);
  const again = await startNginx({ upstreamPort: Number(new URL(practice.url).port), port });
  try {
    await results(page);
    await isWhole(page, practice, ["West"]);
  } finally {
    await again.stop();
  }
}));

/** A browser whose clock is so many seconds off. */
const offBy = (seconds) => ({ init: `{ const now = Date.now.bind(Date); Date.now = () => now() + ${seconds * 1000}; }` });

for (const [what, seconds] of [["10 minutes ahead", 600], ["10 minutes behind", -600], ["25 hours ahead", 90_000], ["25 hours behind", -90_000]]) {
  test(`a clock that is ${what} costs one corrected try`, () => withTwilio(offBy(seconds), async ({ page, practice }) => {
    await connect(page, practice);
    await start(page, ["West"]);
    await results(page);
    const refused = practice.log().filter((line) => line.code >= 20155 && line.code <= 20157);
    assert.equal(refused.length, 1, "the first request only");
    await isWhole(page, practice, ["West"]);
  }));
}

test("a clock that goes wrong in the middle of a run costs one corrected try", () => withTwilio({}, async ({ page, practice }) => {
  await connect(page, practice);
  const before = practice.log().length;
  await practice.plan([["CreateKey", 1, "ClockSkew 90000"]]);
  await start(page, ["West"]);
  await results(page);
  const refused = practice.log().slice(before).filter((line) => line.code >= 20155 && line.code <= 20157);
  assert.equal(refused.length, 1);
  await isWhole(page, practice, ["West"]);
}));

test("too many requests are waited out, as long as Twilio asks", () => withTwilio({}, async ({ page, practice }) => {
  await connect(page, practice);
  await practice.plan([["CreateKey", 1, "RateLimited 2"], ["CreateKey", 2, "RateLimited"]]);
  const begun = Date.now();
  await start(page, ["West"]);
  await results(page);
  assert.ok(Date.now() - begun >= 2_000);
  assert.equal(sent(practice, "POST", /\/Keys\.json$/), 3);
  await isWhole(page, practice, ["West"]);
}));

test("repeats wait as long as Twilio asks, and a share of the backoff that is drawn evenly", () => withTwilio({ pkcv: "off", init: countWaits }, async ({ page, practice }) => {
  const TRIES = 6;
  await connect(page, practice, { sign: false });
  const shares = [];
  for (let run = 0; run < 10; run++) {
    await practice.plan(Array.from({ length: TRIES }, (_, place) => ["CreateKey", place + 1, "RateLimited 60"]));
    await page.evaluate(() => (globalThis.waits = []));
    await start(page, [`West ${run}`], "No key pair");
    await results(page);
    const waits = await page.evaluate(() => globalThis.waits);
    assert.equal(waits.length, TRIES);
    shares.push(...waits.map((wait, tried) => (wait - 60_000) / (500 * 2 ** tried)));
    await page.getByRole("checkbox", { name: "I saved it elsewhere" }).check();
    await page.getByRole("button", { name: "Finish", exact: true }).click();
  }
  assert.equal(sent(practice, "POST", /\/Keys\.json$/), 10 * (TRIES + 1));
  shares.sort((one, other) => one - other);
  assert.ok(shares[0] >= 0 && shares.at(-1) <= 1, `${shares[0]} to ${shares.at(-1)}`);
  // Kolmogorov and Smirnov: of 60 even draws, one set in a hundred thousand strays further.
  const furthest = Math.max(...shares.map((share, place) => Math.max((place + 1) / shares.length - share, share - place / shares.length)));
  assert.ok(furthest < 0.31, `${furthest}`);
}));

/** Notes each wait of a minute and more, and lets it pass at once. */
function countWaits() {
  globalThis.waits = [];
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (callback, milliseconds, ...words) => {
    if (milliseconds >= 60_000) globalThis.waits.push(milliseconds);
    return setTimeout(callback, milliseconds >= 60_000 ? 5 : milliseconds, ...words);
  };
}

test("a name that somebody took meanwhile is not taken over without a word", () => withTwilio({ pkcv: "off" }, async ({ page, context, practice, site }) => {
  await connect(page, practice, { sign: false });
  const other = await context.newPage();
  await other.goto(site.url);
  await connect(other, practice, { sign: false });
  await start(other, ["West"], "No key pair");
  await results(other);
  const theirs = await other.getByTestId("account-sid").innerText();
  await other.close({ runBeforeUnload: false });
  await start(page, ["West"], "No key pair");
  const alert = page.getByRole("alert");
  await alert.getByText(`A subaccount of this name exists already: ${theirs}.`).waitFor();
  assert.equal(creations(practice), 1);
  await alert.getByRole("button", { name: `Use ${theirs}` }).click();
  await results(page);
  assert.equal(await page.getByTestId("account-sid").innerText(), theirs);
  assert.equal(await page.getByRole("button", { name: "Close this subaccount" }).count(), 0, "it was there before");
  assert.equal(creations(practice), 1);
}));

// A tab that is closed or dies in the middle of a run: the next one knows of it, and nothing is doubled or left behind.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sound } from "./axe.mjs";
import { clipboard, opened, saved } from "./console.mjs";
import { STEPS, connect, creations, forward, hold, isWhole, reopen, results, sent, start, unfinished, withTwilio } from "./reliability.mjs";

/** The tab's process dies; what it had on its way and was held there goes with it. */
async function kill(page) {
  const session = await page.context().newCDPSession(page);
  const died = page.waitForEvent("crash");
  session.send("Page.crash").catch(() => {});
  await died;
  await page.close({ runBeforeUnload: false });
}
const storage = (page) => page.evaluate(() => Object.fromEntries(Object.entries(localStorage)));
const journal = async (page) => Object.keys(await storage(page)).filter((key) => key.startsWith("keyseed.journal."));

/** Opens the console again and connects the account of the run. */
async function back(context, site, practice) {
  const page = await reopen(context, site);
  await unfinished(page).waitFor();
  assert.ok(await unfinished(page).getByRole("button", { name: "Resume" }).isDisabled(), "not before it is connected");
  await connect(page, practice);
  await unfinished(page).getByText("West", { exact: true }).waitFor();
  return page;
}

for (const [what, step] of Object.entries(STEPS)) {
  for (const when of ["before", "after"]) {
    test(`killed at ${what}, ${when} Twilio has done it, and gone on with`, () => withTwilio({}, async ({ page, context, practice, site }) => {
      await connect(page, practice);
      const held = hold(page, practice, step, when);
      await start(page, ["West", "East"]);
      await held;
      const written = await storage(page);
      const secrets = [practice.credentials.main_key_secret, practice.credentials.private_key_pem.slice(100, 140)];
      for (const secret of secrets) assert.ok(!JSON.stringify(written).includes(secret));
      await kill(page);
      const second = await back(context, site, practice);
      await unfinished(second).getByRole("button", { name: "Resume" }).click();
      // What was asked for and never came is asked for again on the admin's word only; and what was created while nobody
      // looked may be somebody else's.
      const word = second.getByRole("button", { name: /^(Try again|It is this run's: go on with AC\w+)$/ });
      const asked = await Promise.race([results(second).then(() => false), word.waitFor({ timeout: 90_000 }).then(() => true)]);
      if (asked) await word.click();
      await results(second);
      assert.equal(asked, what === "the subaccount" || (what === "the API key" && when === "before"));
      await isWhole(second, practice, ["West", "East"]);
      assert.equal(creations(practice), 2);
    }));
  }
}

test("killed with results that were not saved: new keys take the place of those that are lost", () => withTwilio({}, async ({ page, context, practice, site }) => {
  await connect(page, practice);
  await start(page, ["West", "East"]);
  await results(page);
  const east = await opened(page, "East");
  await east.getByRole("checkbox", { name: "I saved it elsewhere" }).check();
  const kept = await east.getByTestId("api-key-sid").innerText();
  const lost = await (await opened(page, "West")).getByTestId("api-key-sid").innerText();
  await kill(page);
  const second = await back(context, site, practice);
  await unfinished(second).getByText("Primed and saved").waitFor();
  await unfinished(second).getByText("Primed, its secret not saved").waitFor();
  await unfinished(second).getByRole("button", { name: "Resume" }).click();
  await results(second);
  await isWhole(second, practice, ["West"]);
  const there = await practice.inventory();
  const keys = there.api_keys.map((key) => key.sid);
  assert.ok(keys.includes(kept) && !keys.includes(lost), "the saved one stays, the lost one is deleted");
  await (await opened(second, "West")).getByRole("checkbox", { name: "I saved it elsewhere" }).check();
  await second.getByRole("button", { name: "Finish", exact: true }).click();
  await second.getByRole("heading", { name: "Plan", level: 1 }).waitFor();
  assert.deepEqual(await journal(second), [], "a finished run leaves no note");
}));

test("killed, and cleaned up", () => withTwilio({}, async ({ page, context, practice, site }) => {
  await connect(page, practice);
  const held = hold(page, practice, STEPS["the API key"], "after");
  await start(page, ["West", "East"]);
  await held;
  await kill(page);
  const second = await back(context, site, practice);
  await sound(second, "unfinished-plan");
  await unfinished(second).getByRole("button", { name: "Clean up" }).click();
  await second.getByRole("heading", { name: "Results", level: 1 }).waitFor();
  await second.getByRole("region", { name: "Clean up" }).getByRole("button", { name: "Clean up…" }).click();
  const dialog = second.getByRole("dialog", { name: "Clean up this run?" });
  await sound(second, "clean-up");
  await dialog.getByText("closed for ever").waitFor();
  assert.ok(await dialog.getByRole("button", { name: "Close for good" }).isDisabled());
  await dialog.getByRole("textbox").fill("West");
  await dialog.getByRole("button", { name: "Close for good" }).click();
  await (await opened(second, "West")).getByText("The subaccount is closed").waitFor();
  const there = await practice.inventory();
  const west = there.accounts.find((account) => account.name === "West");
  assert.equal(west.status, "closed");
  assert.deepEqual(there.api_keys.filter((key) => key.account === west.sid), [], "its key went first");
  assert.equal(there.accounts.find((account) => account.sid === practice.credentials.account_sid).status, "active");
  assert.equal(creations(practice), 1);
}));

for (const [what, when] of [["the subaccount", "after"], ["the API key", "before"], ["the public key", "before"], ["the public key", "after"], ["the list", "after"], ["the unsigned question", "after"]]) {
  test(`killed at ${what}, ${when} Twilio has done it, and cleaned up`, () => withTwilio({}, async ({ page, context, practice, site }) => {
    await connect(page, practice);
    const before = await practice.inventory();
    const held = hold(page, practice, STEPS[what], when);
    await start(page, ["West"]);
    await held;
    await kill(page);
    const second = await back(context, site, practice);
    await unfinished(second).getByRole("button", { name: "Clean up" }).click();
    await second.getByRole("heading", { name: "Results", level: 1 }).waitFor();
    const cleanUp = async () => {
      await second.getByRole("region", { name: "Clean up" }).getByRole("button", { name: "Clean up…" }).click();
      const dialog = second.getByRole("dialog", { name: "Clean up this run?" });
      if (await dialog.getByRole("textbox").isVisible()) await dialog.getByRole("textbox").fill("West");
      await dialog.getByRole("button", { name: /^(Close for good|Clean up)$/ }).click();
    };
    await cleanUp();
    if (what === "the subaccount") {
      // What bears its name and nobody has seen is shown before it is closed; the journal stays meanwhile.
      await second.getByText("A subaccount of this name was created after this run had looked").waitFor();
      assert.ok((await journal(second)).length > 0);
      await cleanUp();
    }
    await (await opened(second, "West")).getByText("The subaccount is closed").waitFor();
    const there = await practice.inventory();
    const west = there.accounts.find((account) => account.name === "West");
    assert.equal(west.status, "closed");
    assert.deepEqual(there.api_keys, before.api_keys, "its keys are gone, all others are there");
    assert.deepEqual(there.accounts.filter((account) => account.sid !== west.sid), before.accounts);
    assert.equal(creations(practice), 1);
  }));
}

test("killed, and forgotten: what stays behind is shown, and can be saved", () => withTwilio({}, async ({ page, context, practice, site }) => {
  await connect(page, practice);
  const held = hold(page, practice, STEPS["the public key"], "after");
  await start(page, ["West"]);
  await held;
  await kill(page);
  const second = await reopen(context, site);
  await unfinished(second).getByRole("button", { name: "Forget" }).click();
  const dialog = second.getByRole("dialog", { name: "Forget this run?" });
  await sound(second, "forget");
  const there = await practice.inventory();
  const west = there.accounts.find((account) => account.name === "West");
  const [key] = there.api_keys.filter((one) => one.account === west.sid);
  await dialog.getByText(west.sid).waitFor();
  await dialog.getByText(key.sid).waitFor();
  await dialog.getByText("Reply lost: may exist").waitFor();
  const file = await saved(second, dialog.getByRole("button", { name: "Download the record (JSON)" }));
  const record = JSON.parse(file.text);
  assert.equal(record.state, "interrupted");
  assert.deepEqual(record.subaccounts[0].things.map((thing) => thing.sid), [west.sid, key.sid, null]);
  await dialog.getByRole("button", { name: "Forget it" }).click();
  await unfinished(second).waitFor({ state: "detached" });
  assert.deepEqual(await journal(second), []);
}));

test("two tabs: one works, the other says so", () => withTwilio({}, async ({ page, context, practice, site }) => {
  await connect(page, practice);
  const second = await reopen(context, site);
  await connect(second, practice);
  const held = hold(page, practice, STEPS["the subaccount"], "before");
  await start(page, ["West"]);
  const route = await held;
  await start(second, ["West"]);
  const alert = second.getByRole("alert");
  await alert.getByText("“West” is being primed in another tab of this browser.").waitFor();
  assert.equal(creations(practice), 0);
  const third = await reopen(context, site);
  await unfinished(third).first().getByText("It is open in another tab of this browser").waitFor();
  assert.equal(await third.getByRole("button", { name: "Resume" }).count(), 0);
  await route.continue();
  await results(page);
  await alert.getByRole("button", { name: "Try again" }).click();
  await alert.getByText("being primed in another tab").waitFor();
  await page.getByRole("checkbox", { name: "I saved it elsewhere" }).check();
  await page.getByRole("button", { name: "Finish", exact: true }).click();
  await page.getByRole("heading", { name: "Plan", level: 1 }).waitFor();
  await alert.getByRole("button", { name: "Try again" }).click();
  await alert.getByText("A subaccount of this name exists already").waitFor();
  assert.equal(creations(practice), 1);
}));

test("two tabs, one by the name and one by the SID of what it has just created", () => withTwilio({}, async ({ page, context, practice, site }) => {
  await connect(page, practice);
  const held = hold(page, practice, STEPS["the API key"], "before");
  await start(page, ["West"]);
  const route = await held;
  const west = (await practice.inventory()).accounts.find((account) => account.name === "West");
  const second = await reopen(context, site);
  await connect(second, practice);
  await start(second, [west.sid]);
  const alert = second.getByRole("alert");
  await alert.getByText("is being primed in another tab of this browser.").waitFor();
  assert.equal(sent(practice, "POST", /\/Keys\.json$/), 0);
  await route.continue();
  await results(page);
  await alert.getByRole("button", { name: "Try again" }).click();
  await alert.getByText("being primed in another tab").waitFor();
  await isWhole(page, practice, ["West"]);
}));

test("two tabs, one by the SID of what the other is told to use", () => withTwilio({}, async ({ page, context, practice, site }) => {
  await connect(page, practice);
  const second = await reopen(context, site);
  await connect(second, practice);
  await start(page, ["West"]);
  await results(page);
  const sid = await (await opened(page, "West")).getByTestId("account-sid").innerText();
  await page.getByRole("checkbox", { name: "I saved it elsewhere" }).check();
  await page.getByRole("button", { name: "Finish", exact: true }).click();
  // The first tab works on it by its SID; the second meets it by its name.
  const held = hold(page, practice, STEPS["the API key"], "before");
  await start(page, [sid]);
  await held;
  await start(second, ["West"]);
  const alert = second.getByRole("alert");
  const steps = second.locator(".steps").getByRole("listitem");
  await alert.getByText("A subaccount of this name exists already").waitFor();
  assert.ok((await steps.allInnerTexts()).some((step) => step.startsWith("Create the subaccount")));
  await alert.getByRole("button", { name: `Use ${sid}` }).click();
  await alert.getByText("is being primed in another tab of this browser.").waitFor();
  const now = await steps.allInnerTexts();
  assert.match(now[0], /^Look at the subaccount\s*: failed$/);
  assert.ok(!now.some((step) => /^(Create the subaccount|Look whether the name is free)/.test(step)), "what does not happen is no step");
  assert.equal(sent(practice, "POST", /\/Keys\.json$/), 1, "that of the first run");
}));

test("what another tab has finished meanwhile is not taken up again", () => withTwilio({}, async ({ page, context, practice, site }) => {
  await connect(page, practice);
  const held = hold(page, practice, STEPS["the public key"], "after");
  await start(page, ["West"]);
  await held;
  await kill(page);
  const [second, third] = [await back(context, site, practice), await back(context, site, practice)];
  await unfinished(second).getByRole("button", { name: "Resume" }).click();
  await results(second);
  await isWhole(second, practice, ["West"]);
  await second.getByRole("checkbox", { name: "I saved it elsewhere" }).check();
  await second.getByRole("button", { name: "Finish", exact: true }).click();
  await second.getByRole("heading", { name: "Plan", level: 1 }).waitFor();
  const before = practice.log().length;
  await unfinished(third).getByRole("button", { name: "Resume" }).click();
  await unfinished(third).waitFor({ state: "detached" });
  await third.waitForURL("**/prime/plan");
  assert.equal(practice.log().length, before);
}));

test("another account's run waits for its account", () => withTwilio({}, async ({ page, context, practice, site }) => {
  await connect(page, practice);
  const held = hold(page, practice, STEPS["the API key"], "before");
  await start(page, ["West"]);
  await held;
  await kill(page);
  const second = await reopen(context, site);
  await second.getByRole("radio", { name: "Practice account" }).check();
  await second.getByRole("button", { name: "Check credentials" }).click();
  await second.getByRole("button", { name: "Continue" }).click();
  await second.getByRole("heading", { name: "Plan", level: 1 }).waitFor();
  await unfinished(second).getByText("This run is of another account.").waitFor();
  assert.ok(await unfinished(second).getByRole("button", { name: "Resume" }).isDisabled());
}));

test("a run of the practice account goes with its page, and is only forgotten", () => withTwilio({}, async ({ page, context, site }) => {
  await page.getByRole("radio", { name: "Practice account" }).check();
  await page.getByRole("button", { name: "Check credentials" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await start(page, ["West"]);
  await results(page);
  await kill(page);
  const second = await reopen(context, site);
  await unfinished(second).getByText("It was in the practice account, which went with its page").waitFor();
  await unfinished(second).getByRole("button", { name: "Forget" }).click();
  await unfinished(second).waitFor({ state: "detached" });
  assert.deepEqual(await journal(second), []);
}));

test("a panic in the middle of a run: its SIDs are shown, and it is gone on with after the reload", () => withTwilio({}, async ({ page, practice }) => {
  await connect(page, practice);
  const held = hold(page, practice, STEPS["the public key"], "before");
  await start(page, ["West"]);
  const route = await held;
  await page.evaluate(() => {
    history.pushState = () => {
      throw new DOMException("kanarienvogel", "SecurityError");
    };
    document.querySelector("nav a[href='/security']").click();
  });
  await page.getByRole("heading", { name: "Keyseed has stopped" }).waitFor();
  const there = await practice.inventory();
  const west = there.accounts.find((account) => account.name === "West");
  await page.getByText(west.sid).waitFor();
  await forward(practice, route.request());
  await route.abort().catch(() => {});
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.getByRole("button", { name: "Reload" }).click();
  await unfinished(page).waitFor();
  await connect(page, practice);
  await unfinished(page).getByRole("button", { name: "Resume" }).click();
  await results(page);
  await isWhole(page, practice, ["West"]);
}));

test("a failure says what Twilio's code means, which request it was, and copies it without a secret", () => withTwilio({}, async ({ page, context, practice }) => {
  await connect(page, practice);
  const body = JSON.stringify({ code: 70151, message: "planted", status: 400 });
  const refused = { status: 400, contentType: "application/json", headers: { "Twilio-Request-Id": "RQ0123456789abcdef0123456789abcdef" }, body };
  await page.route(STEPS["the API key"].url, (route) => (route.request().method() === "POST" ? route.fulfill(refused) : route.continue()));
  await start(page, ["West"]);
  const alert = page.getByRole("alert");
  await alert.getByText("The account holds as many API keys as it may (error 70151).").waitFor();
  await alert.getByText("Delete API keys that are no longer used, then try again.").waitFor();
  await alert.getByText("Twilio code 70151 · Request RQ0123456789abcdef0123456789abcdef").waitFor();
  await sound(page, "failed");
  await alert.getByRole("button", { name: "Copy details" }).click();
  const details = await clipboard(context);
  for (const part of ["Seed the API key, “West”", "Twilio code: 70151", "Request: POST https://api.twilio.com/2010-04-01/Accounts/AC", practice.credentials.main_key_sid]) {
    assert.ok(details.includes(part), part);
  }
  assert.ok(!details.includes(practice.credentials.main_key_secret) && !details.includes("Basic "));
}));

test("the record names who, what, when and each request, and no secret", () => withTwilio({}, async ({ page, practice }) => {
  await connect(page, practice);
  const before = practice.log().length;
  await practice.plan([["CreateKey", 1, "LostReply"]]);
  await start(page, ["West"]);
  await results(page);
  const asked = practice.log().length - before;
  const region = page.getByRole("region", { name: "Record" });
  const json = await saved(page, region.getByRole("button", { name: "Download the record (JSON)" }));
  const csv = await saved(page, region.getByRole("button", { name: "Download the record (CSV)" }));
  await page.getByRole("button", { name: "Reveal API key secret" }).click();
  const secret = await page.getByTestId("api-key-secret").innerText();
  for (const file of [json, csv]) {
    assert.ok(!file.text.includes(secret) && !file.text.includes(practice.credentials.main_key_secret), file.name);
    assert.ok(!file.text.includes("Basic ") && !file.text.includes("BEGIN PUBLIC"), file.name);
  }
  const record = JSON.parse(json.text);
  assert.equal(record.asked_by, practice.credentials.main_key_sid);
  assert.equal(record.signed_by, practice.credentials.public_key_sid);
  assert.ok(Math.abs(Date.parse(record.written) - Date.now()) < 120_000);
  const [west] = record.subaccounts;
  assert.equal(west.requests.length, asked);
  assert.deepEqual(west.things.map((thing) => `${thing.kind}: ${thing.standing}`), ["Subaccount: Exists", "API key: Deleted", "API key: Exists", "Public key: Exists"]);
  assert.match(csv.text, /,Request,POST https:\/\/api\.twilio\.com\/2010-04-01\/Accounts\/AC\w+\/Keys\.json,,502,/);
  assert.match(csv.text, /,Check,Holds,,exactly 1 API key and 1 public key,/);
  assert.equal(csv.text.trim().split("\r\n").length, 1 + west.things.length + 1 + asked);
}));

// Subaccounts: the list, what can be done with one, and the rotation of its keys.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { start as startPractice } from "../support/practice.mjs";
import { request } from "../support/raw.mjs";
import { check, choosePractice, fillTwilio, open, opened, prime, result, savePrivateKey, sayAllSaved } from "./console.mjs";
import { ofPrivateKey, ofSecret, places, search } from "./needles.mjs";

const PASSPHRASE = "a grey heron at noon, 7731";
const region = (page, name) => page.getByRole("region", { name, exact: true });
const click = (scope, name) => scope.getByRole("button", { name, exact: true }).click();

/** Connected to a practice account behind the relay, on the list; `names` exist already. Without signing only. */
async function atList(names, body, { pkcv = "off", context } = {}) {
  const practice = await startPractice({ pkcv });
  const port = Number(new URL(practice.url).port);
  const made = [];
  for (const name of names) made.push(await create(port, practice.credentials, "/2010-04-01/Accounts.json", name));
  const console_ = await open({ upstreamPort: port, context });
  const { page } = console_;
  try {
    await fillTwilio(page, practice.credentials, { sign: false });
    await toList(page);
    await body({ page, practice, port, made, console_ });
  } finally {
    await console_.close();
    await practice.stop();
  }
}

async function toList(page) {
  await check(page);
  await click(page, "Continue");
  await page.getByRole("link", { name: "Subaccounts", exact: true }).click();
  await page.getByRole("heading", { name: "Subaccounts", level: 1 }).waitFor();
}

/** Makes something past the console, as the parent's Main key. */
async function create(port, credentials, target, name) {
  const user = Buffer.from(`${credentials.main_key_sid}:${credentials.main_key_secret}`).toString("base64");
  const headers = { Host: "api.twilio.com", Authorization: `Basic ${user}`, "Content-Type": "application/x-www-form-urlencoded" };
  const reply = await request(port, { method: "POST", target, headers, body: new URLSearchParams({ FriendlyName: name }).toString() });
  return JSON.parse(reply.body.slice(reply.body.indexOf("{"), reply.body.lastIndexOf("}") + 1));
}

/** axe in both colours, nothing sticking out, nothing in the console. */
async function sound(page, what) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => `${what}, ${colorScheme}: ${id} at ${nodes.map((node) => node.target).join("; ")}`), []);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${what}: ${wide} px stick out`);
}

/** The request has its effect, and its reply is lost. */
async function effectOnly(route, port) {
  const sent = route.request();
  const target = new URL(sent.url()).pathname.replace("/relay/api.twilio.com", "");
  await request(port, { method: "POST", target, headers: { ...sent.headers(), Host: "api.twilio.com" }, body: sent.postData() });
  await route.abort("connectionreset");
}

test("without an account the pages say what belongs here", async () => {
  const console_ = await open();
  const { page } = console_;
  try {
    await page.getByRole("link", { name: "Subaccounts", exact: true }).click();
    await page.getByText("No account is connected").waitFor();
    await sound(page, "empty list");
    await page.goto(`${console_.site.url}/subaccounts/AC${"0".repeat(32)}`);
    await page.getByText("No account is connected").waitFor();
    await page.getByRole("link", { name: "Connect an account" }).click();
    await page.getByRole("heading", { name: "Connect", level: 1 }).waitFor();
    await choosePractice(page);
    await toList(page);
    await page.getByText("This account has no subaccounts yet.").waitFor();
    assert.deepEqual(console_.troubles, []);
  } finally {
    await console_.close();
  }
});

test("999 subaccounts: a page of them at a time, filtered as fast as one types", () => {
  const names = Array.from({ length: 999 }, (_, n) => `Customer ${String(n + 1).padStart(4, "0")}`);
  return atList(names, async ({ page, made }) => {
    const rows = page.getByRole("rowheader");
    await page.getByText("1–50 of 999 subaccounts").waitFor();
    assert.equal(await rows.count(), 50);
    await click(page, "Next");
    await page.getByText("51–100 of 999 subaccounts").waitFor();
    const field = page.getByLabel("Filter by name or SID", { exact: true });
    await field.fill("customer 0777");
    await page.getByText("1 subaccount", { exact: true }).waitFor();
    assert.deepEqual(await rows.allInnerTexts(), ["Customer 0777"]);
    await field.fill(made[41].sid.slice(8, 28).toUpperCase());
    await page.getByRole("link", { name: made[41].friendly_name }).waitFor();
    assert.equal(await rows.count(), 1);
    await field.fill("nobody");
    await page.getByText("No subaccount matches the filter.").waitFor();
    // From the event to the painted rows, each time over all 999.
    const slowest = await field.evaluate(async (input) => {
      let slowest = 0;
      for (const text of ["c", "cu", "cus", "cust", "custo", "custom", "custome", "customer", "customer 0", ""]) {
        const start = performance.now();
        input.value = text;
        input.dispatchEvent(new InputEvent("input", { bubbles: true }));
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
        slowest = Math.max(slowest, performance.now() - start);
      }
      return slowest;
    });
    assert.ok(slowest < 200, `${slowest} ms`);
    assert.equal(await rows.count(), 50);
    await page.getByLabel("Status", { exact: true }).selectOption("suspended");
    await page.getByText("No subaccount matches the filter.").waitFor();
    await sound(page, "list");
    console.log(`# slowest keystroke over 999: ${slowest.toFixed(1)} ms`);
  });
});

test("rename, suspend, reactivate and close", () => atList(["West", "East"], async ({ page, practice, port, made, console_ }) => {
  await create(port, practice.credentials, "/2010-04-01/Accounts.json", "North");
  await click(page, "Refresh");
  await page.getByRole("link", { name: "North" }).waitFor();
  await page.getByRole("link", { name: "West" }).click();
  await page.getByRole("heading", { name: "West", level: 1 }).waitFor();
  const name = page.getByLabel("Name", { exact: true });
  for (const [text, sentence] of [["East", "Another subaccount is named"], ["x".repeat(65), "65 characters"], ["West", "its name already"]]) {
    await name.fill(text);
    await click(page, "Rename");
    await page.getByRole("alert").getByText(sentence).waitFor();
  }
  const posts = () => practice.log().filter((line) => line.method === "POST" && line.path.endsWith(`${made[0].sid}.json`));
  assert.equal(posts().length, 0, "nothing was sent");
  await name.fill("West Team");
  await click(page, "Rename");
  await page.getByRole("heading", { name: "West Team", level: 1 }).waitFor();

  await click(page, "Suspend");
  const dialog = page.getByRole("dialog");
  await sound(page, "suspend");
  await click(dialog, "Cancel");
  assert.equal(posts().length, 1);
  await click(page, "Suspend");
  await click(dialog, "Suspend now");
  await page.getByText("This subaccount is suspended").waitFor();
  assert.equal(await region(page, "API keys").count(), 0);
  await sound(page, "suspended");
  await click(page, "Reactivate");
  await region(page, "API keys").getByText("The subaccount has no API keys.").waitFor();

  // The reply is lost, the effect is not.
  await page.route(`**/${made[0].sid}.json`, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    await effectOnly(route, port);
  });
  await name.fill("West Side");
  await click(page, "Rename");
  await page.getByRole("heading", { name: "West Side", level: 1 }).waitFor();
  await page.unroute(`**/${made[0].sid}.json`);

  await page.route(`**/${made[0].sid}.json`, (route) => route.fulfill({ status: 400, contentType: "application/json", body: '{"code":21478,"message":"planted","status":400}' }));
  await click(page, "Suspend");
  await click(dialog, "Suspend now");
  await page.getByRole("alert").getByText("Ask Twilio's support").waitFor();
  await page.unroute(`**/${made[0].sid}.json`);

  await click(page, "Close this subaccount");
  const confirm = dialog.getByRole("button", { name: "Close for good" });
  assert.ok(await confirm.isDisabled());
  await dialog.getByRole("textbox").fill("West");
  assert.ok(await confirm.isDisabled());
  await sound(page, "close");
  await dialog.getByRole("textbox").fill("West Side");
  await confirm.click();
  await page.getByText("This subaccount is closed").waitFor();
  assert.equal(await page.getByRole("button", { name: "Rename" }).count(), 0);
  await page.getByRole("link", { name: "Subaccounts" }).last().click();
  await page.getByLabel("Status", { exact: true }).selectOption("closed");
  await page.getByRole("link", { name: "West Side" }).waitFor();
  assert.equal(await page.getByRole("rowheader").count(), 1);
  const unexpected = console_.troubles.filter((text) => !/Failed to load resource/.test(text));
  assert.deepEqual(unexpected, []);
}));

test("API keys are deleted one by one, the last one only by name", () => atList(["West"], async ({ page, practice, port, made }) => {
  for (const name of ["One", "Two"]) await create(port, practice.credentials, `/2010-04-01/Accounts/${made[0].sid}/Keys.json`, name);
  await page.getByRole("link", { name: "West" }).click();
  const keys = region(page, "API keys");
  await keys.getByRole("rowheader").nth(1).waitFor();
  await sound(page, "one subaccount");
  const dialog = page.getByRole("dialog");
  await keys.getByRole("button", { name: /Delete One/ }).click();
  assert.equal(await dialog.getByRole("textbox").count(), 0);
  await click(dialog, "Delete for good");
  await keys.getByText(/is deleted/).waitFor();
  await keys.getByRole("button", { name: /Delete Two/ }).click();
  await dialog.getByText("Delete the last API key?").waitFor();
  const confirm = dialog.getByRole("button", { name: "Delete for good" });
  assert.ok(await confirm.isDisabled());
  await dialog.getByRole("textbox").fill("West");
  await confirm.click();
  await keys.getByText("The subaccount has no API keys.").waitFor();
  assert.equal(practice.log().filter((line) => line.method === "DELETE" && line.status === 204).length, 2);
}));

/** Primes West and opens its page; gives back what was saved. */
async function primed(page, credentials, sign) {
  await fillTwilio(page, credentials, { sign });
  await check(page);
  await click(page, "Continue");
  await prime(page, ["West", "East"], "A new key pair for each subaccount");
  const west = await result(page, "West");
  await west.article.getByRole("button", { name: "Reveal API key secret" }).click();
  const secret = await west.article.getByTestId("api-key-secret").innerText();
  const pem = (await savePrivateKey(page, west.article, null)).text;
  await sayAllSaved(page);
  await click(page, "Finish");
  await page.getByRole("link", { name: "Subaccounts", exact: true }).click();
  await page.getByRole("link", { name: "West" }).click();
  await page.getByRole("heading", { name: "West", level: 1 }).waitFor();
  return { accountSid: west.accountSid, apiKeySid: west.apiKeySid, publicKeySid: west.publicKeySid, secret, pem };
}

test("an open run says which of its keys were deleted elsewhere, and what was closed", async () => {
  const console_ = await open();
  const { page } = console_;
  try {
    await choosePractice(page, "off");
    await check(page);
    await click(page, "Continue");
    await prime(page, ["West", "East"], "No key pair");
    const results = async () => {
      await page.getByRole("link", { name: "Prime", exact: true }).click();
      await page.getByRole("link", { name: "Go to its results" }).click();
    };
    const subaccount = async (name) => {
      await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Subaccounts" }).click();
      await page.getByRole("link", { name }).click();
      await page.getByRole("heading", { name, level: 1 }).waitFor();
    };
    const dialog = page.getByRole("dialog");
    await subaccount("West");
    await region(page, "API keys").getByRole("button", { name: /^Delete/ }).click();
    await dialog.getByRole("textbox").fill("West");
    await click(dialog, "Delete for good");
    await page.getByText("The subaccount has no API keys.").waitFor();
    await subaccount("East");
    await click(page, "Close this subaccount");
    await dialog.getByRole("textbox").fill("East");
    await click(dialog, "Close for good");
    await page.getByText("This subaccount is closed").waitFor();
    await results();
    const [west, east] = [await opened(page, "West"), await opened(page, "East")];
    assert.equal(await west.getByTestId("verification").innerText(), "Its keys were deleted after the run");
    assert.equal(await east.getByTestId("verification").innerText(), "Closed after the run");
    for (const article of [west, east]) assert.equal(await article.getByRole("button", { name: "Copy API key secret" }).count(), 0);
    await click(page, "Finish");
    await page.getByRole("heading", { name: "Plan", level: 1 }).waitFor();
    assert.deepEqual(console_.troubles, []);
  } finally {
    await console_.close();
  }
});

async function giveOwnKey(page, own, sign) {
  const panel = region(page, "Public keys");
  if (!(await panel.locator("details[open]").count())) await panel.getByText("Enter an API key of the subaccount").click();
  await panel.getByLabel("API key SID", { exact: true }).fill(own.apiKeySid);
  await panel.getByLabel("API key secret", { exact: true }).fill(own.secret);
  await panel.getByRole("checkbox", { name: /Sign requests/ }).setChecked(sign);
  if (sign) {
    await panel.getByLabel("Public key SID", { exact: true }).fill(own.publicKeySid);
    await panel.getByLabel("Private key (PEM)", { exact: true }).fill(own.pem);
  }
  await click(panel, "List public keys");
  await panel.getByRole("rowheader").first().waitFor();
  return panel;
}

for (const pkcv of ["off", "optional", "enforced"]) {
  test(`rotate both keys, end to end, signing ${pkcv}`, async () => {
    const practice = await startPractice({ pkcv });
    const console_ = await open({ upstreamPort: Number(new URL(practice.url).port) });
    const { page } = console_;
    try {
      const sign = pkcv !== "off";
      const old = await primed(page, practice.credentials, sign);
      const panel = region(page, "Rotate keys");
      await panel.getByRole("radio", { name: "API key and key pair" }).check();
      await panel.getByLabel("New API key name", { exact: true }).fill("");
      await click(panel, "Start rotation");
      await panel.getByRole("alert").getByText("Enter a name").waitFor();
      await panel.getByLabel("New API key name", { exact: true }).fill("Key of 2026");
      await panel.getByText(/What will be sent/).click();
      await panel.getByText(/FriendlyName = Key of 2026 \([0-9a-z]{6}\)$/).waitFor();
      await sound(page, "rotation planned");
      const before = practice.log().length;
      await click(panel, "Start rotation");
      await panel.getByText("The new keys work. The old ones still do.").waitFor();
      const rotated = () => practice.log().slice(before);
      assert.ok(rotated().every((line) => line.method !== "DELETE"), "nothing is deleted yet");
      const verification = { off: /signing not enabled/, optional: /not enforced/, enforced: /signature enforced/ }[pkcv];
      assert.match(await panel.getByTestId("verification").innerText(), verification);
      const [apiKeySid, publicKeySid] = [await panel.getByTestId("api-key-sid").innerText(), await panel.getByTestId("public-key-sid").innerText()];
      await click(panel, "Reveal API key secret");
      const secret = await panel.getByTestId("api-key-secret").innerText();
      await sound(page, "hand-over");
      await page.emulateMedia({ colorScheme: "light" });

      const pem = (await savePrivateKey(page, panel, null)).text;
      const remove = panel.getByRole("button", { name: "Delete the old keys" });
      assert.ok(await remove.isDisabled(), "first the word that the new ones are in use");
      let asked = 0;
      page.once("dialog", (dialog) => (asked++, dialog.dismiss()));
      await page.evaluate(() => location.reload()).catch(() => {});
      await page.waitForTimeout(300);
      assert.equal(asked, 1, "the secret would be lost");
      await panel.getByRole("checkbox", { name: "I have saved the new keys" }).check();
      assert.ok(await remove.isDisabled(), "they may not be in use yet");
      const note = panel.locator(".hand-over");
      assert.match(await note.innerText(), new RegExp(`replace ${old.apiKeySid} and`));
      await panel.getByRole("checkbox", { name: "Everything uses the new keys now" }).check();
      await remove.click();
      await panel.getByText("The rotation is done.").waitFor();
      assert.equal(await panel.getByTestId("holdings").innerText(), "The subaccount holds exactly: 1 API key, 1 public key.");
      const order = rotated().filter((line) => line.method === "DELETE").map((line) => `${line.host}${line.path}`);
      assert.equal(order.length, 2);
      assert.ok(order[0].endsWith(old.publicKeySid) && order[1].endsWith(`${old.apiKeySid}.json`), order.join());
      const record = region(page, "Record of all keys");
      for (const [sid, state] of [[apiKeySid, "New, verified"], [publicKeySid, "New, verified"], [old.apiKeySid, "Deleted"], [old.publicKeySid, "Deleted"]]) {
        await record.getByRole("row").filter({ hasText: sid }).getByText(state).waitFor();
      }
      await sound(page, "rotated");
      await panel.getByText(/requests$/).first().click();

      // The new key lists the public keys, offered without typing; the last one goes only by name.
      const keys = region(page, "Public keys");
      await keys.getByRole("button", { name: /made in this session/ }).click();
      await keys.getByRole("row").filter({ hasText: publicKeySid }).waitFor();
      assert.equal(await keys.getByRole("rowheader").count(), 1);
      await keys.getByRole("button", { name: /^Delete/ }).click();
      await page.getByRole("dialog").getByText("Delete the last public key?").waitFor();
      await page.keyboard.press("Escape");
      await click(panel, "End this rotation");
      await panel.getByRole("button", { name: "Start rotation" }).waitFor();
      assert.equal(await keys.getByLabel("API key SID", { exact: true }).count(), 1, "its key is forgotten with it");
      await giveOwnKey(page, { apiKeySid, secret, publicKeySid, pem }, pkcv === "enforced");

      const needles = [...ofPrivateKey(pem), ofSecret("the new secret", secret), ofSecret("the old secret", old.secret)];
      // In Authorization each secret stands as base64, where it must.
      const { authorization, ...rest } = await places(page, console_.record);
      assert.deepEqual(search(needles, rest), []);
      assert.ok(authorization.includes(Buffer.from(`${apiKeySid}:${secret}`).toString("base64")));
      assert.deepEqual(search(ofPrivateKey(pem), { authorization }), []);
      assert.deepEqual(console_.troubles.filter((text) => !/Failed to load resource/.test(text)), []);
    } finally {
      await console_.close();
      await practice.stop();
    }
  });
}

test("one kind alone needs the subaccount's own key, and says so before it starts", async () => {
  const practice = await startPractice({ pkcv: "enforced" });
  const console_ = await open({ upstreamPort: Number(new URL(practice.url).port) });
  const { page } = console_;
  try {
    const own = await primed(page, practice.credentials, true);
    const panel = region(page, "Rotate keys");
    const start = panel.getByRole("button", { name: "Start rotation" });
    await panel.getByRole("radio", { name: "Key pair only" }).check();
    await panel.getByText(/Enter one that it has/).waitFor();
    assert.ok(await start.isDisabled());
    await panel.getByRole("radio", { name: "API key only" }).check();
    await panel.getByText(/Signing is enforced, so the new API key/).waitFor();
    assert.ok(await start.isDisabled());
    const keys = region(page, "Public keys");
    await keys.getByText("Enter an API key of the subaccount").click();
    await click(keys, "List public keys");
    await keys.getByRole("alert").getByText("Enter the API key SID", { exact: false }).waitFor();
    await giveOwnKey(page, own, true);
    // The reply to the creation is lost after its effect: the key is named, and made again only when asked.
    let lost = false;
    await page.route("**/Keys.json", async (route) => {
      if (lost || route.request().method() !== "POST") return route.continue();
      lost = true;
      await effectOnly(route, Number(new URL(practice.url).port));
    });
    await start.click();
    await panel.getByRole("alert").getByText(/its secret is unknown/).waitFor();
    await panel.getByText("Reply lost: its secret is unknown").waitFor();
    await sound(page, "reply lost");
    await click(panel, "Delete it and make another");
    await panel.getByText("The new keys work. The old ones still do.").waitFor();
    await panel.getByRole("checkbox", { name: "I have saved the new keys" }).check();
    // A look at another subaccount forgets the typed key, not what the rotation still needs.
    await page.getByRole("link", { name: "Subaccounts", exact: true }).last().click();
    await page.getByRole("link", { name: "East" }).click();
    await page.getByText("The rotation of another subaccount is open.").waitFor();
    await page.getByRole("region", { name: "Rotate keys" }).getByRole("link", { name: "West" }).click();
    await panel.getByRole("checkbox", { name: "Everything uses the new keys now" }).check();
    await click(panel, "Delete the old keys");
    await panel.getByText("The rotation is done.").waitFor();
    await region(page, "API keys").getByText("Key", { exact: false }).first().waitFor();
    assert.equal(await region(page, "API keys").getByRole("rowheader").count(), 1);
    await keys.getByRole("button", { name: /made in this session/ }).click();
    await keys.getByRole("row").filter({ hasText: own.publicKeySid }).waitFor();
    await click(panel, "End this rotation");
    await panel.getByRole("button", { name: "Start rotation" }).waitFor();
  } finally {
    await console_.close();
    await practice.stop();
  }
});

test("creations that the browser repeats: the second keys are deleted and said before the new ones are verified", async () => {
  const practice = await startPractice({ pkcv: "enforced" });
  const console_ = await open({ upstreamPort: Number(new URL(practice.url).port) });
  const { page } = console_;
  try {
    await primed(page, practice.credentials, true);
    await practice.plan([["CreateKey", 1, "Repeated"], ["CreatePublicKey", 1, "Repeated"]]);
    const panel = region(page, "Rotate keys");
    await panel.getByRole("radio", { name: "API key and key pair" }).check();
    await click(panel, "Start rotation");
    await panel.getByText("The new keys work. The old ones still do.").waitFor();
    await panel.getByText("A key was created twice").waitFor();
    assert.equal(await panel.getByTestId("holdings").innerText(), "The subaccount holds exactly: 2 API keys, 2 public keys.");
    await sound(page, "repeated");
    const sids = [await panel.getByTestId("api-key-sid").innerText(), await panel.getByTestId("public-key-sid").innerText()];
    const { api_keys, public_keys } = await practice.inventory();
    const named = [...api_keys, ...public_keys].filter((key) => /^(API|Public) key 20/.test(key.name ?? ""));
    assert.deepEqual(named.map((key) => key.sid), sids, "no live key that nobody holds");
  } finally {
    await console_.close();
    await practice.stop();
  }
});

test("a change that another subaccount is opened over says what came of it", () => atList(["West", "East"], async ({ page, port, made }) => {
  // West is closed, its reply is lost, and meanwhile East is opened.
  let lose;
  const lost = new Promise((done) => (lose = done));
  await page.route(`**/${made[0].sid}.json`, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    await lost;
    await effectOnly(route, port);
  });
  await page.getByRole("link", { name: "West" }).click();
  await click(page, "Close this subaccount");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("West");
  await click(dialog, "Close for good");
  await page.getByRole("link", { name: "Subaccounts", exact: true }).last().click();
  await page.getByRole("link", { name: "East" }).click();
  await page.getByRole("heading", { name: "East", level: 1 }).waitFor();
  lose();
  await page.getByRole("status").getByText("Closed for good").waitFor();
  await page.getByText(`Subaccount “West” ${made[0].sid}`).waitFor();
  await page.getByRole("link", { name: "Subaccounts", exact: true }).last().click();
  await page.getByLabel("Status", { exact: true }).selectOption("closed");
  await page.getByRole("link", { name: "West" }).waitFor();
}));

test("a deletion that another subaccount is opened over says what came of it", () => atList(["West", "East"], async ({ page, practice, port, made }) => {
  const { sid } = await create(port, practice.credentials, `/2010-04-01/Accounts/${made[0].sid}/Keys.json`, "One");
  let go;
  const held = new Promise((done) => (go = done));
  await page.route(`**/Keys/${sid}.json`, (route) => held.then(() => route.continue()));
  await page.getByRole("link", { name: "West" }).click();
  const keys = region(page, "API keys");
  await keys.getByRole("button", { name: /Delete One/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("West");
  await click(dialog, "Delete for good");
  await page.getByRole("link", { name: "Subaccounts", exact: true }).last().click();
  await page.getByRole("link", { name: "East" }).click();
  await page.getByRole("heading", { name: "East", level: 1 }).waitFor();
  await keys.getByText("Deleting…").waitFor();
  go();
  await keys.getByText(`${sid} is deleted.`).waitFor();
  await keys.getByText(`Subaccount “West” ${made[0].sid}`).waitFor();
}));

test("a name with two blanks is typed as it is shown", () => atList(["West  Team"], async ({ page }) => {
  await page.getByRole("link", { name: /West\s+Team/ }).click();
  await click(page, "Close this subaccount");
  const dialog = page.getByRole("dialog");
  // What a person reads, and types.
  const shown = (await dialog.locator("label").innerText()).match(/^Type (.*) to confirm$/)[1];
  await dialog.getByRole("textbox").fill(shown.replace(/\s+/g, " "));
  await click(dialog, "Close for good");
  await page.getByText("This subaccount is closed").waitFor();
}));

test("a private key that is read late is not another subaccount's", async () => {
  const practice = await startPractice({ pkcv: "optional" });
  const console_ = await open({ upstreamPort: Number(new URL(practice.url).port) });
  const { page } = console_;
  try {
    const own = await primed(page, practice.credentials, true);
    // It takes a second or more to open.
    const slow = ["pkcs8", "-topk8", "-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA256", "-iter", "5000000", "-passout", `pass:${PASSPHRASE}`];
    const pem = execFileSync("openssl", slow, { input: own.pem }).toString();
    const panel = region(page, "Public keys");
    const fill = async (pem) => {
      await panel.getByText("Enter an API key of the subaccount").click();
      await panel.getByLabel("API key SID", { exact: true }).fill(own.apiKeySid);
      await panel.getByLabel("API key secret", { exact: true }).fill(own.secret);
      await panel.getByRole("checkbox", { name: /Sign requests/ }).setChecked(true);
      await panel.getByLabel("Public key SID", { exact: true }).fill(own.publicKeySid);
      await panel.getByLabel("Private key (PEM)", { exact: true }).fill(pem);
      await click(panel, "List public keys");
    };
    await fill(pem);
    await panel.getByLabel("Passphrase", { exact: true }).fill(PASSPHRASE);
    await click(panel, "List public keys");
    assert.ok(await panel.getByRole("button", { name: "List public keys" }).isDisabled(), "it is being read");
    await page.getByRole("link", { name: "Subaccounts", exact: true }).last().click();
    await page.getByRole("link", { name: "East" }).click();
    await page.getByRole("heading", { name: "East", level: 1 }).waitFor();
    // Keys are read one after another: once the answer to this one is here, that to the first one was.
    const broken = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----";
    await fill(broken);
    await panel.getByRole("alert").getByText("Private key (PEM)").waitFor({ timeout: 60_000 });
    assert.equal(await panel.getByLabel("Private key (PEM)", { exact: true }).inputValue(), broken, "what was typed stays, and no key is held");
    assert.ok(await panel.getByRole("button", { name: "List public keys" }).isEnabled());
  } finally {
    await console_.close();
    await practice.stop();
  }
});

test("on a narrow screen nothing sticks out, with names as long as they may be", () => {
  const long = ["A name of sixty-four characters that is hard to wrap anywhere !!", "x".repeat(64)];
  return atList(long, async ({ page, practice, port, made }) => {
    for (const name of long) await create(port, practice.credentials, `/2010-04-01/Accounts/${made[1].sid}/Keys.json`, name);
    await page.getByRole("link", { name: long[1] }).waitFor();
    await sound(page, "narrow list");
    await page.getByRole("link", { name: long[1] }).click();
    await region(page, "API keys").getByRole("rowheader").nth(1).waitFor();
    await page.getByText("Enter an API key of the subaccount").click();
    await page.getByText(/What will be sent/).click();
    await sound(page, "narrow subaccount");
    await click(page, "Start rotation");
    await page.getByText("The new keys work. The old ones still do.").waitFor();
    await sound(page, "narrow hand-over");
    await click(page, "Close this subaccount");
    await sound(page, "narrow dialog");
  }, { context: { viewport: { width: 360, height: 800 } } });
});

// What must not stay or go along where nobody thinks of it: printed pages, password managers, the way back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { start as startPractice } from "../support/practice.mjs";
import { fillTwilio, open, opened, prime, result, until } from "./console.mjs";
import * as memory from "./memory.mjs";
import { runsOfPrivateKey, runsOfSecret } from "./memory.mjs";
import { storage } from "./needles.mjs";
import { atPlan } from "./roads.mjs";

const STAY_AWAY = { "data-1p-ignore": "", "data-bwignore": "", "data-lpignore": "true", "data-form-type": "other", spellcheck: "false", autocapitalize: "off" };

test("fields for secrets keep password managers and spell checkers away, and forms have no names to be stored by", async () => {
  const console_ = await open();
  const { page } = console_;
  try {
    await page.getByRole("radio", { name: "Twilio account" }).check();
    await page.getByRole("checkbox", { name: "Sign requests (Public Key Client Validation)" }).check();
    await page.getByLabel("Private key (PEM)", { exact: true }).waitFor();
    const fields = [page.getByLabel("Main API key secret", { exact: true }), page.getByLabel("Private key (PEM)", { exact: true })];
    for (const field of fields) {
      for (const [name, value] of Object.entries(STAY_AWAY)) assert.equal(await field.getAttribute(name), value, name);
      assert.match(await field.getAttribute("autocomplete"), /^(off|new-password)$/);
      assert.equal(await field.evaluate((element) => element.autocorrect), false);
    }
    assert.equal(await fields[0].getAttribute("type"), "password");
    assert.equal(await page.locator("input[name]:not([type=radio]), textarea[name], select[name]").count(), 0);
  } finally {
    await console_.close();
  }
});

test("where a client's own request is inspected, what may hold its secret is treated as one", async () => {
  const console_ = await open();
  const { page } = console_;
  try {
    await page.getByRole("link", { name: "Inspect", exact: true }).click();
    for (const label of ["Your client's canonical request", "Other signed headers", "Token", "Body"]) {
      const field = page.getByLabel(label, { exact: true });
      for (const [name, value] of Object.entries(STAY_AWAY)) assert.equal(await field.getAttribute(name), value, `${name} of ${label}`);
      await field.fill("authorization:Basic c2VjcmV0");
    }
    await page.emulateMedia({ media: "print" });
    for (const label of ["Your client's canonical request", "Other signed headers"]) {
      assert.equal(await page.getByLabel(label, { exact: true }).evaluate((field) => field.checkVisibility({ visibilityProperty: true })), false, label);
    }
  } finally {
    await console_.close();
  }
});

test("a printed page shows no secret, even one that is revealed", () => atPlan({ pkcv: "enforced" }, async (page) => {
  await prime(page, ["West Team"]);
  const { article } = await result(page, "West Team");
  await article.getByRole("button", { name: "Reveal API key secret" }).click();
  const secret = article.getByTestId("api-key-secret");
  const text = await secret.innerText();
  assert.ok(await secret.isVisible());
  const printed = () => page.evaluate((text) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const shown = [];
    while (walker.nextNode()) if (walker.currentNode.data.includes(text) && walker.currentNode.parentElement.checkVisibility({ visibilityProperty: true })) shown.push(walker.currentNode.parentElement.outerHTML);
    return shown;
  }, text);
  assert.ok((await printed()).length > 0, "on the screen it is seen");
  await page.emulateMedia({ media: "print" });
  assert.deepEqual(await printed(), []);
  assert.ok(await article.getByTestId("account-sid").isVisible(), "the rest is printed");
}));

test("whoever goes back to the page finds nothing that was typed or made", async () => {
  const practice = await startPractice({ pkcv: "enforced" });
  const console_ = await open({ upstreamPort: Number(new URL(practice.url).port), prepare: memory.prepare });
  const { page } = console_;
  try {
    await fillTwilio(page, practice.credentials);
    const before = await storage(page);
    for (const secret of [practice.credentials.main_key_secret, practice.credentials.private_key_pem.split("\n")[5]]) assert.ok(!before.includes(secret));
    await page.goto("about:blank");
    await page.goBack();
    await page.getByRole("heading", { name: "Connect", level: 1 }).waitFor();
    assert.equal(await page.getByLabel("Main API key secret", { exact: true }).count(), 0);
    await page.getByRole("radio", { name: "Twilio account" }).check();
    assert.equal(await page.getByLabel("Main API key secret", { exact: true }).inputValue(), "");
    assert.equal(await page.evaluate(() => performance.getEntriesByType("navigation")[0].type), "back_forward");

    // The test's browser keeps no page alive for the way back. One that does tells the page so by these events.
    await fillTwilio(page, practice.credentials);
    const needles = [...runsOfPrivateKey(practice.credentials.private_key_pem), ...runsOfSecret("the Main secret", practice.credentials.main_key_secret)];
    assert.ok((await memory.scan(page, needles))["the Main secret in the page"] > 0);
    const event = (name) => page.evaluate((name) => setTimeout(() => dispatchEvent(new PageTransitionEvent(name, { persisted: true }))), name);
    await event("pagehide");
    await page.waitForFunction(() => document.body.childElementCount === 0);
    await until(() => page.workers().length === 0, "the workers end");
    assert.deepEqual(await memory.scan(page, needles), {}, "nothing is kept with the page");
    const texts = (await memory.strings(page)).join("\n");
    assert.ok(!texts.includes(practice.credentials.main_key_secret) && !texts.includes(practice.credentials.private_key_pem.split("\n")[5]), "nor in its fields");
    // What the program does without its memory is no crash to tell of.
    await page.evaluate(() => dispatchEvent(new Event("focus")));
    await new Promise((done) => setTimeout(done, 300));
    assert.equal(await page.evaluate(() => document.body.childElementCount), 0);
    await event("pageshow");
    await page.waitForFunction(() => performance.getEntriesByType("navigation")[0].type === "reload");
    await page.getByRole("radio", { name: "Twilio account" }).check();
    assert.equal(await page.getByLabel("Main API key secret", { exact: true }).inputValue(), "");
  } finally {
    await console_.close();
    await practice.stop();
  }
});

test("what was revealed hides itself after half a minute, and when the admin turns to another window", () => atPlan({ pkcv: "off", clock: true }, async (page) => {
  await prime(page, ["West Team"]);
  const article = await opened(page, "West Team");
  const secret = article.getByTestId("api-key-secret");
  const reveal = () => article.getByRole("button", { name: "Reveal API key secret" }).click();
  await reveal();
  await page.clock.fastForward(25_000);
  assert.equal(await secret.count(), 1);
  await page.clock.fastForward(6_000);
  await secret.waitFor({ state: "detached" });
  await reveal();
  assert.equal(await secret.count(), 1);
  await page.evaluate(() => dispatchEvent(new Event("blur")));
  await secret.waitFor({ state: "detached" });
  await reveal();
  assert.equal(await secret.count(), 1, "it can be revealed again");
}));

// What the browser itself has written to its profile when the job is done: nothing of a key or a secret.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { persistent } from "../support/browser.mjs";
import { start as startNginx } from "../support/nginx.mjs";
import { start as startPractice } from "../support/practice.mjs";
import { fillTwilio, prime, result, savePrivateKey, toPlan } from "./console.mjs";
import { ofPrivateKey, ofSecret, search, storage } from "./needles.mjs";

test("after the main job nothing of it is in the browser's profile, and nothing secret was stored", async () => {
  const folder = mkdtempSync(join(tmpdir(), "keyseed-profile-"));
  const practice = await startPractice({ pkcv: "enforced" });
  const site = await startNginx({ upstreamPort: Number(new URL(practice.url).port) });
  try {
    const context = await persistent(folder);
    const [page] = context.pages();
    await page.goto(site.url);
    await fillTwilio(page, practice.credentials);
    await toPlan(page);
    await prime(page, ["West Team"]);
    const west = await result(page, "West Team");
    await west.article.getByRole("button", { name: "Reveal API key secret" }).click();
    const secret = await west.article.getByTestId("api-key-secret").innerText();
    const { text } = await savePrivateKey(page, west.article);
    const needles = [
      ...ofPrivateKey(text),
      ...ofPrivateKey(practice.credentials.private_key_pem),
      ofSecret("the API key's secret", secret),
      ofSecret("the Main API key's secret", practice.credentials.main_key_secret),
    ].map(({ name, forms }) => ({ name, forms: forms.flatMap((form) => [form, Buffer.from(form, "utf16le").toString("latin1")]) }));
    assert.deepEqual(search(needles, { storage: await storage(page) }), []);
    assert.deepEqual(await page.evaluate(() => indexedDB.databases()), []);
    // What a crash of the browser would leave on the disk is there by now; a clean end may tidy up.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 2_000)));
    assert.deepEqual(search(needles, files(folder)), []);
    await context.close();
    assert.deepEqual(search(needles, files(folder)), []);
    assert.ok(Object.values(files(folder)).some((content) => content.includes("keyseed.")), "the page's own storage is among the files");
  } finally {
    await site.stop();
    await practice.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Every file's content, each byte a character. The browser may be at work: what is gone before it was read does not stay. */
function files(folder, found = {}) {
  const gone = (error) => assert.equal(error.code, "ENOENT");
  const entries = attempt(() => readdirSync(folder, { withFileTypes: true }), gone) ?? [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files(path, found);
    else if (entry.isFile()) found[path] = attempt(() => readFileSync(path, "latin1"), gone) ?? "";
  }
  return found;
}

function attempt(act, failed) {
  try {
    return act();
  } catch (error) {
    failed(error);
  }
}

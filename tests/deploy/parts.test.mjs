// The parts of the program that are loaded lazily: they come by themselves, checked; one that does not come is said so, with
// a way out.
import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import * as nginx from "../support/nginx.mjs";
import { open as openPage, started, served } from "./page.mjs";

const dist = process.env.KEYSEED_DIST;
const PART = /^keyseed-[a-z0-9-]+-[0-9a-f]{16}\.wasm$/;
const parts = readdirSync(dist).filter((name) => PART.test(name));
const missing = (page) => page.getByRole("alert").filter({ hasText: "A part of Keyseed did not arrive" });
const site = served();

test("every part comes without a click, after the first page", async () => {
  assert.ok(parts.length > 3, "the build has parts");
  await openPage(site.browser, site.server.url, async (page, troubles) => {
    await started(page);
    await page.getByRole("heading", { name: "Connect", level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    const fetched = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name.split("/").pop()));
    assert.deepEqual(parts.filter((part) => !fetched.includes(part)), []);
    assert.deepEqual(troubles, []);
  });
});

test("without its part, a page says so, and comes once the part does", async () => {
  await openPage(site.browser, site.server.url + "/security", async (page) => {
    await page.waitForLoadState("networkidle");
    await page.route(/\/keyseed-[a-z]+-[0-9a-z-]*\.wasm$/, (route) => route.abort());
    await page.goto(site.server.url);
    await page.getByRole("link", { name: "Keys", exact: true }).click();
    await missing(page).waitFor();
    assert.equal(await page.locator("#recovery").count(), 0);
    await page.getByRole("button", { name: "Try again" }).click();
    await missing(page).waitFor();
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "Keys", level: 1 }).waitFor();
    assert.equal(await missing(page).count(), 0);
  });
});

test("the form is there without the rest, and a check says what is missing", async () => {
  await openPage(site.browser, site.server.url, async (page) => {
    await page.route(/\/keyseed-(connect|run|pages)-[0-9a-f]{16}\.wasm$/, (route) => route.abort());
    await page.reload();
    await page.getByRole("radio", { name: "Twilio account" }).check();
    await page.getByLabel("Account SID", { exact: true }).fill("AC");
    await page.getByRole("button", { name: "Check credentials" }).click();
    await missing(page).first().waitFor();
    await page.unrouteAll();
    await page.getByRole("button", { name: "Check credentials" }).click();
    await page.getByText("This needs a correction").waitFor();
  });
});

test("a part that was changed on the way is refused", async () => {
  const folder = mkdtempSync(join(tmpdir(), "keyseed-tampered-"));
  cpSync(dist, folder, { recursive: true });
  const name = parts.find((part) => part.startsWith("keyseed-pages-"));
  // An empty custom section at the end: as valid as before, and not the same.
  appendFileSync(join(folder, name), Buffer.from([0, 2, 1, 120]));
  for (const compressed of [".gz", ".br"]) rmSync(join(folder, name + compressed));
  const tampered = await nginx.start({ dist: folder, upstreamPort: site.upstream.port });
  await openPage(site.browser, tampered.url + "/keys", async (page, troubles) => {
    await missing(page).waitFor();
    assert.match(troubles.join("\n"), /integrity/i);
  });
  await tampered.stop();
  rmSync(folder, { recursive: true });
});

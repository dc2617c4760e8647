// What was changed on the way is refused: each script and each program, whoever runs it.
import assert from "node:assert/strict";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch } from "../support/browser.mjs";
import * as nginx from "../support/nginx.mjs";
import * as bare from "../support/static.mjs";
import { open, recovery, started } from "./page.mjs";

const dist = process.env.KEYSEED_DIST;
const WORKERS = ["key_worker", "practice_worker", "search_worker_plain", "search_worker_relaxed"];

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

/** Opens the page with the file of that name changed; without a name, as it is. */
async function withChanged(pattern, use, { server = nginx, ...options } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "keyseed-tampered-"));
  cpSync(dist, folder, { recursive: true });
  if (pattern) {
    const name = readdirSync(folder).find((name) => pattern.test(name));
    change(join(folder, name));
    for (const compressed of [".gz", ".br"]) rmSync(join(folder, name + compressed));
  }
  const host = await server.start({ dist: folder, upstreamPort: 9, ...options });
  try {
    await open(browser, host.url, use);
  } finally {
    await host.stop();
    rmSync(folder, { recursive: true });
  }
}

function change(path) {
  if (path.endsWith(".js")) appendFileSync(path, "\nglobalThis.tampered = true;\n");
  // An empty custom section at the end: as valid as before, and not the same.
  else writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from([0, 2, 1, 120])]));
}

async function isRefused(page) {
  assert.match(await recovery(page), /did not arrive complete and unchanged/);
  assert.equal(await page.evaluate(() => globalThis.tampered), undefined);
}

const SCRIPT = /^keyseed-[0-9a-f]{16}\.js$/;

test("the page's script", () => withChanged(SCRIPT, isRefused));

test("the page's program", () => withChanged(/^keyseed-[0-9a-f]{16}_bg\.wasm$/, isRefused));

test("the page's script where nothing may be kept, and so is fetched again to run", () =>
  withChanged(SCRIPT, isRefused, { server: bare, headers: { "Cache-Control": "no-store" } }));

test("the script that checks the others: nothing runs at all", () =>
  withChanged(/^boot-[0-9a-f]{16}\.js$/, async (page) => {
    await page.waitForLoadState("networkidle");
    assert.equal(await page.locator("#boot").count(), 1);
    assert.equal(await page.locator("h1").count(), 0);
    assert.equal(await page.evaluate(() => globalThis.tampered), undefined);
  }));

/** What the page hears first of each worker, by its name. */
function heard(page) {
  return page.evaluate(async () => {
    const listed = Object.entries(document.querySelector("script[data-wasm]").dataset).filter(([name]) => name.endsWith("Worker"));
    const first = ([, url]) => new Promise((answer) => {
      const worker = new Worker(url, { type: "module" });
      const name = url.match(/\/(\w+)_loader-/)[1];
      worker.onmessage = ({ data }) => answer([name, data === null ? "it listens" : data]);
      worker.onerror = () => answer([name, "refused"]);
    });
    return Object.fromEntries(await Promise.all(listed.map(first)));
  });
}

test("nothing is wrong with the workers as they are", () =>
  withChanged(undefined, async (page) => {
    await started(page);
    assert.deepEqual(await heard(page), Object.fromEntries(WORKERS.map((name) => [name, "it listens"])));
  }));

for (const worker of WORKERS) {
  for (const [what, ending] of [["script", "_loader-[0-9a-f]{16}\\.js"], ["program", "-[0-9a-f]{16}_bg\\.wasm"]]) {
    test(`the ${what} of ${worker}`, () =>
      withChanged(new RegExp(`^${worker}${ending}$`), async (page) => {
        await started(page);
        assert.deepEqual(await heard(page), Object.fromEntries(WORKERS.map((name) => [name, name === worker ? "refused" : "it listens"])));
      }));
  }
}

test("the script of a worker where nothing may be kept", () =>
  withChanged(/^key_worker_loader-[0-9a-f]{16}\.js$/, async (page) => {
    await started(page);
    assert.equal((await heard(page)).key_worker, "refused");
  }, { server: bare, headers: { "Cache-Control": "no-store" } }));

test("without its worker there is no practice account, and the page says so", () =>
  withChanged(/^practice_worker_loader-[0-9a-f]{16}\.js$/, async (page) => {
    await page.getByRole("radio", { name: "Practice account" }).check();
    await page.getByText(/A part of this page did not start\. Reload it, or tell whoever runs this site\.$/).waitFor();
  }));

test("without a sound worker no key pair is made, and the page says so", () =>
  withChanged(/^search_worker_relaxed_loader-[0-9a-f]{16}\.js$/, async (page) => {
    await page.route(/search_worker_plain/, (route) => route.abort());
    await page.getByRole("link", { name: "Keys", exact: true }).click();
    await page.getByRole("button", { name: "Generate key pair" }).click();
    await page.getByText("A part of this page did not start.").waitFor();
    assert.equal(await page.getByTestId("fingerprint").count(), 0);
  }));

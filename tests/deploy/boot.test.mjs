// The production build behind the production nginx: it starts under its policy.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as bare from "../support/static.mjs";
import * as upstreams from "../support/upstream.mjs";
import { open as openPage, recovery, started, served } from "./page.mjs";

const dist = process.env.KEYSEED_DIST;
const site = served();

const open = (url, use) => openPage(site.browser, url, use);

test("the page starts with no violation and no error, deep links too", async () => {
  for (const path of ["/", "/keys?x=1#y"]) {
    await open(site.server.url + path, async (page, troubles) => {
      await started(page);
      assert.equal(await page.locator("#recovery").count(), 0);
      assert.ok((await page.locator("body").innerText()).length > 0, "the page is empty");
      assert.deepEqual(troubles, []);
    });
  }
});

test("a link with a malformed percent sequence opens the page", async () => {
  for (const path of ["/keys?%", "/keys?account=%E0%A4%A", "/keys#%", "/subaccounts/%E0%A4", "/subaccounts/commands?account=%"]) {
    await open(site.server.url + path, async (page, troubles) => {
      await started(page);
      await page.locator("h1").waitFor();
      assert.equal(await page.locator("#recovery").count(), 0, path);
      assert.deepEqual(troubles, [], path);
    });
  }
});

test("every file of a load is checked, kept by the browser where its name is its content, and compressed", async () => {
  const context = await site.browser.newContext();
  const page = await context.newPage();
  const answers = [];
  page.on("response", (response) => answers.push(response));
  await page.goto(site.server.url);
  await started(page);
  for (const response of answers) {
    const { pathname } = new URL(response.url());
    const headers = response.headers();
    assert.equal(headers["cache-control"], pathname === "/" ? "no-store" : "public, max-age=31536000, immutable", pathname);
    assert.equal(headers["content-encoding"], "gzip", pathname);
  }
  // The key worker, which the page starts ahead of need, has a wasm of its own.
  const program = answers.filter((response) => /\/keyseed-[0-9a-f]{16}_bg\.wasm$/.test(response.url()));
  assert.equal(program.length, 1, "the wasm is fetched once");
  await context.close();
});

test("the page's own policy is the servers', but for what only a header can say", () => {
  const said = (file) => readFileSync(file, "utf8").match(/Content-Security-Policy(?:" content=| = | )"([^"]*)"/)[1].split("; ");
  const own = said(join(dist, "index.html"));
  for (const file of ["deploy/security-headers.inc", "deploy/Caddyfile", "Trunk.toml"]) {
    const header = said(new URL(`../../${file}`, import.meta.url));
    assert.deepEqual(header.filter((rule) => !/^(frame-ancestors|upgrade-insecure-requests)/.test(rule)), own, file);
    assert.ok(header.includes("frame-ancestors 'none'"), file);
  }
});

test("SHA256SUMS names every file, and is right", () => {
  execFileSync("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], { cwd: dist });
  const named = readFileSync(join(dist, "SHA256SUMS"), "utf8").trim().split("\n").map((line) => line.slice(66));
  assert.deepEqual(named, readdirSync(dist).filter((name) => name !== "SHA256SUMS").sort());
});

test("a worker that the build lists may start, and no other script", async () => {
  await open(site.server.url, async (page) => {
    await started(page);
    const tried = await page.evaluate(() => {
      const { dataset } = document.querySelector("script[data-wasm]");
      const attempt = (url) => {
        try {
          new Worker(url, { type: "module" }).terminate();
          return "started";
        } catch (error) {
          return error.name;
        }
      };
      return [dataset.keyWorker, dataset.practiceWorker, dataset.js, "/other.js", "data:text/javascript,1", "https://example.com/a.js"].map(attempt);
    });
    assert.deepEqual(tried, ["started", "started", "TypeError", "TypeError", "TypeError", "TypeError"]);
  });
});

test("an engine that cannot run it, or may not, is told so within seconds, and nothing is fetched for it", async () => {
  const lacks = [
    [() => delete globalThis.WebAssembly, /WebAssembly is off in this browser/],
    [() => (DOMTokenList.prototype.supports = () => false), /This browser is too old for Keyseed. Use Chrome or Edge \d+, Firefox \d+, Safari [\d.]+, or newer./],
  ];
  for (const [lack, said] of lacks) {
    const context = await site.browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(lack);
    await page.goto(site.server.url);
    const text = await page.waitForSelector("#recovery", { timeout: 5000 }).then((element) => element.innerText());
    assert.match(text, said);
    await context.close();
  }
});

test("where it cannot be found, the page says what it needs within seconds", async () => {
  // Below a path: the page itself comes, and nothing that it names.
  const below = await upstreams.start({ answer: (request, response) => (request.url.startsWith("/keyseed/") ? response.writeHead(200, { "Content-Type": "text/html" }).end(readFileSync(join(dist, "index.html"))) : response.writeHead(404).end()) });
  const page = await site.browser.newPage();
  await page.goto(`http://127.0.0.1:${below.port}/keyseed/`);
  await page.getByText("Open Keyseed over https:// at the root of its own host name").waitFor({ timeout: 5000 });
  // With its style, only after a while.
  await page.route(/boot-/, (route) => route.abort());
  await page.goto(site.server.url, { waitUntil: "commit" });
  const late = page.locator(".boot-late");
  await page.getByText("Loading Keyseed", { exact: true }).waitFor();
  assert.equal(await late.isVisible(), false);
  await late.waitFor({ timeout: 7000 });
  await page.close();
  await below.stop();
});

test("the console stays empty, and no browser offers to translate what is a secret", async () => {
  const context = await site.browser.newContext();
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  await page.goto(site.server.url);
  await started(page);
  // Chromium complains of a preload that was not used some seconds after it came.
  await page.waitForTimeout(4000);
  assert.deepEqual(said, []);
  assert.equal(await page.locator("html").getAttribute("translate"), "no");
  await context.close();
});

test("the page does not run inside another, nor without cryptography", async () => {
  const context = await site.browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => Object.defineProperty(crypto, "subtle", { value: undefined }));
  await page.goto(site.server.url);
  assert.match(await recovery(page), /no cryptography here/);
  await context.close();

  const host = await upstreams.start({ answer: (_, response) => response.writeHead(200, { "Content-Type": "text/html" }).end(`<iframe src="${site.server.url}"></iframe>`) });
  await open(`http://127.0.0.1:${host.port}`, async (page, troubles) => {
    const frame = await (await page.waitForSelector("iframe")).contentFrame();
    assert.equal(await frame.locator("#boot").count(), 0, "X-Frame-Options and frame-ancestors keep it out");
    assert.ok(troubles.length > 0);
  });
  await host.stop();
});

test("where no header says so, the page itself sees that it is inside another", async () => {
  const site_ = await bare.start();
  const host = await upstreams.start({ answer: (_, response) => response.writeHead(200, { "Content-Type": "text/html" }).end(`<iframe src="${site_.url}"></iframe>`) });
  await open(`http://127.0.0.1:${host.port}`, async (page) => {
    const frame = await (await page.waitForSelector("iframe")).contentFrame();
    await frame.getByText("Keyseed does not run inside another page.").waitFor();
    assert.equal(await frame.getByRole("heading", { name: "Connect", level: 1 }).count(), 0);
  });
  await host.stop();
  await site_.stop();
});

// What a visitor waits for: the bytes of the first load, and the time to the first paint and to a Connect page that can be
// used. Prints figures, asserts none.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../support/browser.mjs";
import { start as startNginx } from "../support/nginx.mjs";

const LOADS = Number(process.env.KEYSEED_LOADS ?? 25);
const dist = process.env.KEYSEED_DIST;

const say = (what, figure) => console.log(`${what.padEnd(58)} ${figure}`);
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
/** What a server sends that has the build's own brotli files. */
const weight = (name) => statSync(join(dist, existsSync(join(dist, `${name}.br`)) ? `${name}.br` : name)).size;
const total = (names) => kilobytes(names.reduce((sum, name) => sum + weight(name), 0));

/** Notes when the choice of the account, the first thing to be done at Connect, is on the screen and takes a click. */
function watchForConnect() {
  new MutationObserver((_, observer) => {
    if (!document.getElementById("kind-twilio")) return;
    observer.disconnect();
    performance.mark("connect");
    requestAnimationFrame(() => setTimeout(() => performance.mark("usable")));
  }).observe(document, { childList: true, subtree: true });
}

/** One load in a browser that has nothing of the page. */
async function load(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(watchForConnect);
  await page.goto(url);
  await page.waitForFunction(() => performance.getEntriesByName("usable").length > 0);
  // The lazy parts and the key worker follow by themselves.
  await page.waitForLoadState("networkidle");
  const seen = await page.evaluate(() => {
    const time = (name) => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
    const files = performance.getEntriesByType("resource").map(({ name, startTime }) => [new URL(name).pathname.slice(1), startTime]);
    return { paint: time("first-paint"), contentful: time("first-contentful-paint"), connect: time("connect"), usable: time("usable"), files };
  });
  await context.close();
  return seen;
}

function spread(figures) {
  const sorted = figures.filter((figure) => !Number.isNaN(figure)).sort((one, other) => one - other);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]?.toFixed(0);
  return `${at(0.5)} ms median, ${at(0.95)} ms p95 (${sorted.length} loads)`;
}

const site = await startNginx({ dist, upstreamPort: 9 });
const browser = await launch();
await load(browser, site.url);
const loads = [];
for (let n = 0; n < LOADS; n++) loads.push(await load(browser, site.url));
await browser.close();
await site.stop();

const { files, connect } = loads[0];
const first = ["index.html", ...new Set(files.filter(([, start]) => start < connect).map(([name]) => name))];
for (const name of first) say(`first load: ${name}`, kilobytes(weight(name)));
say("first load, all of it (brotli)", total(first));
const rest = readdirSync(dist).filter((name) => /\.(js|wasm)$/.test(name) && !first.includes(name)).sort();
const workers = rest.filter((name) => name.includes("_worker"));
const parts = rest.filter((name) => !workers.includes(name));
for (const name of parts) say(`lazy part: ${name}`, kilobytes(weight(name)));
say("lazy parts, all of them (brotli)", total(parts));
for (const worker of new Set(workers.map((name) => name.split(/_loader|-/)[0]))) {
  say(`worker: ${worker} (brotli)`, total(workers.filter((name) => name.startsWith(worker))));
}
say("first paint", spread(loads.map(({ paint }) => paint)));
say("first contentful paint", spread(loads.map(({ contentful }) => contentful)));
say("Connect can be used", spread(loads.map(({ usable }) => usable)));

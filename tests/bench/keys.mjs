// How long a key pair takes: the page's own workers against the browser, the rsa crate, node-forge and OpenSSL, one after the other
// in one run. Prints figures, asserts none. Key times have a long tail; the fixed work at the end has not.
import { execFile } from "node:child_process";
import { createReadStream, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { launch } from "../support/browser.mjs";
import { Modexp } from "./modexp.mjs";
import { interval, mean, quantile } from "./statistics.mjs";

const KEYS = Number(process.env.KEYSEED_BENCH_KEYS ?? 100);
const COLD = Number(process.env.KEYSEED_BENCH_COLD ?? 20);
const BATCHES = 40;
const dist = process.env.KEYSEED_DIST;
const forge = createRequire(import.meta.url).resolve("node-forge/dist/forge.min.js");

const site = await serve();
const browser = await launch();
const page = await (await browser.newContext()).newPage();
await page.goto(`${site.url}/blank`);
await page.addScriptTag({ type: "module", url: "/bench/contestants.mjs" });
await page.waitForFunction(() => window.contestants !== undefined);
const loader = (kernel) => `/dist/${readdirSync(dist).find((name) => name.startsWith(`search_worker_${kernel}_loader`) && name.endsWith(".js"))}`;
await page.evaluate(([relaxed, plain]) => window.contestants.begin({ relaxed, plain }), [loader("relaxed"), loader("plain")]);

const WEB_CRYPTO = "WebCrypto generateKey + export";
const inPage = [
  ["Keyseed, relaxed SIMD, one worker", "relaxed", 1],
  ["Keyseed, relaxed SIMD, two workers", "relaxed", 2],
  ["Keyseed, plain, one worker", "plain", 1],
  ["Keyseed, plain, two workers", "plain", 2],
  [WEB_CRYPTO, "webCrypto"],
  ["rsa 0.10 in WebAssembly", "rsa"],
  ["node-forge 1.4", "forge"],
];
const times = new Map(inPage.map(([name]) => [name, []]).concat([["openssl genrsa (a process of its own)", []]]));
const make = (name, count) => page.evaluate(([name, count]) => window.contestants.make(name, count), [name, count]);

for (const [, name, count] of inPage) for (let warm = 0; warm < 5; warm++) await make(name, count);
for (let round = 0; round < KEYS; round++) {
  for (const [title, name, count] of inPage) times.get(title).push(await make(name, count));
  const start = performance.now();
  await promisify(execFile)("openssl", ["genrsa", "2048"]);
  times.get("openssl genrsa (a process of its own)").push(performance.now() - start);
}
console.log(`RSA-2048 key pairs, ${KEYS} each, interleaved; ms`);
console.log(`${"".padEnd(40)}    mean  median     p95   mean / WebCrypto (95 % interval)`);
for (const [title, all] of times) {
  const [low, high] = interval(all, times.get(WEB_CRYPTO));
  const ratio = mean(all) / mean(times.get(WEB_CRYPTO));
  const figures = [mean(all), quantile(all, 0.5), quantile(all, 0.95)].map((ms) => ms.toFixed(1).padStart(7)).join(" ");
  console.log(`${title.padEnd(40)} ${figures}   ${ratio.toFixed(2)} (${low.toFixed(2)} - ${high.toFixed(2)})`);
}

console.log(`\nthe first key pair of a new worker (start, fetch, compile, make), ${COLD} each; ms`);
for (const kernel of ["relaxed", "plain"]) {
  const all = [];
  for (let round = 0; round < COLD; round++) all.push(await page.evaluate((kernel) => window.contestants.cold(kernel), kernel));
  console.log(`${`Keyseed, ${kernel}, one worker`.padEnd(40)} ${[mean(all), quantile(all, 0.5), quantile(all, 0.95)].map((ms) => ms.toFixed(1).padStart(7)).join(" ")}`);
}

const openssl = new Modexp();
const fixed = { relaxed: [], plain: [], reference: [], openssl: [] };
for (let batch = 0; batch < BATCHES; batch++) {
  for (const kernel of ["relaxed", "plain", "reference"]) fixed[kernel].push(await page.evaluate(([kernel, batch]) => window.contestants.fermat(kernel, batch), [kernel, batch]));
  fixed.openssl.push(await openssl.time());
}
openssl.end();
console.log(`\none Fermat test of 1024 bits against OpenSSL's BN_mod_exp_mont with the same numbers' sizes, ${BATCHES} batches; ms`);
console.log(`${"".padEnd(40)}  median     min   median / OpenSSL (95 % interval)`);
for (const [kernel, all] of Object.entries(fixed)) {
  const middle = (values) => quantile(values, 0.5);
  const [low, high] = interval(all, fixed.openssl, middle);
  const title = kernel === "openssl" ? "OpenSSL, native" : `Keyseed, ${kernel}`;
  console.log(`${title.padEnd(40)} ${middle(all).toFixed(3).padStart(7)} ${Math.min(...all).toFixed(3).padStart(7)}   ${(middle(all) / middle(fixed.openssl)).toFixed(2)} (${low.toFixed(2)} - ${high.toFixed(2)})`);
}
await browser.close();
site.close();

/** The build, the bench's own files and node-forge, from one origin; no policy, because the rivals would not run under the page's. */
function serve() {
  const types = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };
  const folders = { dist, kernels: process.env.KEYSEED_KERNEL_BENCH, bench: import.meta.dirname };
  const server = createServer((request, response) => {
    const [, folder, name] = request.url.split("/");
    const file = request.url === "/forge.js" ? forge : folders[folder] && join(folders[folder], name);
    response.setHeader("content-type", types[extname(file ?? "")] ?? "text/html");
    if (!file) return response.end("<!doctype html><title>bench</title>");
    createReadStream(file).on("error", () => response.writeHead(404).end()).pipe(response);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done({ url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() })));
}

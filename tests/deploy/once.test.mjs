// A browser that loses its connection sends a POST again by itself. Behind what deploy/ has, each creation reaches Twilio
// once all the same. Every front is also tried without the line that sees to it: then the second copy arrives.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch as launchChromium } from "../support/browser.mjs";
import * as caddy from "../support/caddy.mjs";
import { certificate } from "../support/certificate.mjs";
import { launch as launchFirefox } from "../support/firefox.mjs";
import * as haproxy from "../support/haproxy.mjs";
import * as lines from "../support/line.mjs";
import * as nginx from "../support/nginx.mjs";
import * as upstreams from "../support/upstream.mjs";

const COUNTS = "limit_req zone=keyseed_once;";
const REFUSES = "http-request return status 409 hdr Cache-Control no-store if { sc_http_req_cnt(0) gt 1 }";
/** What stands in front of Twilio, how it may lose a connection, and the line that it would not do without. */
const FRONTS = [
  { name: "nginx", start: nginx.start, http2: false, ways: ["cut", "kill"], needs: COUNTS },
  { name: "nginx", start: nginx.start, http2: true, ways: ["cut", "kill"], needs: COUNTS },
  // It cannot count, but keeps no connection on which a browser would repeat.
  { name: "Caddy", start: caddy.start, http2: false, ways: ["cut"], needs: "header Connection close\n", counts: false },
  { name: "HAProxy before Caddy", start: behindHaproxy, http2: false, ways: ["cut"], needs: REFUSES },
  { name: "HAProxy before Caddy", start: behindHaproxy, http2: true, ways: ["cut"], needs: REFUSES },
];
/** Firefox ESR 153 does not repeat over HTTP/2. */
const ENGINES = [
  { name: "Chromium", launch: launchChromium, context: (browser) => browser.newContext({ ignoreHTTPSErrors: true }), repeats: () => true },
  { name: "Firefox", launch: launchFirefox, context: (browser) => browser.createBrowserContext(), repeats: (front) => !front.http2 },
];
const WAYS = { cut: "the connection is cut", kill: "the worker is killed" };

async function behindHaproxy({ tls, http2, without, ...site }) {
  const relay = await caddy.start(site);
  const front = await haproxy.start({ relayPort: relay.port, tls, http2, without });
  return { ...front, stop: () => Promise.all([front.stop(), relay.stop()]) };
}

let dist, tls;
before(() => {
  dist = mkdtempSync(join(tmpdir(), "keyseed-once-"));
  writeFileSync(join(dist, "index.html"), "<!doctype html><title>page</title>");
  tls = certificate(dist, "localhost");
});
after(() => rmSync(dist, { recursive: true, force: true }));

/** In the page: what Keyseed sends, on a connection that was used before. Gives what came of the creation. */
async function create() {
  const send = async (method, headers) => {
    const form = method === "POST" ? { body: "FriendlyName=West", headers: { ...headers, "Content-Type": "application/x-www-form-urlencoded" } } : {};
    const options = { method, credentials: "omit", cache: "no-store", mode: "same-origin", redirect: "error", referrerPolicy: "no-referrer", ...form };
    const reply = await fetch("/relay/api.twilio.com/2010-04-01/Accounts.json", options);
    await reply.text();
    return reply.status;
  };
  for (let read = 0; read < 3; read++) await send("GET");
  return send("POST", { "X-Keyseed-Once": crypto.randomUUID() }).catch((error) => error.name);
}

/** Has the connection lost once the creation arrived. Gives what the page sees, and how many creations Twilio. */
async function lose(context, front, way, without) {
  let creations = 0;
  let lost;
  const upstream = await upstreams.start({
    answer(request, response) {
      if (request.method === "POST" && ++creations === 1) return lost();
      response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
    },
  });
  const server = await front.start({ dist, upstreamPort: upstream.port, tls, http2: front.http2, without });
  const line = await lines.start(server.port);
  lost = way === "kill" ? server.killWorker : line.cut;
  try {
    const page = await context.newPage();
    await page.goto(`https://127.0.0.1:${line.port}/`);
    return { outcome: await page.evaluate(create), creations };
  } finally {
    await context.close();
    await line.stop();
    await server.stop();
    await upstream.stop();
  }
}

for (const engine of ENGINES) {
  describe(engine.name, () => {
    let browser;
    before(async () => {
      browser = await engine.launch();
    });
    after(() => browser?.close());

    for (const front of FRONTS) {
      for (const way of front.ways) {
        const name = `${front.name}, HTTP/${front.http2 ? "2" : "1.1"}, ${WAYS[way]}`;
        const repeats = engine.repeats(front);
        test(`${name}: one creation arrives`, async () => {
          const refused = repeats && front.counts !== false;
          assert.deepEqual(await lose(await engine.context(browser), front, way), { outcome: refused ? 409 : "TypeError", creations: 1 });
        });
        test(`${name}, without "${front.needs.trim()}": two arrive`, { skip: !repeats && "this browser does not repeat" }, async () => {
          assert.deepEqual(await lose(await engine.context(browser), front, way, front.needs), { outcome: 200, creations: 2 });
        });
      }
    }
  });
}

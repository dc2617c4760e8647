// When the program crashes: a static page in its place within half a second, with what was written down, and nothing else.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "../support/browser.mjs";
import * as nginx from "../support/nginx.mjs";
import * as upstreams from "../support/upstream.mjs";
import { open as openPage, recovery, started } from "./page.mjs";

const LIMIT = 500;
const sid = (prefix, digit) => prefix + `${digit}`.repeat(32).slice(0, 32);
const [PARENT, WEST, WEST_KEY, WEST_PUBLIC, EAST, OTHER] = [sid("AC", 1), sid("AC", 2), sid("SK", 2), sid("CR", 2), sid("AC", 3), sid("AC", 4)];
const JOURNAL = {
  "keyseed.journal.r1": { account_sid: PARENT, account_name: "Acme", practice: false, started: 1_790_000_000, targets: [{ sid: OTHER }] },
  "keyseed.journal.r1.1": { name: "East", account_sid: EAST, api_key_sid: null, before: [OTHER], cleaned_up: true },
  "keyseed.journal.r1.0": { name: "West <b>", account_sid: WEST, api_key_sid: WEST_KEY, public_key_sid: WEST_PUBLIC },
};
const RELAY = "/relay/api.twilio.com/2010-04-01/Accounts.json";
let browser, upstream, server;

before(async () => {
  browser = await launch();
  upstream = await upstreams.start();
  server = await nginx.start({ dist: process.env.KEYSEED_DIST, upstreamPort: upstream.port });
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await upstream?.stop();
});

/** A started page with a planted journal, a timer that sends, and a note of when the recovery page was drawn. */
async function prepared(use, { journal = JOURNAL, path = "/keys" } = {}) {
  await openPage(browser, server.url + path, async (page) => {
    await started(page);
    await page.getByRole("button", { name: "Generate key pair" }).click();
    await page.getByTestId("public-key-pem").waitFor();
    await page.evaluate(([journal, relay]) => {
      for (const [key, value] of Object.entries(journal)) localStorage.setItem(key, typeof value === "string" ? value : JSON.stringify(value));
      globalThis.faultAt = () => (globalThis.fault = performance.now());
      new MutationObserver((_, observer) => {
        if (!document.getElementById("recovery")) return;
        observer.disconnect();
        requestAnimationFrame(() => (globalThis.shown = performance.now()));
      }).observe(document.body, { childList: true });
      // Not before the fault: only then does it matter.
      globalThis.ticks = 0;
      setInterval(() => globalThis.fault && (globalThis.ticks++, fetch(relay).catch(() => {})), 20);
      const each = () => (globalThis.fault && fetch(relay).catch(() => {}), requestAnimationFrame(each));
      each();
    }, [journal, RELAY]);
    upstream.hits.length = 0;
    await use(page);
  });
}

/** The ways of a real program to end. Each calls `faultAt` right before. */
const FAULTS = {
  // The router unwraps what the browser says to a new address.
  "a panic": (page) => page.evaluate(() => {
    history.pushState = () => {
      globalThis.faultAt();
      throw new DOMException("kanarienvogel", "SecurityError");
    };
    document.querySelector("nav a[href='/security']").click();
  }),
  "an exhausted memory": (page) => page.evaluate(async () => {
    const { default: init } = await import(document.querySelector("script[data-wasm]").dataset.js);
    const { memory } = await init();
    for (let pages = 65536; pages > 0; ) {
      try {
        memory.grow(pages);
      } catch {
        pages >>= 1;
      }
    }
    const field = document.querySelector("input[type=text]");
    field.value = "kanarienvogel ".repeat(2 ** 23);
    globalThis.faultAt();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }),
  "an exception through its frames": (page) => page.evaluate(() => {
    const field = document.querySelector("input[type=text]");
    Object.defineProperty(field, "value", { get() {
      globalThis.faultAt();
      throw new Error("kanarienvogel");
    } });
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }),
};

for (const [what, fault] of Object.entries(FAULTS)) {
  test(`${what} leads to the recovery page, and nothing of the old one goes on`, () => prepared(async (page) => {
    let asked = 0;
    page.on("dialog", (dialog) => (asked++, dialog.accept()));
    const faults = [];
    page.on("pageerror", (error) => faults.push(error));
    await fault(page);
    const text = await recovery(page);
    const millis = await page.waitForFunction(() => globalThis.shown && globalThis.shown - globalThis.fault).then((handle) => handle.jsonValue());
    console.log(`${what}: ${millis.toFixed(0)} ms; ${faults[0]?.name}: ${faults[0]?.message.slice(0, 60)}`);
    assert.ok(millis < LIMIT, `${millis} ms`);

    assert.match(text, /Keyseed has stopped/);
    assert.match(text, /still exists at Twilio/);
    assert.match(text, /offers to resume or clean up this run/);
    assert.ok(!text.includes("kanarienvogel"));
    assert.match(await page.locator("#recovery section").innerText(), new RegExp(`^Acme\\s+Begun .*2026.*\\s+${PARENT}\\s`));
    assert.deepEqual(await page.locator("#recovery li").allInnerTexts().then((all) => all.map((one) => one.split("\n"))), [
      ["West <b>", WEST, WEST_KEY, WEST_PUBLIC],
      ["East (cleaned up)", EAST],
    ]);
    assert.ok(await page.getByText(WEST_KEY).isVisible());
    assert.ok(!text.includes(OTHER), "what was there before is not the run's");

    assert.equal(await page.title(), "Keyseed has stopped");
    assert.deepEqual(await page.locator("body > *").evaluateAll((all) => all.map((element) => element.id)), ["recovery"]);
    assert.deepEqual(await page.getByRole("button").allInnerTexts(), ["Reload"]);
    assert.equal(await page.evaluate((relay) => fetch(relay).then(() => "sent", () => "refused"), RELAY), "refused");
    const ticks = await page.evaluate(() => globalThis.ticks);
    await page.waitForTimeout(1000);
    assert.deepEqual(upstream.hits, []);
    assert.equal(await page.evaluate(() => globalThis.ticks), ticks, "no timer goes on");
    assert.deepEqual(page.workers(), []);
    assert.equal(await page.evaluate(wiped), true, "the program's memory is wiped");

    await page.getByRole("button", { name: "Reload" }).click();
    await started(page);
    assert.equal(await page.locator("#recovery").count(), 0);
    assert.equal(asked, 0, "it did not ask about what is lost already");
  }));
}

/** Whether the program's memory is empty, as far as it is wiped. */
async function wiped() {
  const { default: init } = await import(document.querySelector("script[data-wasm]").dataset.js);
  const { buffer } = (await init()).memory;
  return new Uint32Array(buffer, 0, Math.min(buffer.byteLength, 2 ** 28) / 4).every((word) => word === 0);
}

test("a thousand written down, and a record that was cut off, still fit", () => {
  const entries = Array.from({ length: 1000 }, (_, n) => [`keyseed.journal.r2.${n}`, { name: `Team ${n}`, account_sid: sid("AC", n), api_key_sid: sid("SK", n) }]);
  const journal = { ...JOURNAL, "keyseed.journal.r2": `{"account_sid":"${PARENT}","account_na`, ...Object.fromEntries(entries), "keyseed.journal.r2.1000": `{"name":"Cut","account_sid":"${EAST}",` };
  return prepared(async (page) => {
    await FAULTS["a panic"](page);
    await recovery(page);
    const millis = await page.waitForFunction(() => globalThis.shown && globalThis.shown - globalThis.fault).then((handle) => handle.jsonValue());
    console.log(`a thousand entries: ${millis.toFixed(0)} ms`);
    assert.ok(millis < LIMIT, `${millis} ms`);
    const [first, second] = await page.locator("#recovery section").all();
    assert.match(await first.innerText(), /^Acme/);
    assert.match(await second.innerText(), new RegExp(`^An account\\s+${PARENT}\\s`));
    assert.equal(await second.locator("li").count(), 1001);
    assert.match(await second.locator("li").last().textContent(), new RegExp(EAST));
    const { height } = await second.boundingBox();
    assert.ok(height < 600, `the list scrolls in ${height} px`);
    assert.ok(await page.getByText("clean up these runs").isVisible());
  }, { journal });
});

test("an error that cuts nothing off is no crash", () => prepared(async (page) => {
  await page.evaluate(() => {
    setTimeout(() => { throw new Error("ordinary"); });
    setTimeout(() => { throw undefined; });
    Promise.reject(new TypeError("refused"));
    fetch("https://example.com/").then(() => {});
  });
  await page.waitForTimeout(500);
  assert.equal(await page.locator("#recovery").count(), 0);
  await page.getByRole("button", { name: "Reveal private key" }).click();
  await page.getByTestId("private-key-pem").waitFor();
}));

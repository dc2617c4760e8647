// What the tests of lost replies and lost pages share: a run against the practice server, and what is there afterwards.
import assert from "node:assert/strict";
import { request } from "../support/raw.mjs";
import { start as startPractice } from "../support/practice.mjs";
import { fillTwilio, open, opened, toPlan } from "./console.mjs";

/** The requests of a run, by name. */
export const STEPS = {
  "the look for the name": { method: "GET", url: /\/relay\/api\.twilio\.com\/2010-04-01\/Accounts\.json\?FriendlyName=/ },
  "the subaccount": { method: "POST", url: /\/relay\/api\.twilio\.com\/2010-04-01\/Accounts\.json$/ },
  "the API key": { method: "POST", url: /\/relay\/api\.twilio\.com\/2010-04-01\/Accounts\/AC\w+\/Keys\.json$/ },
  "the public key": { method: "POST", url: /\/relay\/accounts\.twilio\.com\/v1\/Credentials\/PublicKeys$/ },
  "the list": { method: "GET", url: /\/relay\/accounts\.twilio\.com\/v1\/Credentials\/PublicKeys\?/ },
  "the unsigned question": { method: "GET", url: /\/relay\/accounts\.twilio\.com\/v1\/Credentials\/PublicKeys\?/, unsigned: true },
};

/** A console behind nginx with the practice server as its upstream. */
export async function withTwilio({ pkcv = "enforced", ...options }, body) {
  const practice = await startPractice({ pkcv });
  const console_ = await open({ upstreamPort: Number(new URL(practice.url).port), ...options });
  try {
    await body({ ...console_, practice, console_ });
  } finally {
    await console_.close();
    await practice.stop();
  }
}

/** Connects, up to the plan. */
export async function connect(page, practice, { sign = true } = {}) {
  await fillTwilio(page, practice.credentials, { sign });
  await toPlan(page);
}

export async function start(page, names, choice = "A new key pair for each subaccount") {
  await page.getByLabel("Subaccount names or SIDs").fill(names.join("\n"));
  await page.getByRole("radio", { name: choice }).check();
  await page.getByRole("button", { name: "Start priming" }).click();
}

export const results = (page) => page.getByRole("heading", { name: "Results", level: 1 }).waitFor({ timeout: 90_000 });

/** How often a request of that kind reached Twilio. */
export function sent(practice, method, path) {
  return practice.log().filter((line) => line.method === method && path.test(line.path)).length;
}
export const creations = (practice) => sent(practice, "POST", /^\/2010-04-01\/Accounts\.json$/);

/** Exactly one open subaccount of each name, with one API key and one public key, and they are those of the results. */
export async function isWhole(page, practice, names, { publicKeys = 1 } = {}) {
  const there = await practice.inventory();
  for (const name of names) {
    const accounts = there.accounts.filter((account) => account.name === name && account.status !== "closed");
    assert.equal(accounts.length, 1, `${accounts.length} of ${name}`);
    const of = (keys) => keys.filter((key) => key.account === accounts[0].sid).map((key) => key.sid);
    const article = await opened(page, name);
    const text = (id) => article.getByTestId(id).innerText();
    assert.equal(await text("account-sid"), accounts[0].sid);
    assert.deepEqual(of(there.api_keys), [await text("api-key-sid")], "one API key, whose secret is on the page");
    assert.equal(of(there.public_keys).length, publicKeys);
    if (publicKeys === 1) assert.deepEqual(of(there.public_keys), [await text("public-key-sid")]);
  }
}

/** Stops the first request of a step on its way, before or after Twilio has done it. Resolves once it is there. */
export function hold(page, practice, step, when) {
  return new Promise((resolve) => {
    let done = false;
    page.route(step.url, async (route) => {
      const asked = route.request();
      const signed = Boolean(asked.headers()["twilio-client-validation"]);
      if (done || asked.method() !== step.method || (step.unsigned && signed)) return route.fallback();
      done = true;
      if (when === "after") await forward(practice, asked);
      resolve(route);
    });
  });
}

/** Does a request of the page's at the practice server; its answer goes nowhere. */
export async function forward(practice, asked) {
  const { pathname, search } = new URL(asked.url());
  const [, , host, ...path] = pathname.split("/");
  const { authorization, "twilio-client-validation": validation, "content-type": type } = asked.headers();
  const headers = { Host: host, Authorization: authorization, ...(validation && { "Twilio-Client-Validation": validation }), ...(type && { "Content-Type": type }) };
  return request(Number(new URL(practice.url).port), { method: asked.method(), target: `/${path.join("/")}${search}`, headers, body: asked.postData() ?? "" });
}

/** The region about an unfinished run. */
export const unfinished = (page) => page.getByRole("region", { name: "Unfinished run" });

/** Opens the console again in the same browser, as somebody does whose tab is gone. */
export async function reopen(context, site) {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(site.url);
  await page.getByRole("heading", { name: "Connect", level: 1 }).waitFor();
  return page;
}

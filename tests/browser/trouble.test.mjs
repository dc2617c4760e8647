// A run that meets trouble says what happened and what to do, and loses nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { start as startPractice } from "../support/practice.mjs";
import { request } from "../support/raw.mjs";
import { check, choosePractice, fillTwilio, open, opened, toPlan } from "./console.mjs";

const ACCOUNTS = "**/relay/api.twilio.com/2010-04-01/Accounts.json";
const KEYS = "**/relay/api.twilio.com/2010-04-01/Accounts/*/Keys.json";

/** At the plan of an account without signing; `body` gets the page and the practice server. */
async function atPlan(body) {
  const practice = await startPractice({ pkcv: "off" });
  const console_ = await open({ upstreamPort: Number(new URL(practice.url).port) });
  const { page } = console_;
  try {
    await fillTwilio(page, practice.credentials, { sign: false });
    await toPlan(page);
    await body(page, practice);
  } finally {
    await console_.close();
    await practice.stop();
  }
}

/** Answers the first POST to `pattern` with `answer`; what follows goes through. */
async function once(page, pattern, answer) {
  let done = false;
  await page.route(pattern, async (route) => {
    if (done || route.request().method() !== "POST") return route.continue();
    done = true;
    return answer(route);
  });
}

const refuse = (status, code) => (route) =>
  route.fulfill({ status, contentType: "application/json", body: JSON.stringify({ code, message: "planted", more_info: "", status }) });

async function start(page, names) {
  await page.getByLabel("Subaccount names or SIDs").fill(names.join("\n"));
  await page.getByRole("button", { name: "Start priming" }).click();
}

const results = (page) => page.getByRole("heading", { name: "Results", level: 1 }).waitFor();
const creations = (practice) => practice.log().filter((line) => line.method === "POST" && line.path === "/2010-04-01/Accounts.json").length;

test("a refusal stands still with its remedy, and goes on when asked", () => atPlan(async (page, practice) => {
  await once(page, ACCOUNTS, refuse(400, 21480));
  await start(page, ["West", "East"]);
  const alert = page.getByRole("alert");
  await alert.getByText("error 21480").waitFor();
  await alert.getByText("Close subaccounts that are no longer used").waitFor();
  await page.getByText("Paused: 0 of 2 primed").waitFor();
  assert.equal(creations(practice), 0);
  await alert.getByRole("button", { name: "Try again" }).click();
  await results(page);
  assert.equal(creations(practice), 2);
}));

test("the newer keys API is offered where the older one refuses", () => atPlan(async (page, practice) => {
  await page.route(KEYS, refuse(401, 20003));
  await start(page, ["West"]);
  await page.getByRole("button", { name: "Try with the newer keys API (IAM v1)" }).click();
  await results(page);
  assert.equal(practice.log().filter((line) => line.method === "POST" && line.host === "iam.twilio.com" && line.path === "/v1/Keys").length, 1);
}));

test("a lost reply is looked up, not repeated", () => atPlan(async (page, practice) => {
  await once(page, ACCOUNTS, async (route) => {
    const sent = route.request();
    const headers = { ...sent.headers(), Host: "api.twilio.com" };
    await request(Number(new URL(practice.url).port), { method: "POST", target: "/2010-04-01/Accounts.json", headers, body: sent.postData() });
    await route.abort("connectionreset");
  });
  await start(page, ["West"]);
  await results(page);
  assert.equal(creations(practice), 1);
  assert.equal(await page.getByRole("article").count(), 1);
}));

/** A promise that is kept from outside. */
function deferred() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}

test("a stop leaves what exists in sight, to be closed", () => atPlan(async (page, practice) => {
  const underWay = deferred();
  await page.route(KEYS, async (route) => {
    underWay.resolve();
    await new Promise((resolve) => setTimeout(resolve, 4000));
    await route.continue();
  });
  await start(page, ["West", "East"]);
  await underWay.promise;
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("Stopped: 0 of 2 primed").waitFor();
  await page.getByRole("link", { name: "See the results" }).click();
  await page.getByText("2 of 2 subaccounts are not primed").waitFor();
  const west = await opened(page, "West");
  await west.getByTestId("api-key-sid").waitFor();
  assert.equal(await page.getByRole("article").count(), 1);
  await west.getByRole("button", { name: "Close this subaccount" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("West");
  await page.getByRole("dialog").getByRole("button", { name: "Close for good" }).click();
  await west.getByText("The subaccount is closed").waitFor();
  assert.equal(creations(practice), 1);
}));

test("a pause holds, and a resume goes on", () => atPlan(async (page, practice) => {
  const underWay = deferred();
  await page.route(ACCOUNTS, async (route) => {
    if (route.request().method() === "POST") {
      underWay.resolve();
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
    await route.continue();
  });
  await start(page, ["West", "East"]);
  await underWay.promise;
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByText("Paused: 0 of 2 primed").waitFor();
  await page.waitForTimeout(3500);
  assert.equal(creations(practice), 1, "the request under way ended");
  assert.equal(practice.log().filter((line) => line.path.endsWith("/Keys.json")).length, 0, "and nothing followed");
  await page.getByRole("button", { name: "Resume" }).click();
  await results(page);
  assert.equal(creations(practice), 2);
}));

test("an account that is only being checked does not take the place of the one in use", async () => {
  const practice = await startPractice({ pkcv: "off" });
  const console_ = await open({ upstreamPort: Number(new URL(practice.url).port) });
  const { page } = console_;
  try {
    await choosePractice(page);
    await toPlan(page);
    await page.getByRole("link", { name: "Connect" }).click();
    await fillTwilio(page, practice.credentials, { sign: false });
    await check(page);
    const before = practice.log().length;
    await page.getByRole("link", { name: "Plan" }).click();
    await start(page, ["West"]);
    await results(page);
    assert.match(await page.getByTestId("verification").innerText(), /signature enforced/, "it ran in the practice account");
    assert.equal(practice.log().length, before, "nothing went to the other one");
  } finally {
    await console_.close();
    await practice.stop();
  }
});

test("a reply that is too large is refused, and what it was the reply to is looked for", () => atPlan(async (page, practice) => {
  await once(page, ACCOUNTS, (route) => route.fulfill({ status: 201, contentType: "application/json", body: `{"x":"${"x".repeat(9 * 1024 * 1024)}"}` }));
  await start(page, ["West"]);
  await page.getByText("Reply lost: looking whether it exists").waitFor();
  assert.equal(creations(practice), 0);
}));

test("a redirect is not followed", () => atPlan(async (page, practice) => {
  const asked = [];
  await page.route(ACCOUNTS, async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    asked.push("the creation");
    await route.fulfill({ status: 307, headers: { Location: "/relay/api.twilio.com/elsewhere" } });
  });
  page.on("request", (request) => request.url().endsWith("/elsewhere") && asked.push("elsewhere"));
  await start(page, ["West"]);
  await page.getByText("Reply lost: looking whether it exists").waitFor();
  assert.deepEqual(asked, ["the creation"]);
  assert.equal(creations(practice), 0);
}));

test("no cookie and no referrer go along to the relay", () => atPlan(async (page) => {
  await page.context().addCookies([{ name: "planted", value: "cookie", domain: "127.0.0.1", path: "/" }]);
  const sent = [];
  page.on("request", (request) => request.url().includes("/relay/") && sent.push(request));
  await start(page, ["West"]);
  await results(page);
  const own = sent.length;
  await page.evaluate(() => fetch("/relay/other", { credentials: "include", referrerPolicy: "unsafe-url" }));
  const headers = await Promise.all(sent.map((request) => request.allHeaders()));
  assert.ok(own > 3);
  assert.deepEqual(headers.slice(0, own).filter(({ cookie, referer }) => cookie || referer), []);
  assert.match(headers[own].cookie, /planted/, "one that asks for it would have it");
  assert.ok(headers[own].referer);
}));

// A proxy's web page (a sign-in, a scanner's "please wait") comes with 200 in the middle of a run, instead of Twilio's reply.
import assert from "node:assert/strict";
import { test } from "node:test";
import { STEPS, connect, creations, forward, isWhole, results, start, withTwilio } from "./reliability.mjs";

const PAGE = { status: 200, contentType: "text/html", body: "<!doctype html><title>Sign in</title>" };

test("a page instead of the reply to a creation is a lost reply", () => withTwilio({}, async ({ page, practice }) => {
  await connect(page, practice);
  let done = false;
  await page.route(STEPS["the subaccount"].url, async (route) => {
    if (done || route.request().method() !== "POST") return route.fallback();
    done = true;
    await forward(practice, route.request());
    await route.fulfill(PAGE);
  });
  await start(page, ["West"]);
  await results(page);
  await isWhole(page, practice, ["West"]);
  assert.equal(creations(practice), 1);
}));

test("a page that stays is said to come from something in between, not from a missing relay", () => withTwilio({}, async ({ page, practice }) => {
  await connect(page, practice);
  await page.route("**/relay/**", (route) => route.fulfill(PAGE));
  await start(page, ["West"]);
  await page.getByText("something in between sent it").first().waitFor({ timeout: 90_000 });
  assert.equal(await page.getByText("has no relay").count(), 0);
  assert.equal(creations(practice), 0);
}));

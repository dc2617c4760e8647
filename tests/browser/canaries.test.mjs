// Nothing secret slips out when things fail: the whole job, signed by each algorithm and unsigned, through faults of every kind.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { start as startPractice } from "../support/practice.mjs";
import { check, fillTwilio, open, opened, savePrivateKey, saved } from "./console.mjs";
import { ofPrivateKey, ofSecret, places, search, storage } from "./needles.mjs";
import { names, start } from "./roads.mjs";

/** Each kind of fault, each request of the job; the first few meet the credential check already. */
const PLANS = [
  [["ListAccounts", 1, "RateLimited"]],
  [["ReadAccount", 1, "Gateway 502 before"]],
  [["ListPublicKeys", 1, "ClockSkew 90000"]],
  [["ListAccounts", 1, "Truncated"]],
  [["CreateAccount", 1, "LostRequest"]],
  [["CreateAccount", 1, "LostReply"]],
  [["CreateAccount", 1, "Hang before"]],
  [["CreateAccount", 1, "Truncated"]],
  [["CreateAccount", 1, "Gateway 504 after"]],
  [["CreateAccount", 1, "LateListing 12"], ["CreateAccount", 1, "LostReply"]],
  [["CreateKey", 1, "LostReply"]],
  [["CreateKey", 1, "Truncated"]],
  [["CreateKey", 1, "Hang after"]],
  [["CreateKey", 1, "RateLimited 2"]],
  [["CreateKey", 1, "NotPropagated 5"]],
  [["CreateKey", 1, "Gateway 503 before"]],
  [["CreatePublicKey", 1, "LostReply"]],
  [["CreatePublicKey", 1, "Truncated"]],
  [["CreatePublicKey", 1, "ClockSkew -600"]],
  [["ListPublicKeys", 2, "Hang before"]],
];

// Most of it is waiting, so the three go at a time.
describe(`the whole job through ${PLANS.length} plans of faults`, { concurrency: true }, () => {
  for (const algorithm of ["RS256", "PS256", undefined]) {
    test(algorithm ? `signed with ${algorithm}` : "unsigned", async () => {
      const practice = await startPractice({ pkcv: algorithm ? "enforced" : "off" });
      const console_ = await open({ upstreamPort: Number(new URL(practice.url).port), init: hurry });
      const authTokens = heard(console_.page);
      try {
        const main = [...ofPrivateKey(practice.credentials.private_key_pem), ofSecret("Main secret", practice.credentials.main_key_secret)];
        for (const [number, plan] of PLANS.entries()) {
          Object.assign(console_.record, { requests: [], console: [] });
          await console_.page.goto(console_.site.url);
          await practice.plan(plan);
          const { needles, ...shown } = await job(console_, practice, { algorithm, name: `Team ${number}` });
          const logs = { "nginx logs": JSON.stringify(console_.site.logs()), "practice log": JSON.stringify(practice.log()) };
          const all = { ...(await places(console_.page, console_.record, logs)), ...shown };
          const found = search([...main, ...needles, ...authTokens.map((token) => ofSecret("Auth Token", token))], all);
          // One secret belongs there, and nowhere else.
          assert.deepEqual([...new Set(found)].sort(), ["Main secret in authorization", "new secret in authorization"], JSON.stringify(plan));
        }
        assert.ok(authTokens.length > PLANS.length / 2, "Auth Tokens were in replies");
      } finally {
        await console_.close();
        await practice.stop();
      }
    });
  }
});

/** From the credentials to a subaccount that works, whatever fails: what must not have slipped out, and all that was on the screen and in the record. */
async function job({ page }, practice, { algorithm, name }) {
  const screens = [];
  await page.getByRole("heading", { name: "Connect", level: 1 }).waitFor();
  await fillTwilio(page, practice.credentials, { sign: Boolean(algorithm) });
  if (algorithm) await page.getByLabel("Signature algorithm", { exact: true }).selectOption(algorithm);
  const onward = page.getByRole("button", { name: "Continue" });
  do {
    assert.ok(screens.length < 4, await page.locator("main").innerText());
    await check(page);
    screens.push(await everything(page));
  } while (await onward.isDisabled());
  await onward.click();
  await names(page).fill(name);
  await page.getByRole("radio", { name: "A new key pair for each subaccount" }).check();
  await start(page);
  const results = page.getByRole("heading", { name: "Results", level: 1 });
  const again = page.getByRole("alert").getByRole("button", { name: "Try again" });
  while (await results.or(again).waitFor({ timeout: 40_000 }).then(() => results.isHidden())) {
    assert.ok(screens.length < 8, await page.locator("main").innerText());
    screens.push(await everything(page));
    await again.click();
  }
  const article = await opened(page, name);
  const record = await saved(page, page.getByRole("button", { name: "Download the record (JSON)" }));
  await page.getByRole("link", { name: "Run", exact: true }).click();
  screens.push(await everything(page));
  await page.getByRole("link", { name: "Results", exact: true }).click();
  screens.push(await everything(page));

  await article.getByRole("button", { name: "Reveal API key secret" }).click();
  const needles = [ofSecret("new secret", await article.getByTestId("api-key-secret").innerText())];
  needles.push(...ofPrivateKey((await savePrivateKey(page, article)).text));
  await page.getByRole("checkbox", { name: "I saved it elsewhere" }).check();
  await page.getByRole("button", { name: "Finish", exact: true }).click();
  await page.getByRole("heading", { name: "Plan", level: 1 }).waitFor();
  screens.push(await everything(page));
  return { needles, screens: screens.join("\n"), "the record": record.text };
}

/** The page's elements, everything that folds unfolded, and what it has stored. */
async function everything(page) {
  const shown = await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    return document.documentElement.outerHTML;
  });
  return shown + (await storage(page));
}

/** The Auth Tokens that replies told, as they come. */
function heard(page) {
  const tokens = [];
  page.on("response", async (response) => {
    if (!response.url().includes("/relay/")) return;
    const body = await response.text().catch(() => "");
    tokens.push(...[...body.matchAll(/"auth_token":"(\w{32})"/g)].map(([, token]) => token));
  });
  return tokens;
}

/** Waits pass twenty times as fast in the page, and a request gives up after five seconds. */
function hurry() {
  const faster = (milliseconds) => (milliseconds > 100 ? milliseconds / 20 : milliseconds);
  const { setTimeout, AbortSignal } = globalThis;
  globalThis.setTimeout = (callback, milliseconds, ...words) => setTimeout(callback, faster(milliseconds), ...words);
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (milliseconds) => timeout(milliseconds / 6);
}

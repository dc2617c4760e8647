// The browser sends a creation again by itself, and each copy has its effect, because no relay counts: the connection is kept
// straight to it, and closed after the effect. Nothing is left that nobody knows of.
import assert from "node:assert/strict";
import { test } from "node:test";
import { start as startPractice } from "../support/practice.mjs";
import { start as startPlain } from "../support/static.mjs";
import { NAMES, choose, fill, heading, open, press, said } from "./engines.mjs";

const CREATIONS = { CreateAccount: "the subaccount", CreateKey: "the API key", CreatePublicKey: "the public key" };

async function connect(page, credentials, sign) {
  await heading(page, "Connect");
  await choose(page, "Twilio account");
  await fill(page, "Account SID", credentials.account_sid);
  await fill(page, "Main API key SID", credentials.main_key_sid);
  await fill(page, "Main API key secret", credentials.main_key_secret);
  if (sign) {
    await choose(page, "Sign requests (Public Key Client Validation)");
    await fill(page, "Public key SID", credentials.public_key_sid);
    await fill(page, "Private key (PEM)", credentials.private_key_pem);
  }
  await press(page, "Check credentials");
  await press(page, "Continue");
  await heading(page, "Plan");
}

for (const engine of NAMES) {
  for (const pkcv of ["enforced", "off"]) {
    for (const [operation, what] of Object.entries(CREATIONS)) {
      test(`${engine} repeats ${what}, signing ${pkcv}`, async () => {
        const practice = await startPractice({ pkcv });
        const site = await startPlain({ upstreamPort: Number(new URL(practice.url).port) });
        const console_ = await open(engine, site.url);
        const { page } = console_;
        try {
          await connect(page, practice.credentials, pkcv === "enforced");
          await practice.plan([[operation, 1, "LostReply"]]);
          await fill(page, "Subaccount names or SIDs", "West");
          await choose(page, "A new key pair for each subaccount");
          await press(page, "Start priming");
          await heading(page, "Results", 120);
          await repeated(practice, operation);
          await nothingIsUnknown(page, practice);
        } finally {
          await console_.close();
          await site.stop();
          await practice.stop();
        }
      });
    }
  }
}

/** The two copies of the creation are seen to have arrived: the one without a reply, and the browser's own. */
async function repeated(practice, operation) {
  const path = { CreateAccount: /\/Accounts\.json$/, CreateKey: /\/Keys\.json$/, CreatePublicKey: /\/PublicKeys$/ }[operation];
  const statuses = practice.log().filter((line) => line.method === "POST" && path.test(line.path)).map((line) => line.status);
  assert.deepEqual(statuses.slice(0, 2), [null, 201], "the browser repeated it, and Twilio did it again");
}

/** Every subaccount of the name is named on the page, and every key of theirs is one that the page holds. */
async function nothingIsUnknown(page, practice) {
  const there = await practice.inventory();
  const shown = await said(page, ["account-sid", "api-key-sid", "public-key-sid"]);
  const accounts = there.accounts.filter((account) => account.name === "West" && account.status !== "closed").map(({ sid }) => sid);
  for (const sid of accounts) assert.ok(shown.text.includes(sid), `the subaccount ${sid}, of ${accounts.length}, is named nowhere`);
  const [own] = shown["account-sid"];
  assert.ok(accounts.includes(own));
  const live = (keys) => keys.filter((key) => accounts.includes(key.account)).map((key) => key.sid);
  assert.deepEqual(live(there.api_keys), shown["api-key-sid"], "API keys: those that live, and those whose secrets the page holds");
  assert.deepEqual(live(there.public_keys), shown["public-key-sid"], "public keys: those that live, and those that the page knows");
}

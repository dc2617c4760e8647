// The browser sends a creation again by itself. Where the relay does not count, each copy has its effect: nothing is left that
// nobody knows of. Behind nginx no copy comes through.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { certificate } from "../support/certificate.mjs";
import { gateway } from "../support/gateway.mjs";
import { start as startNginx } from "../support/nginx.mjs";
import { start as startPractice } from "../support/practice.mjs";
import { start as startPlain } from "../support/static.mjs";
import { NAMES, choose, fill, heading, open, press, said } from "./engines.mjs";

/** By operation: what it creates, its path, and what came of all that arrive where no copy does: of a key the lost one, and its successor. */
const CREATIONS = {
  CreateAccount: { what: "the subaccount", path: /\/Accounts\.json$/, created: [201] },
  CreateKey: { what: "the API key", path: /\/Keys\.json$/, created: [201, 201] },
  CreatePublicKey: { what: "the public key", path: /\/PublicKeys$/, created: [201, 201] },
};

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

/** Connects at `url`, sees to the trouble, and primes West. `body` gets the page with the results. */
async function primed(engine, url, practice, { pkcv, prepare, body }) {
  const { page, close } = await open(engine, url);
  try {
    await connect(page, practice.credentials, pkcv === "enforced");
    await prepare();
    await fill(page, "Subaccount names or SIDs", "West");
    await choose(page, "A new key pair for each subaccount");
    await press(page, "Start priming");
    await heading(page, "Results", 120);
    await body(page);
  } finally {
    await close();
  }
}

for (const engine of NAMES) {
  for (const pkcv of ["enforced", "off"]) {
    for (const [operation, { what }] of Object.entries(CREATIONS)) {
      test(`${engine} repeats ${what}, signing ${pkcv}`, async () => {
        const practice = await startPractice({ pkcv });
        const site = await startPlain({ relayPort: Number(new URL(practice.url).port) });
        try {
          await primed(engine, site.url, practice, {
            pkcv,
            prepare: () => practice.plan([[operation, 1, "LostReply"]]),
            async body(page) {
              assert.deepEqual(statuses(practice, operation).slice(0, 2), [null, 201], "the browser repeated it, and Twilio did it again");
              await nothingIsUnknown(page, practice);
            },
          });
        } finally {
          await site.stop();
          await practice.stop();
        }
      });
    }
  }
  for (const http2 of [false, true]) {
    for (const [operation, { what, path, created }] of Object.entries(CREATIONS)) {
      test(`${engine} loses the reply to ${what}, because nginx's worker is killed (HTTP/${http2 ? "2" : "1.1"})`, async () => {
        const practice = await startPractice({ pkcv: "enforced" });
        let kill;
        const between = await gateway(practice.url, ({ method, url }) => {
          if (method !== "POST" || !path.test(url) || !kill) return undefined;
          const once = kill;
          kill = undefined;
          return once;
        });
        const folder = mkdtempSync(join(tmpdir(), "keyseed-resends-"));
        const site = await startNginx({ upstreamPort: Number(new URL(between.url).port), tls: certificate(folder, "localhost"), http2 });
        try {
          await primed(engine, site.url, practice, {
            pkcv: "enforced",
            prepare: () => (kill = site.killWorker),
            async body(page) {
              assert.equal(kill, undefined, "the worker was killed");
              assert.deepEqual(statuses(practice, operation), created, "no copy came through");
              await nothingIsUnknown(page, practice);
            },
          });
        } finally {
          await site.stop();
          await between.stop();
          await practice.stop();
          rmSync(folder, { recursive: true });
        }
      });
    }
  }
}

/** What came of each creation of that kind that arrived; null where the reply was lost. */
function statuses(practice, operation) {
  const { path } = CREATIONS[operation];
  return practice.log().filter((line) => line.method === "POST" && path.test(line.path)).map((line) => line.status);
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

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
import { request } from "../support/raw.mjs";
import { start as startPlain } from "../support/static.mjs";
import { NAMES, choose, fill, heading, open, press, said, text, until } from "./engines.mjs";

/** By operation: what it creates, its path, and what came of all that arrive where no copy does: of a key the lost one, and its successor. */
const CREATIONS = {
  CreateAccount: { what: "the subaccount", path: /\/Accounts\.json$/, created: [201] },
  CreateKey: { what: "the API key", path: /\/Keys\.json$/, created: [201, 201] },
  CreatePublicKey: { what: "the public key", path: /\/PublicKeys$/, created: [201, 201] },
};

async function enter(page, credentials) {
  await choose(page, "Twilio account");
  await fill(page, "Account SID", credentials.account_sid);
  await fill(page, "Main API key SID", credentials.main_key_sid);
  await fill(page, "Main API key secret", credentials.main_key_secret);
}

async function connect(page, credentials, sign) {
  await heading(page, "Connect");
  await enter(page, credentials);
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
async function primed(engine, url, practice, { pkcv, prepare, stops = false, body }) {
  const { page, close } = await open(engine, url);
  try {
    await connect(page, practice.credentials, pkcv === "enforced");
    await prepare();
    await fill(page, "Subaccount names or SIDs", "West");
    await choose(page, "A new key pair for each subaccount");
    await press(page, "Start priming");
    if (stops) await press(page, "See the results");
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
            // A second subaccount is shown on the run: nothing is closed without a word.
            stops: operation === "CreateAccount",
            async body(page) {
              assert.deepEqual(statuses(practice, operation).slice(0, 2), [null, 201], "the browser repeated it, and Twilio did it again");
              await nothingIsUnknown(page, practice);
              if (operation === "CreateAccount") await closeTheSecond(page, practice);
              await until(page, "what it holds", (holds) => document.body.innerText.includes(holds), "Holds exactly 1 API key and 1 public key");
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

/** A page with a relay that does not count, and a practice account with West and its old API key, which the page did not make. */
async function uncounted(engine, account, body) {
  const practice = await startPractice(account);
  const port = Number(new URL(practice.url).port);
  const site = await startPlain({ relayPort: port });
  const { page, close } = await open(engine, site.url);
  const { account_sid, main_key_sid, main_key_secret } = practice.credentials;
  const create = async (path, FriendlyName) => {
    const headers = { Host: "api.twilio.com", Authorization: `Basic ${btoa(`${main_key_sid}:${main_key_secret}`)}`, "Content-Type": "application/x-www-form-urlencoded" };
    await request(port, { method: "POST", target: `/2010-04-01/Accounts${path}.json`, headers, body: `${new URLSearchParams({ FriendlyName })}` });
  };
  try {
    await create("", "West");
    const { accounts } = await practice.inventory();
    const west = accounts.find(({ name }) => name === "West").sid;
    await create(`/${west}/Keys`, "Old key");
    const of = async (account) => {
      const { api_keys, public_keys } = await practice.inventory();
      const sids = (keys) => keys.filter((key) => key.account === account).map((key) => key.sid);
      return { apiKeys: sids(api_keys), publicKeys: sids(public_keys) };
    };
    await body({ page, practice, ofWest: () => of(west), ofParent: () => of(account_sid) });
  } finally {
    await close();
    await site.stop();
    await practice.stop();
  }
}

for (const engine of NAMES) {
  for (const operation of ["CreateKey", "CreatePublicKey"]) {
    test(`${engine} repeats ${CREATIONS[operation].what} of a rotation`, () => uncounted(engine, { pkcv: "off" }, async ({ page, practice, ofWest }) => {
      const old = await ofWest();
      await connect(page, practice.credentials, false);
      await press(page, "Subaccounts");
      await press(page, "West");
      await choose(page, "API key and key pair");
      await practice.plan([[operation, 1, "LostReply"]]);
      await press(page, "Start rotation");
      await text(page, "The new keys work.", 120);
      assert.deepEqual(statuses(practice, operation).slice(-2), [null, 201], "the browser repeated it, and Twilio did it again");
      const shown = await said(page, ["api-key-sid", "public-key-sid"]);
      assert.deepEqual(await ofWest(), { apiKeys: [...old.apiKeys, ...shown["api-key-sid"]], publicKeys: shown["public-key-sid"] }, "the keys that live, and those that the page holds");
    }));
  }

  test(`${engine} repeats the first public key of an account`, () => uncounted(engine, { pkcv: "optional", publicKey: false }, async ({ page, practice, ofParent }) => {
    await heading(page, "Connect");
    await press(page, "Set up this account");
    await heading(page, "Set up this account");
    await enter(page, practice.credentials);
    await practice.plan([["CreatePublicKey", 1, "LostReply"]]);
    await press(page, "Make a key pair and register it");
    await text(page, "signed with the new key pair was accepted", 120);
    assert.deepEqual(statuses(practice, "CreatePublicKey"), [null, 201], "the browser repeated it, and Twilio did it again");
    const shown = await said(page, ["public-key-sid"]);
    assert.deepEqual((await ofParent()).publicKeys, shown["public-key-sid"], "the keys that live, and that which the page holds");
  }));
}

/** What came of each creation of that kind that arrived; null where the reply was lost. */
function statuses(practice, operation) {
  const { path } = CREATIONS[operation];
  return practice.log().filter((line) => line.method === "POST" && path.test(line.path)).map((line) => line.status);
}

/** Closes the second subaccount by its name, and sees that the first stays. */
async function closeTheSecond(page, practice) {
  const [own] = (await said(page, ["account-sid"]))["account-sid"];
  const open = async () => (await practice.inventory()).accounts.filter((account) => account.name === "West" && account.status !== "closed").map(({ sid }) => sid);
  const [second] = (await open()).filter((sid) => sid !== own);
  await press(page, `Close ${second}`);
  await fill(page, "Type West to confirm", "West");
  await press(page, "Close for good");
  await until(page, "the closing", (second) => !document.body.innerText.includes(`Close ${second}`), second);
  assert.deepEqual(await open(), [own]);
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

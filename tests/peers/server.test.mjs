// What the server does that the practice account does not: limits, hosts, headers, the log, its end.
import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { after, before, describe, test } from "node:test";
import { text } from "node:stream/consumers";
import { start } from "../support/practice.mjs";

describe("practice_server", () => {
  let practice, authorization;
  before(async () => {
    practice = await start({ pkcv: "optional" });
    const { main_key_sid, main_key_secret } = practice.credentials;
    authorization = "Basic " + Buffer.from(`${main_key_sid}:${main_key_secret}`).toString("base64");
  });
  after(() => practice?.stop());

  async function ask({ host = "api.twilio.com", method = "GET", path = "/2010-04-01/Accounts.json?PageSize=5", headers = {}, body = "" }) {
    const sent = request(practice.url, { method, path, headers: { host, authorization, ...headers } });
    sent.end(body);
    const [reply] = await once(sent, "response");
    return { status: reply.statusCode, headers: reply.headers, body: await text(reply) };
  }

  test("answers with Twilio's headers and logs what it answered", async () => {
    const reply = await ask({ host: "api.twilio.com:443" });
    assert.equal(reply.status, 200);
    assert.equal(reply.headers["content-type"], "application/json;charset=utf-8");
    assert.match(reply.headers["twilio-request-id"], /^RQ[0-9a-f]{32}$/);
    assert.ok(Math.abs(Date.parse(reply.headers.date) - Date.now()) < 5000);
    assert.equal(JSON.parse(reply.body).accounts.length, 1);
    assert.deepEqual(practice.log(), [
      {
        method: "GET",
        host: "api.twilio.com",
        path: "/2010-04-01/Accounts.json",
        query: "PageSize=5",
        status: 200,
        code: null,
        user: practice.credentials.main_key_sid,
        signed: false,
        validation: null,
      },
    ]);
  });

  test("logs a refusal's code, and no password that was given as the user", async () => {
    const authorization = "Basic " + Buffer.from("hunter2hunter2:x").toString("base64");
    assert.equal((await ask({ headers: { authorization } })).status, 401);
    const last = practice.log().at(-1);
    assert.deepEqual([last.status, last.code, last.user], [401, 20003, null]);
  });

  test("takes 64 KiB and no more", async () => {
    const most = "x".repeat(64 * 1024);
    assert.equal((await ask({ method: "POST", body: most })).status, 201);
    assert.equal((await ask({ method: "POST", body: `${most}x` })).status, 413);
    assert.equal((await ask({ headers: { "twilio-client-validation": `${most}x` } })).status, 413);
  });

  test("refuses what Twilio's hosts would never see", async () => {
    assert.equal((await ask({ host: "example.com" })).status, 421);
    assert.equal((await ask({ method: "PUT" })).status, 405);
    assert.equal((await ask({ method: "POST", body: Buffer.from([0xff]) })).status, 400);
  });
});

test("the server ends when its standard input closes", { timeout: 10_000 }, async () => {
  const practice = await start({ pkcv: "off" });
  await practice.stop();
});

describe("practice_server, where things go wrong", () => {
  let practice, authorization;
  before(async () => {
    practice = await start({ pkcv: "off" });
    const { main_key_sid, main_key_secret } = practice.credentials;
    authorization = "Basic " + Buffer.from(`${main_key_sid}:${main_key_secret}`).toString("base64");
  });
  after(() => practice?.stop());

  /** A request for a new subaccount, on its way. */
  function create(name) {
    const headers = { host: "api.twilio.com", authorization, "content-type": "application/x-www-form-urlencoded" };
    const sent = request(practice.url, { method: "POST", path: "/2010-04-01/Accounts.json", headers });
    sent.end(`FriendlyName=${name}`);
    return sent;
  }
  const made = async (name) => (await practice.inventory()).accounts.some((account) => account.name === name);
  const hangUp = (sent) => {
    sent.on("error", () => {});
    sent.destroy();
  };

  test("a connection breaks before the effect or after it", async () => {
    assert.equal(
      await practice.plan([["CreateAccount", 1, "LostRequest"], ["CreateAccount", 2, "LostReply"]]),
      "CreateAccount 1: request lost; CreateAccount 2: reply lost",
    );
    for (const [name, effect] of [["Before", false], ["After", true]]) {
      const [error] = await once(create(name), "error", { signal: AbortSignal.timeout(5000) }).catch((error) => [error]);
      assert.equal(error.code, "ECONNRESET");
      assert.equal(await made(name), effect);
    }
    assert.deepEqual(practice.log().slice(-2).map((line) => line.status), [null, null]);
  });

  test("silence keeps the connection, and nobody else waits for it", async () => {
    await practice.plan([["CreateAccount", 1, "Hang after"]]);
    const silent = create("Silent");
    let ended = false;
    silent.on("response", () => (ended = true)).on("error", () => (ended = true));
    while (!(await made("Silent"))) await new Promise((resolve) => setTimeout(resolve, 20));
    const [reply] = await once(create("Other"), "response");
    assert.equal(reply.statusCode, 201);
    reply.resume();
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(ended, false);
    hangUp(silent);
  });

  test("a gateway's page is a page, and a plan has a number", async () => {
    await practice.plan([["CreateAccount", 1, "Gateway 502 after"]]);
    const [reply] = await once(create("Page"), "response");
    assert.deepEqual([reply.statusCode, reply.headers["content-type"]], [502, "text/html"]);
    assert.match(await text(reply), /^<html>/);
    assert.equal(await made("Page"), true);
    assert.equal(await practice.faults(19), "CreateAccount 1: reply lost");
    assert.equal(await practice.plan([]), "nothing");
  });

  test("a plan that cannot be read is refused", async () => {
    for (const step of [["Create", 1, "LostReply"], ["CreateKey", 0, "LostReply"], ["CreateKey", 1, "Gateway 500 after"], ["CreateKey", 1, "Hang"]]) {
      await assert.rejects(practice.plan([step]), /there is no such|counted from 1/);
    }
  });

  test("the inventory names what exists, without a secret", async () => {
    const inventory = await practice.inventory();
    assert.deepEqual(Object.keys(inventory).sort(), ["accounts", "api_keys", "public_keys"]);
    assert.equal(inventory.public_keys[0].sid, practice.credentials.public_key_sid);
    const written = JSON.stringify(inventory);
    for (const name of ["main_key_secret", "standard_key_secret", "auth_token"]) assert.ok(!written.includes(practice.credentials[name]), name);
  });
});

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

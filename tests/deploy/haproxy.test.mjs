// deploy/haproxy.cfg as it is deployed: in front of any relay, each creation passes once.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import { start } from "../support/haproxy.mjs";
import { request } from "../support/raw.mjs";
import * as upstreams from "../support/upstream.mjs";

const AC = "AC0123456789abcdef0123456789abcdef";
const ACCOUNTS = "/relay/api.twilio.com/2010-04-01/Accounts";
const COLLECTIONS = [`${ACCOUNTS}.json`, `${ACCOUNTS}/${AC}/Keys.json`, "/relay/accounts.twilio.com/v1/Credentials/PublicKeys", "/relay/iam.twilio.com/v1/Keys"];
let relay, front;

before(async () => {
  relay = await upstreams.start();
  front = await start({ relayPort: relay.port });
});
beforeEach(() => (relay.hits.length = 0));
after(async () => {
  await front?.stop();
  await relay?.stop();
});

const post = (target, value) => request(front.port, { method: "POST", target, headers: value === undefined ? {} : { "X-Keyseed-Once": value }, body: "FriendlyName=x" });

test("a creation without a value of its own is refused", async () => {
  for (const target of COLLECTIONS) {
    for (const value of [undefined, "", "1"]) assert.equal((await post(target, value)).status, 428, `${value}: ${target}`);
  }
  assert.deepEqual(relay.hits, []);
});

test("a creation passes once, with its value", async () => {
  for (const target of COLLECTIONS) {
    relay.hits.length = 0;
    const value = randomUUID();
    const statuses = [];
    for (let copy = 0; copy < 3; copy++) statuses.push((await post(target, value)).status);
    assert.deepEqual(statuses, [200, 409, 409], target);
    assert.deepEqual(relay.hits.map(({ headers }) => headers["x-keyseed-once"]), [value]);
    assert.equal((await post(target, randomUUID())).status, 200);
  }
});

test("what creates nothing passes as often as it is sent", async () => {
  for (const [method, target] of [["GET", COLLECTIONS[0]], ["POST", `${ACCOUNTS}/${AC}.json`], ["DELETE", `${ACCOUNTS}/${AC}/Keys/SK0123456789abcdef0123456789abcdef.json`]]) {
    for (let copy = 0; copy < 2; copy++) assert.equal((await request(front.port, { method, target })).status, 200);
  }
  assert.equal(relay.hits.length, 6);
});

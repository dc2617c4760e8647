// Twilio's own libraries, unmodified but for where their connections go, prime a subaccount of the practice account:
// what they sign, Keyseed's canonical request must find right.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { pair, peers, run } from "../support/peers.mjs";
import { start } from "../support/practice.mjs";

for (const peer of peers) {
  describe(peer.name, () => {
    let practice, main;
    before(async () => {
      practice = await start({ pkcv: "enforced" });
      const known = practice.credentials;
      main = {
        account: known.account_sid,
        key: known.main_key_sid,
        secret: known.main_key_secret,
        publicKey: known.public_key_sid,
        privateKey: known.private_key_pem,
      };
    });
    after(() => practice?.stop());

    test("primes a subaccount, each request signed right", async () => {
      const name = "West & S\u00f6hne *~ (1+1)";
      const done = await run(peer, practice.url, { do: "prime", who: main, name, seed: pair() });
      assert.equal(done.refused, undefined, done.words);
      assert.deepEqual(done.listed, [done.publicKey]);
      assert.equal(done.status, "closed");
      assert.equal(done.name, name);

      const account = `/2010-04-01/Accounts/${done.account}`;
      const asked = practice.log().map(({ method, host, path, user, validation }) => [method, host, path, user, validation]);
      assert.deepEqual(asked, [
        ["POST", "api.twilio.com", "/2010-04-01/Accounts.json", main.key, "ok"],
        ["POST", "api.twilio.com", `${account}/Keys.json`, main.key, "ok"],
        ["POST", "accounts.twilio.com", "/v1/Credentials/PublicKeys", main.key, "ok"],
        ["GET", "accounts.twilio.com", "/v1/Credentials/PublicKeys", done.key, "ok"],
        ["POST", "api.twilio.com", `${account}.json`, main.key, "ok"],
      ]);
      assert.equal(practice.log()[3].query, "PageSize=20");
      assert.doesNotMatch(JSON.stringify(practice.log()), new RegExp(main.secret));
    });

    test("is refused with 70052 without a token", async () => {
      const { publicKey, ...unsigned } = main;
      const done = await run(peer, practice.url, { do: "ask", who: unsigned });
      assert.deepEqual([done.refused, done.status], [70052, 401]);
      const last = practice.log().at(-1);
      assert.deepEqual([last.signed, last.validation, last.code], [false, 70052, 70052]);
    });

    test("is refused with 20159 with another private key", async () => {
      const done = await run(peer, practice.url, { do: "ask", who: { ...main, privateKey: pair().privateKey } });
      assert.deepEqual([done.refused, done.status], [20159, 401]);
      const last = practice.log().at(-1);
      assert.deepEqual([last.signed, last.validation], [true, 20159]);
    });
  });
}

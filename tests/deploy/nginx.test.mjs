// deploy/nginx.conf as it is deployed.
import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { test } from "node:test";
import { start } from "../support/nginx.mjs";
import { request } from "../support/raw.mjs";
import { suite } from "./relay.mjs";

suite({ start, server: "nginx", limits: true, once: true, accessLog: true, encoding: "gzip" });

test("a resolver that does not answer is reported long before the page gives up", async () => {
  const silent = createSocket("udp4").bind(0, "127.0.0.1");
  await once(silent, "listening");
  const origin = "https://api.twilio.invalid";
  const server = await start({ dist: "/", upstreams: { api: origin, accounts: origin, iam: origin }, resolver: `127.0.0.1:${silent.address().port}` });
  try {
    const begun = Date.now();
    const { status } = await request(server.port, { target: "/relay/api.twilio.com/2010-04-01/Accounts.json", headers: { "Sec-Fetch-Site": "same-origin" } });
    const took = Date.now() - begun;
    assert.equal(status, 502);
    assert.ok(took < 8_000, `it took ${took} ms`);
  } finally {
    await server.stop();
    silent.close();
  }
});

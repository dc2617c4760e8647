// What Twilio's own libraries sign, the inspector calls good; what they are known to sign otherwise than Twilio's
// documentation says, it recognises.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { json, text } from "node:stream/consumers";
import { dirname, join } from "node:path";
import { pair, peers, run } from "../support/peers.mjs";
import { server } from "../support/practice.mjs";
import { needle } from "../support/needle.mjs";

/** Takes requests down and refuses them. */
async function recorder() {
  const seen = [];
  const listener = createServer(async (request, response) => {
    const { host, authorization, "twilio-client-validation": token } = request.headers;
    seen.push({ token, authorization, method: request.method, url: `https://${host}${request.url}`, body: await text(request) });
    response.writeHead(401, { "content-type": "application/json" }).end('{"code":20003,"message":"Authenticate","status":401}');
  });
  await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve));
  return { seen, url: `http://127.0.0.1:${listener.address().port}`, stop: () => listener.close() };
}

/** What the inspector says of a token and a request. */
function inspect(question) {
  const child = spawn(join(dirname(server), "inspect"), { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(question));
  return json(child.stdout);
}

for (const peer of peers) {
  describe(peer.name, () => {
    const { publicKey, privateKey } = pair();
    const sid = (letters) => letters + "0123456789abcdef".repeat(2);
    const who = { account: sid("AC"), key: sid("SK"), secret: needle("secret"), publicKey: sid("CR"), privateKey };
    let seen, url, stop;
    before(async () => ({ seen, url, stop } = await recorder()));
    after(() => stop());

    for (const [task, method] of [[{ do: "ask" }, "GET"], [{ do: "prime", name: "West & S\u00f6hne *~ (1+1)", seed: pair() }, "POST"]]) {
      test(`a ${method} is called good`, async () => {
        assert.equal((await run(peer, url, { ...task, who })).refused, 20003);
        const request = seen.at(-1);
        assert.equal(request.method, method);
        const report = await inspect({ ...request, public_key: publicKey });
        assert.deepEqual([report.errors, report.refused], [undefined, null], JSON.stringify(report));
        const open = report.checks.filter((check) => check.verdict === "Not checked").map((check) => check.rule);
        assert.deepEqual(open, ["Public key at Twilio"]);
      });
    }

    test("another key and another body are named", async () => {
      const request = seen.at(-1);
      assert.equal((await inspect({ ...request, public_key: pair().publicKey })).refused, 20159);
      assert.equal((await inspect({ ...request, body: `${request.body}&x=y` })).refused, 70156);
    });
  });
}

// What every web server must do that serves the page and relays: between a client that sends bytes and an upstream that records what
// arrives. nginx.test.mjs and caddy.test.mjs run it.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { certificate } from "../support/certificate.mjs";
import { request } from "../support/raw.mjs";
import * as upstreams from "../support/upstream.mjs";
import { HEADERS } from "./headers.mjs";

const AC = "AC0123456789abcdef0123456789abcdef";
const SK = "SK0123456789ABCDEF0123456789ABCDEF";
const CR = "CR0123456789abcdef0123456789ABCDEF";
const ACCOUNTS = "/relay/api.twilio.com/2010-04-01/Accounts.json";
const COLLECTIONS = [ACCOUNTS, `/relay/api.twilio.com/2010-04-01/Accounts/${AC}/Keys.json`, "/relay/accounts.twilio.com/v1/Credentials/PublicKeys", "/relay/iam.twilio.com/v1/Keys"];
const ONCE = "X-Keyseed-Once";
const SAME_ORIGIN = { "Sec-Fetch-Site": "same-origin" };
const SECRETS = { Authorization: "Basic c2VjcmV0", "Twilio-Client-Validation": "canary.jwt.value" };
/**
 * The tests, for a server that `start` starts. `server` is what it says in `Server`, if anything; `limits` whether it limits requests;
 * `once` whether it lets each creation through once, or else closes each connection of the relay's; `accessLog` whether it writes one; `encoding` which of the build's compressed files it sends; `own` the headers that it sends Twilio of its own.
 */
export function suite({ start, server: shown, limits, once, accessLog, encoding, own = [] }) {
  let folder, upstream, server, answer;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "keyseed-dist-"));
    mkdirSync(join(folder, "dist"));
    for (const [name, content] of Object.entries({
      "index.html": "<!doctype html><title>page</title>",
      "keyseed-0123456789abcdef.js": "export {}",
      "keyseed-0123456789abcdef_bg.wasm": "\0asm",
      "key_worker_loader-0123456789abcdef.js": "export {}",
      "keyseed-0123456789abcdef.js.br": "as brotli",
      "keyseed-0123456789abcdef.js.gz": "as gzip",
      "plain.js": "export {}",
    })) {
      writeFileSync(join(folder, "dist", name), content);
    }
    upstream = await upstreams.start({
      answer: (incoming, response) => (answer ?? ((_, ok) => ok.writeHead(200, { "Content-Type": "application/json" }).end("{}")))(incoming, response),
    });
    server = await start({ dist: join(folder, "dist"), upstreamPort: upstream.port });
  });

  beforeEach(() => {
    upstream.hits.length = 0;
    answer = undefined;
  });

  after(async () => {
    await server?.stop();
    await upstream?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As the page asks: what is posted has a value of its own. */
  const relay = (target, options = {}) => {
    const own = options.method === "POST" ? { [ONCE]: randomUUID() } : {};
    return request(server.port, { target, ...options, headers: { ...SAME_ORIGIN, ...SECRETS, ...own, ...options.headers } });
  };

  test("the whole list of security headers is in every answer, whatever its status", async () => {
    assert.equal(HEADERS.length, 13);
    const etag = (await request(server.port, { target: "/" })).headers.etag;
    const refusedPort = await start({ dist: join(folder, "dist"), upstreamPort: 1 });
    const answers = {
      200: await request(server.port, { target: "/" }),
      304: await request(server.port, { target: "/", headers: { "If-None-Match": etag } }),
      403: await request(server.port, { target: ACCOUNTS }),
      404: await request(server.port, { target: "/missing.js" }),
      405: await request(server.port, { method: "PUT", target: "/" }),
      413: await relay(ACCOUNTS, { method: "POST", body: "x".repeat(17 * 1024) }),
      502: await request(refusedPort.port, { target: ACCOUNTS, headers: SAME_ORIGIN }),
      "200 immutable": await request(server.port, { target: "/keyseed-0123456789abcdef.js" }),
      "200 relayed": await relay(ACCOUNTS),
      "404 relay": await relay("/relay/example.com/"),
      "404 hashed": await request(server.port, { target: "/gone-0123456789abcdef.js" }),
      "405 static": await request(server.port, { method: "POST", target: "/plain.js" }),
    };
    await refusedPort.stop();
    for (const [name, { status, headers }] of Object.entries(answers)) {
      assert.equal(status, Number.parseInt(name, 10), name);
      for (const [header, value] of HEADERS) assert.equal(headers[header], value, `${header} of ${name}`);
      assert.equal(headers.server, shown);
    }
  });

  test("every request that the console makes is relayed to the host it is for", async () => {
    const api = "/relay/api.twilio.com/2010-04-01/Accounts";
    const keys = `${api}/${AC}/Keys`;
    const publicKeys = "/relay/accounts.twilio.com/v1/Credentials/PublicKeys";
    const iam = "/relay/iam.twilio.com/v1/Keys";
    const allowed = [
      ...["GET", "POST"].flatMap((method) => [`${api}.json`, `${api}/${AC}.json`, `${keys}.json`, publicKeys, iam].map((target) => [method, target])),
      ...["GET", "POST", "DELETE"].flatMap((method) => [`${keys}/${SK}.json`, `${publicKeys}/${CR}`, `${iam}/${SK}`].map((target) => [method, target])),
    ];
    for (const [method, target] of allowed) {
      const { status } = await relay(`${target}?PageSize=50`, { method });
      assert.equal(status, 200, `${method} ${target}`);
      const hit = upstream.hits.at(-1);
      assert.equal(hit.method, method);
      assert.equal(`/relay/${hit.headers.host}${hit.target}`, `${target}?PageSize=50`);
    }
    assert.equal(upstream.hits.length, allowed.length);
  });

  test("what is not on the list never reaches Twilio", async () => {
    const api = "/relay/api.twilio.com/2010-04-01";
    const off = [
      ...["PUT", "PATCH", "OPTIONS", "TRACE", "CONNECT", "HEAD", "PROPFIND", "get"].map((method) => [method, ACCOUNTS]),
      ["DELETE", ACCOUNTS], ["DELETE", `${api}/Accounts/${AC}.json`], ["DELETE", `${api}/Accounts/${AC}/Keys.json`],
      ["DELETE", "/relay/accounts.twilio.com/v1/Credentials/PublicKeys"], ["DELETE", "/relay/iam.twilio.com/v1/Keys"],
      ...[
        `${api}/Accounts`, `${api}/accounts.json`, `${api}/Accounts.json/`, `${api}/Accounts.jsonx`, `${api}/Accounts.xml`, `${api}//Accounts.json`,
        `${api}/Accounts/${AC}/Calls.json`, `${api}/Accounts/${AC}/Messages.json`, `${api}/Accounts/AC123.json`, `${api}/Accounts/${AC}0.json`,
        `${api}/Accounts/XX0123456789abcdef0123456789abcdef.json`, `${api}/Accounts/AC0123456789abcdeg0123456789abcdef.json`,
        `${api}/Accounts/${AC}/Keys/${SK}`, `${api}/Accounts/${AC}/SigningKeys.json`,
        `${api}/x/../Accounts.json`, `${api}/./Accounts.json`, `${api}/%2e%2e/2010-04-01/Accounts.json`, `${api}/Account%73.json`, `${api}/Accounts.json%00`,
        `${api}/Accounts.json%3Fa=b`, `${api}/Accounts.json;x`, `${api}/Accounts.json#x`, `${api}/Accounts.json\\..\\x`,
        "/relay/api.twilio.com/", "/relay/api.twilio.com", "/relay/", "/relay/example.com/2010-04-01/Accounts.json",
        "/relay/api.twilio.com.example.com/2010-04-01/Accounts.json", "/relay/api.twilio.com:444/2010-04-01/Accounts.json",
        "/relay/api.twilio.com@127.0.0.1/2010-04-01/Accounts.json", "/relay/iam.twilio.com/2010-04-01/Accounts.json",
        "/relay/accounts.twilio.com/../api.twilio.com/2010-04-01/Accounts.json", "//relay/api.twilio.com/2010-04-01/Accounts.json",
        "/x/../relay/api.twilio.com/2010-04-01/Accounts.json", "/RELAY/api.twilio.com/2010-04-01/Accounts.json",
        "/relay/verify.twilio.com/v2/Services", "http://api.twilio.com/2010-04-01/Accounts.json",
      ].map((target) => ["POST", target]),
    ];
    assert.ok(off.length >= 40);
    for (const [method, target] of off) {
      const { status } = await relay(target, { method });
      assert.ok([400, 403, 404, 405].includes(status), `${method} ${target} answered ${status}`);
    }
    assert.deepEqual(upstream.hits, []);
  });

  test("requests of another site's making are refused", async () => {
    for (const site of ["cross-site", "same-site", "none", ""]) {
      const headers = site ? { "Sec-Fetch-Site": site } : {};
      const { status } = await request(server.port, { target: ACCOUNTS, headers: { ...SECRETS, ...headers } });
      assert.equal(status, 403, `Sec-Fetch-Site: ${site}`);
    }
    assert.deepEqual(upstream.hits, []);
  });

  test("Twilio gets the headers it needs and none of the browser's", async () => {
    const chatter = { Cookie: "session=1", Origin: server.url, Referer: `${server.url}/run`, "User-Agent": "x", "Accept-Language": "de", "Accept-Encoding": "gzip", "X-Forwarded-For": "1.2.3.4", "Sec-Fetch-Mode": "cors", Forwarded: "for=1" };
    const body = "FriendlyName=a+b";
    await relay(ACCOUNTS, { method: "POST", body, headers: { ...chatter, "Content-Type": "application/x-www-form-urlencoded" } });
    const [hit] = upstream.hits;
    const known = ["accept", "authorization", "connection", "content-length", "content-type", "host", "twilio-client-validation"];
    assert.deepEqual(Object.keys(hit.headers).filter((header) => !known.includes(header)), own);
    assert.equal(hit.headers.host, "api.twilio.com");
    assert.equal(hit.headers.authorization, SECRETS.Authorization);
    assert.equal(hit.headers["twilio-client-validation"], SECRETS["Twilio-Client-Validation"]);
    assert.equal(hit.body, body);
  });

  test("a creation without a value of its own is refused, and what only changes something needs none", async () => {
    const refused = { "no value": {}, empty: { [ONCE]: "" }, "not random": { [ONCE]: "1" }, "two values": { [ONCE]: `${randomUUID()}, ${randomUUID()}` } };
    for (const target of COLLECTIONS) {
      for (const [what, value] of Object.entries(refused)) {
        const { status, headers } = await request(server.port, { method: "POST", target, headers: { ...SAME_ORIGIN, ...SECRETS, ...value }, body: "FriendlyName=x" });
        assert.equal(status, 428, `${what}: ${target}`);
        for (const [header, expected] of HEADERS) assert.equal(headers[header], expected, `${header} of 428`);
      }
    }
    assert.deepEqual(upstream.hits, []);
    for (const [method, target] of [["POST", `/relay/api.twilio.com/2010-04-01/Accounts/${AC}.json`], ["GET", ACCOUNTS]]) {
      const { status } = await request(server.port, { method, target, headers: { ...SAME_ORIGIN, ...SECRETS } });
      assert.equal(status, 200, `${method} ${target}`);
    }
  });

  test("a creation passes once", { skip: !once && "this server cannot count" }, async () => {
    for (const target of COLLECTIONS) {
      upstream.hits.length = 0;
      const same = () => relay(target, { method: "POST", body: "FriendlyName=x", headers: { [ONCE]: value } });
      let value = randomUUID();
      const answers = await Promise.all([same(), same(), same()]);
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409], target);
      const refused = answers.find(({ status }) => status === 409);
      for (const [header, expected] of HEADERS) assert.equal(refused.headers[header], expected, `${header} of 409`);
      assert.equal((await same()).status, 409);
      assert.equal(upstream.hits.length, 1);

      value = randomUUID();
      answer = (incoming) => incoming.socket.destroy();
      assert.deepEqual([(await same()).status, (await same()).status], [502, 409], "a lost reply is no reason to pass it again");
      assert.equal(upstream.hits.length, 2);
      answer = undefined;
    }
  });

  test("a value is known after a reload, and to another worker", { skip: !once && "this server cannot count" }, async () => {
    const headers = { [ONCE]: randomUUID() };
    assert.equal((await relay(ACCOUNTS, { method: "POST", headers })).status, 200);
    await server.reload();
    assert.equal((await relay(ACCOUNTS, { method: "POST", headers })).status, 409);
    server.killWorker();
    assert.equal((await relay(ACCOUNTS, { method: "POST", headers })).status, 409);
    assert.equal(upstream.hits.length, 1);
  });

  test("each answer of the relay's closes its connection", { skip: once && "this server counts instead" }, async () => {
    const kept = { Connection: "keep-alive" };
    const answers = {
      200: await relay(ACCOUNTS, { headers: kept }),
      404: await relay("/relay/example.com/", { headers: kept }),
      413: await relay(ACCOUNTS, { method: "POST", body: "x".repeat(17 * 1024), headers: kept }),
      428: await relay(ACCOUNTS, { method: "POST", headers: { ...kept, [ONCE]: "" } }),
    };
    answer = (incoming) => incoming.socket.destroy();
    answers[502] = await relay(ACCOUNTS, { method: "POST", headers: kept });
    for (const [status, { headers, ...reply }] of Object.entries(answers)) {
      assert.deepEqual([reply.status, headers.connection], [Number(status), "close"]);
    }
  });

  test("path and query arrive byte for byte", async () => {
    const query = "?FriendlyName=%2A%7E+*%252A%2F~%c3%A9&&a=[b](c)!$'//../.%2e&=";
    await relay(ACCOUNTS + query);
    assert.equal(upstream.hits[0].target, `/2010-04-01/Accounts.json${query}`);
    await relay(`${ACCOUNTS}?`);
    assert.equal(upstream.hits[1].target, "/2010-04-01/Accounts.json?");
  });

  test("a request whose upstream breaks off is not repeated", async () => {
    answer = (incoming) => incoming.socket.destroy();
    const { status } = await relay(ACCOUNTS, { method: "POST", body: "FriendlyName=once" });
    assert.equal(status, 502);
    assert.equal(upstream.hits.length, 1);
  });

  test("of Twilio's headers the clock and the reply pass, and what would act on the browser does not", async () => {
    const date = "Tue, 15 Nov 1994 08:12:31 GMT";
    const reply = {
      Date: date, "Content-Type": "application/json", "Retry-After": "7", "Twilio-Request-Id": "RQ1", "Set-Cookie": "a=b", "WWW-Authenticate": "Basic",
      "Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=99", "Strict-Transport-Security": "max-age=1", "X-Powered-By": "AT-5000",
    };
    answer = (_, response) => response.writeHead(401, reply).end('{"code":20003}');
    const { status, headers, body } = await relay(ACCOUNTS);
    assert.equal(status, 401);
    assert.match(body, /"code":20003/);
    assert.equal(headers.date, date);
    assert.equal(headers["retry-after"], "7");
    assert.equal(headers["twilio-request-id"], "RQ1");
    assert.equal(headers["cache-control"], "no-store");
    for (const name of ["set-cookie", "www-authenticate", "access-control-allow-origin", "x-powered-by"]) assert.equal(headers[name], undefined, name);
  });

  test("files that are named after their content may be kept, and nothing else", async () => {
    const cached = async (target) => {
      const { status, headers } = await request(server.port, { target });
      return [status, headers["cache-control"], headers["content-type"]];
    };
    const forever = "public, max-age=31536000, immutable";
    assert.deepEqual(await cached("/keyseed-0123456789abcdef.js"), [200, forever, "text/javascript; charset=utf-8"]);
    assert.deepEqual(await cached("/keyseed-0123456789abcdef_bg.wasm"), [200, forever, "application/wasm"]);
    assert.deepEqual(await cached("/key_worker_loader-0123456789abcdef.js"), [200, forever, "text/javascript; charset=utf-8"]);
    assert.deepEqual(await cached("/plain.js"), [200, "no-store", "text/javascript; charset=utf-8"]);
    assert.deepEqual((await cached("/gone.wasm")).slice(0, 2), [404, "no-store"]);
    for (const target of ["/", "/index.html", "/keys", "/prime/run?x=1"]) {
      assert.deepEqual(await cached(target), [200, "no-store", "text/html; charset=utf-8"], target);
    }
  });

  test("what the build has compressed is sent as it is", async () => {
    const { status, headers, body } = await request(server.port, { target: "/keyseed-0123456789abcdef.js", headers: { "Accept-Encoding": "gzip, br" } });
    assert.deepEqual([status, headers["content-encoding"], body], [200, encoding, encoding === "br" ? "as brotli" : "as gzip"]);
    assert.match(headers.vary, /Accept-Encoding/i);
    assert.equal(headers["content-type"], "text/javascript; charset=utf-8");
  });

  test("more requests than a console makes are told to wait", { skip: !limits && "this server knows no limit" }, async () => {
    const fresh = await start({ dist: join(folder, "dist"), upstreamPort: upstream.port });
    const answers = await Promise.all(Array.from({ length: 150 }, () => request(fresh.port, { target: ACCOUNTS, headers: SAME_ORIGIN })));
    await fresh.stop();
    const limited = answers.filter(({ status }) => status === 429);
    assert.ok(limited.length > 0 && limited.length < 100, `${limited.length} of 150 were limited`);
    for (const [header, value] of HEADERS) assert.equal(limited[0].headers[header], value, `${header} of 429`);
    assert.equal(upstream.hits.length, 150 - limited.length);
  });

  test("a creation over the rate waits for its turn", { skip: !limits && "this server knows no limit" }, async () => {
    const fresh = await start({ dist: join(folder, "dist"), upstreamPort: upstream.port });
    const creation = () => request(fresh.port, { method: "POST", target: ACCOUNTS, headers: { ...SAME_ORIGIN, [ONCE]: randomUUID() } });
    const begun = Date.now();
    const answers = await Promise.all(Array.from({ length: 40 }, creation));
    const took = Date.now() - begun;
    await fresh.stop();
    assert.deepEqual(answers.filter(({ status }) => status !== 200), []);
    assert.ok(took > 1000, `40 creations at 30 a second took ${took} ms`);
  });

  test("the logs hold neither a query nor a header nor a body", async () => {
    const canary = "kanarienvogel";
    const noted = { ...SECRETS, Authorization: `Basic ${canary}`, "Twilio-Client-Validation": canary, Cookie: canary, Referer: `http://x/${canary}`, "User-Agent": canary };
    const value = randomUUID();
    const post = { method: "POST", body: `FriendlyName=${canary}`, headers: noted };
    for (const _ of [1, 2]) await relay(ACCOUNTS, { ...post, headers: { ...noted, [ONCE]: value } });
    await relay(`${ACCOUNTS}?FriendlyName=${canary}`, post);
    await request(server.port, { target: `/keys?${canary}`, headers: noted });
    answer = (incoming) => incoming.socket.destroy();
    await relay(`${ACCOUNTS}?FriendlyName=${canary}`, post);
    await relay(`${ACCOUNTS}?FriendlyName=${canary}`, { ...post, body: canary.repeat(2000) });
    const { access, error } = server.logs();
    if (accessLog) assert.match(access, /POST \/relay\/api\.twilio\.com\/2010-04-01\/Accounts\.json 502/);
    for (const word of [canary, value]) assert.ok(!(access + error).includes(word), "a log holds what it must not");
  });

  test("an upstream that cannot prove to be Twilio gets nothing", async () => {
    const [genuine, forged] = [certificate(folder, "api.twilio.com"), certificate(folder, "example.com")];
    for (const [shown, trusted, expected] of [[genuine, genuine, 200], [genuine, forged, 502], [forged, forged, 502]]) {
      const secure = await upstreams.start({ tls: shown.tls });
      const origin = `https://127.0.0.1:${secure.port}`;
      const over = await start({ dist: join(folder, "dist"), upstreams: { api: origin, accounts: origin, iam: origin }, authority: trusted.cert });
      const { status } = await request(over.port, { target: ACCOUNTS, headers: { ...SAME_ORIGIN, ...SECRETS } });
      await over.stop();
      await secure.stop();
      assert.equal(status, expected);
      assert.equal(secure.hits.length, expected === 200 ? 1 : 0);
    }
  });
}

// Stands between curl and the practice account: TLS in Twilio's three names, and trouble on the way where a test wants it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const hosts = ["api.twilio.com", "accounts.twilio.com", "iam.twilio.com"];

/**
 * Starts it in front of `url`. `home` is a folder whose `.curlrc` leads curl here; `asked` is what came in; `made` the SIDs
 * in the replies to creations, whether they were passed on or not. `fault(request)` may name a trouble for a request
 * (`{ method, host, path }`): "drop", "truncate", "502 after", "hold", "still active" (all after the effect), "502 before", "429", "20003" (before it).
 */
export async function start(url) {
  const home = mkdtempSync(join(tmpdir(), "keyseed-forwarder-"));
  const [key, cert] = [join(home, "key.pem"), join(home, "cert.pem")];
  const names = `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(",")}`;
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=practice", "-addext", names, "-keyout", key, "-out", cert];
  execFileSync("openssl", request, { stdio: "ignore" });
  const state = { home, asked: [], made: [], fault: () => undefined, held: undefined };
  const server = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (asked, reply) => answer(state, url, asked, reply));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  writeFileSync(join(home, ".curlrc"), `connect-to = "::127.0.0.1:${server.address().port}"\ncacert = "${cert}"\n`);
  state.stop = async () => {
    await new Promise((resolve) => (server.closeAllConnections(), server.close(resolve)));
    rmSync(home, { recursive: true, force: true });
  };
  return state;
}

const json = { "content-type": "application/json" };
const page = "<html><body>Bad gateway</body></html>";

async function answer(state, url, asked, reply) {
  const body = await text(asked);
  const [path] = asked.url.split("?");
  const request = { method: asked.method, host: asked.headers.host, path };
  const fault = state.fault(request);
  state.asked.push({ ...request, body, fault });
  if (fault === "502 before") return reply.writeHead(502, { "content-type": "text/html" }).end(page);
  if (fault === "429") return reply.writeHead(429, json).end('{"code":20429,"message":"Too many requests","status":429}');
  if (fault === "20003") return reply.writeHead(401, json).end('{"code":20003,"message":"Authenticate","status":401}');

  const upstream = await forward(url, asked, body);
  if (upstream.status === 201) state.made.push(JSON.parse(upstream.body).sid);
  if (fault === "drop") return reply.destroy();
  if (fault === "hold") return state.held?.();
  if (fault === "502 after") return reply.writeHead(502, { "content-type": "text/html" }).end(page);
  const changed = { truncate: (body) => body.slice(0, body.length / 2), "still active": (body) => body.replace('"closed"', '"active"') }[fault];
  reply.writeHead(upstream.status, upstream.status === 204 ? {} : json).end(changed ? changed(upstream.body) : upstream.body);
}

function forward(url, asked, body) {
  const { host, authorization, "twilio-client-validation": validation } = asked.headers;
  const headers = { host, ...(authorization && { authorization }), ...(validation && { "twilio-client-validation": validation }) };
  if (body) headers["content-length"] = Buffer.byteLength(body);
  return new Promise((resolve, reject) => {
    const sent = http.request(url, { agent: false, method: asked.method, path: asked.url, headers }, async (reply) => resolve({ status: reply.statusCode, body: await text(reply) }));
    sent.on("error", reject).end(body);
  });
}

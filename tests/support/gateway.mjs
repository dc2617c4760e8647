// Stands between a client of Twilio and the practice server, to make trouble, and to speak TLS with those clients that
// cannot be told to do without.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttp, request } from "node:http";
import { createServer as createHttps } from "node:https";
import { createServer as createTcp } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/**
 * Passes requests on to `url`. `trouble(request)` may give one of Twilio's codes (the request goes no further), "lose" (it
 * has its effect, and no answer comes back), a function (the same, but this is called instead of breaking the connection),
 * "500 after" (it has its effect, and the answer is an error) or "still active" (the answer says so of what is closed).
 * Returns `{ url, stop }`, and `forward` for another server.
 */
export async function gateway(url, trouble = () => undefined) {
  const forward = (asked, answer) => {
    const what = trouble(asked);
    if (typeof what === "number") {
      asked.resume();
      const status = what === 20500 ? 500 : 401;
      return answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ code: what, message: "Trouble", status }));
    }
    const { method, url: path, headers } = asked;
    // A new connection each: one that is kept could be closed by the server just as it is used again.
    const passed = request(url, { agent: false, method, path, headers }, async (reply) => {
      const body = await text(reply);
      if (typeof what === "function") return what();
      if (what === "lose") return asked.socket.destroy();
      if (what === "500 after") return answer.writeHead(500, { "content-type": "application/json" }).end('{"code":20500,"message":"Trouble","status":500}');
      answer.writeHead(reply.statusCode, reply.headers).end(what === "still active" ? body.replace('"closed"', '"active"') : body);
    });
    passed.on("error", () => asked.socket.destroy());
    asked.pipe(passed);
  };
  const server = createHttp(forward);
  const port = await listening(server);
  return { url: `http://127.0.0.1:${port}`, forward, stop: () => stopped(server) };
}

/**
 * A SOCKS proxy at whose other end every host is Twilio, with a certificate of its own: for Java. Returns the options
 * for the virtual machine, and `stop`.
 */
export async function twilioForJava(forward) {
  const folder = mkdtempSync(join(tmpdir(), "keyseed-java-"));
  const [key, certificate, store, hosts] = ["tls-key.pem", "tls.pem", "trust.p12", "hosts"].map((name) => join(folder, name));
  const names = ["api.twilio.com", "accounts.twilio.com", "iam.twilio.com"];
  const subject = ["-subj", "/CN=practice", "-addext", `subjectAltName=${names.map((name) => `DNS:${name}`)}`];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "2", "-keyout", key, "-out", certificate, ...subject], { stdio: "pipe" });
  execFileSync("keytool", ["-importcert", "-noprompt", "-alias", "practice", "-file", certificate, "-keystore", store, "-storepass", "practice"], { stdio: "pipe" });
  // An address for documentation (RFC 5737): nobody is there, should the proxy be passed by.
  writeFileSync(hosts, names.map((name) => `192.0.2.1 ${name}\n`).join(""));
  const tls = createHttps({ key: readFileSync(key), cert: readFileSync(certificate) }, forward);
  // RFC 1928: which methods, none; which address, connected. What follows is TLS.
  const proxy = createTcp((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", () => {
      socket.write(Uint8Array.of(5, 0));
      socket.once("data", () => {
        socket.write(Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0));
        tls.emit("connection", socket);
      });
    });
  });
  const port = await listening(proxy);
  const properties = {
    "jdk.net.hosts.file": hosts,
    socksProxyHost: "127.0.0.1",
    socksProxyPort: port,
    "javax.net.ssl.trustStore": store,
    "javax.net.ssl.trustStorePassword": "practice",
  };
  return { options: Object.entries(properties).map(([name, value]) => `-D${name}=${value}`), stop: () => stopped(proxy).then(() => rmSync(folder, { recursive: true })) };
}

async function listening(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server.address().port;
}

async function stopped(server) {
  server.closeAllConnections?.();
  server.close();
}

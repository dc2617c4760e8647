// A host that serves files and sets no header of its own, as many that cannot be configured; it may relay, as plainly.
import { createReadStream, existsSync } from "node:fs";
import { createServer, request } from "node:http";
import { extname, join } from "node:path";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".wasm": "application/wasm" };

/**
 * Starts it as support/nginx.mjs starts nginx. Some `headers` it may set after all. With `relayPort` it relays to that port as somebody
 * else's relay might: all connections are kept, nothing is counted, and one that Twilio breaks off ends the browser's too.
 */
export async function start({ dist = process.env.KEYSEED_DIST, headers = {}, relayPort } = {}) {
  const server = createServer((asked, reply) => {
    if (relayPort && asked.url.startsWith("/relay/")) return relay(relayPort, asked, reply);
    const file = join(dist, new URL(asked.url, "http://host").pathname);
    const found = extname(file) && existsSync(file) ? file : join(dist, "index.html");
    reply.setHeaders(new Headers(headers));
    reply.setHeader("Content-Type", TYPES[extname(found)] ?? "application/octet-stream");
    createReadStream(found).pipe(reply);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  return { url: `http://127.0.0.1:${port}`, port, logs: () => ({ access: "", error: "" }), stop: () => new Promise((done) => (server.closeAllConnections(), server.close(done))) };
}

function relay(port, asked, reply) {
  const [, , host, ...path] = asked.url.split("/");
  const options = { port, host: "127.0.0.1", agent: false, method: asked.method, path: `/${path.join("/")}`, headers: { ...asked.headers, host } };
  const passed = request(options, (answer) => {
    const { connection, ...headers } = answer.headers;
    reply.writeHead(answer.statusCode, headers);
    answer.pipe(reply);
  });
  passed.on("error", () => asked.socket.destroy());
  asked.pipe(passed);
}

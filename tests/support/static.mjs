// A host that serves files and sets no header of its own, as many that cannot be configured.
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".wasm": "application/wasm" };

/** Starts it as support/nginx.mjs starts nginx; it relays nothing. Some `headers` it may set after all. */
export async function start({ dist = process.env.KEYSEED_DIST, headers = {} } = {}) {
  const server = createServer(({ url }, response) => {
    const file = join(dist, new URL(url, "http://host").pathname);
    const found = extname(file) && existsSync(file) ? file : join(dist, "index.html");
    response.setHeaders(new Headers(headers));
    response.setHeader("Content-Type", TYPES[extname(found)] ?? "application/octet-stream");
    createReadStream(found).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  return { url: `http://127.0.0.1:${port}`, port, logs: () => ({ access: "", error: "" }), stop: () => new Promise((done) => (server.closeAllConnections(), server.close(done))) };
}

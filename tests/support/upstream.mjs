// Stands where Twilio is and records what arrives.
import http from "node:http";
import https from "node:https";

/**
 * Starts it on a free loopback port. `answer(request, response)` may replace the plain 200; `tls` is `{ key, cert }`.
 * Each of `hits` is `{ method, target, headers, body }`, with the target byte for byte as it came.
 */
export async function start({ answer, tls } = {}) {
  const hits = [];
  const handle = async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    hits.push({ method: request.method, target: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() });
    if (answer) return answer(request, response);
    response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
  };
  const server = tls ? https.createServer(tls, handle) : http.createServer(handle);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: server.address().port,
    hits,
    stop: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))),
  };
}

// A request as bytes: fetch and http.request would normalise what these tests are about.
import { connect } from "node:net";

/** Sends one request and returns `{ status, headers, body }`; header names in lower case, repeated ones joined. */
export function request(port, { method = "GET", target = "/", headers = {}, body = "" } = {}) {
  const all = { Host: "localhost", Connection: "close", ...headers };
  if (body.length > 0) all["Content-Length"] ??= String(Buffer.byteLength(body));
  const head = [`${method} ${target} HTTP/1.1`, ...Object.entries(all).map(([name, value]) => `${name}: ${value}`), "", ""];
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.setEncoding("latin1");
    socket.setTimeout(15000, () => socket.destroy(new Error("no answer within 15 s")));
    socket.on("data", (chunk) => (answer += chunk));
    // A server that answers before it has read all of a body may reset the connection after its answer.
    socket.on("error", (error) => (answer ? undefined : reject(error)));
    socket.on("close", () => (answer ? resolve(parse(answer)) : reject(new Error("closed without an answer"))));
    // Not `end`: nginx takes a half-closed client for one that has gone.
    socket.write(head.join("\r\n") + body);
  });
}

function parse(answer) {
  const end = answer.indexOf("\r\n\r\n");
  const [first, ...lines] = answer.slice(0, end).split("\r\n");
  const headers = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return { status: Number(first.split(" ")[1]), headers, body: answer.slice(end + 4) };
}

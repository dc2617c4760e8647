// What the programs of the page and its workers hold in memory, and every string of the page's JavaScript.
import { createPrivateKey } from "node:crypto";
import { beforeWorkers } from "./workers.mjs";

/** Bytes that must stand together to count as found. */
const RUN = 32;

/** Runs of a private key's private parts by their names, as bytes in both orders, for a number's limbs stand lowest first. */
export function runsOfPrivateKey(pem, passphrase) {
  const key = createPrivateKey({ key: pem, passphrase });
  const jwk = key.export({ format: "jwk" });
  const parts = ["d", "p", "q", "dp", "dq"].map((name) => [name, Buffer.from(jwk[name], "base64url")]);
  // What stands before is the public half.
  const der = key.export({ type: "pkcs8", format: "der" }).subarray(300);
  const lines = key.export({ type: "pkcs8", format: "pem" }).split("\n").slice(12, -3);
  const both = ([name, bytes]) => [[name, bytes], [name, Buffer.from(bytes).reverse()]];
  return [...parts.flatMap(both), ["DER", der], ...lines.map((line) => ["PEM", Buffer.from(line)])].flatMap(runs);
}

export const runsOfSecret = (name, secret) => [[name, Buffer.from(secret)]];

const runs = ([name, bytes]) => Array.from({ length: Math.floor((bytes.length - RUN) / (RUN / 2)) + 1 }, (_, place) => [name, bytes.subarray((place * RUN) / 2, (place * RUN) / 2 + RUN)]);

/** Runs before any program of the page and its workers: from then on their memories and the browser's keys can be looked at. */
export async function prepare(context) {
  await context.addInitScript(remember);
  await beforeWorkers(context, remember);
}

function remember() {
  const seen = (globalThis.seen = { memories: [], keys: [] });
  const after = (object, name, note) => {
    const original = object[name];
    object[name] = async function (...words) {
      const result = await original.apply(this, words);
      note(result);
      return result;
    };
  };
  const noteMemories = (result) => seen.memories.push(...Object.values((result.instance ?? result).exports).filter((one) => one instanceof WebAssembly.Memory && !seen.memories.includes(one)));
  after(WebAssembly, "instantiate", noteMemories);
  after(WebAssembly, "instantiateStreaming", noteMemories);
  after(SubtleCrypto.prototype, "importKey", (key) => seen.keys.push(key));
}

/** How often each run was found, by `name in place`: in the page's memory and in that of each worker that still lives. */
export async function scan(page, needles) {
  const encoded = needles.map(([name, bytes]) => [name, bytes.toString("hex")]);
  const found = {};
  for (const [place, target] of places(page)) {
    const hits = await target.evaluate(find, encoded);
    for (const [name, count] of Object.entries(hits)) found[`${name} in ${place}`] = (found[`${name} in ${place}`] ?? 0) + count;
  }
  return found;
}

/** The page and its workers. */
export function places(page) {
  const name = (worker) => new URL(worker.url()).pathname.match(/^\/(.*)_loader-/)[1];
  return [["the page", page], ...page.workers().map((worker) => [name(worker), worker])];
}

/** How many private keys the page gave to the browser, and how many of them it could read back. */
export function keys(page) {
  return page.evaluate(async () => {
    const held = seen.keys.filter(({ type }) => type === "private");
    const refused = (key) => crypto.subtle.exportKey("pkcs8", key).then(() => false, (error) => error.name === "InvalidAccessError");
    const refusals = await Promise.all(held.map(refused));
    return { held: held.length, readable: refusals.filter((one) => !one).length };
  });
}

/** Every string that the page's JavaScript holds, once the garbage is collected; a long one that is planted is seen to be among them. */
export async function strings(page) {
  const marker = `the end of ${Math.random()}`;
  await page.evaluate((text) => (globalThis.planted = text), "x".repeat(5_000) + marker);
  const session = await page.context().newCDPSession(page);
  const found = await snapshot((method, parameters) => session.send(method, parameters), (hear) => session.on("HeapProfiler.addHeapSnapshotChunk", hear));
  await session.detach();
  if (!found.some((text) => text.length > 5_000 && text.endsWith(marker))) throw new Error("the snapshot does not show what is there");
  return found;
}

/** The same of each worker that lives: its address, and its strings. */
export async function stringsOfWorkers(page) {
  const session = await page.context().newCDPSession(page);
  const attached = [];
  const answers = new Map();
  const hearers = new Map();
  session.on("Target.attachedToTarget", (target) => attached.push(target));
  session.on("Target.receivedMessageFromTarget", ({ sessionId, message }) => {
    const { id, result, method, params } = JSON.parse(message);
    if (id) answers.get(id)(result);
    else if (method === "HeapProfiler.addHeapSnapshotChunk") hearers.get(sessionId)(params);
  });
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const found = [];
  const alive = attached.filter(({ targetInfo }) => targetInfo.type === "worker");
  for (const { sessionId, targetInfo } of alive) {
    const send = (method, params = {}) => new Promise((answer) => {
      const id = answers.size + 1;
      answers.set(id, answer);
      session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method, params }) });
    });
    found.push([targetInfo.url, await snapshot(send, (hear) => hearers.set(sessionId, hear))]);
  }
  await session.detach();
  if (found.length === 0 || found.length !== page.workers().length) throw new Error(`${found.length} of ${page.workers().length} workers were looked at`);
  return found;
}

async function snapshot(send, hear) {
  const chunks = [];
  hear(({ chunk }) => chunks.push(chunk));
  await send("HeapProfiler.collectGarbage");
  await send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  return JSON.parse(chunks.join("")).strings;
}

function find(needles) {
  const runs = needles.map(([name, hex]) => ({ name, bytes: hex.match(/../g).map((byte) => parseInt(byte, 16)) }));
  const starts = new Uint8Array(65536);
  const byStart = new Map();
  for (const run of runs) {
    const [a, b, c] = run.bytes;
    starts[a | (b << 8)] = 1;
    byStart.set(a | (b << 8) | (c << 16), [...(byStart.get(a | (b << 8) | (c << 16)) ?? []), run]);
  }
  const hits = {};
  for (const memory of seen.memories) {
    const bytes = new Uint8Array(memory.buffer);
    for (let at = 0; at + 2 < bytes.length; at++) {
      if (!starts[bytes[at] | (bytes[at + 1] << 8)]) continue;
      const likely = byStart.get(bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16)) ?? [];
      for (const { name, bytes: run } of likely) {
        if (run.every((byte, place) => bytes[at + place] === byte)) hits[name] = (hits[name] ?? 0) + 1;
      }
    }
  }
  return hits;
}

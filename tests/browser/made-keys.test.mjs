// Key pairs of the page's own workers, of both kernels, before judges who had no part in making them. KEYSEED_KEYS says how many.
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { open } from "./console.mjs";

const COUNT = Number(process.env.KEYSEED_KEYS ?? 60);
const python = process.env.KEYSEED_PYTHON ?? "python3";
const peer = fileURLToPath(new URL("../keys/peer.py", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "keyseed-keys-"));
let files = [];

/** In the page: key pairs by its workers, as PKCS#8 in base64. */
async function makeInPage([kernel, count]) {
  // What SearchJob is posted as.
  const [FIND, JOIN] = [1, 2];
  const url = document.querySelector("script[data-wasm]").getAttribute(`data-${kernel}-search-worker`);
  const start = () => {
    const worker = new Worker(url, { type: "module" });
    const next = () => new Promise((done) => (worker.onmessage = ({ data }) => done(data)));
    const ready = next();
    return async (question) => {
      await ready;
      const answer = next();
      worker.postMessage([0, question]);
      return (await answer)[1];
    };
  };
  const made = [];
  const work = async (ask) => {
    while (made.length < count) {
      const [[, p], [, q]] = [await ask([FIND]), await ask([FIND])];
      const [, pkcs8] = await ask([JOIN, p, q]);
      made.push(btoa(String.fromCharCode(...pkcs8)));
    }
  };
  await Promise.all([work(start()), work(start())]);
  return made.slice(0, count);
}

before(async () => {
  const console_ = await open();
  try {
    const halves = [["relaxed", Math.ceil(COUNT / 2)], ["plain", Math.floor(COUNT / 2)]];
    for (const [kernel, count] of halves) {
      for (const [number, key] of (await console_.page.evaluate(makeInPage, [kernel, count])).entries()) {
        const pem = `-----BEGIN PRIVATE KEY-----\n${key.match(/.{1,64}/g).join("\n")}\n-----END PRIVATE KEY-----\n`;
        const file = join(folder, `${kernel}-${number}.pem`);
        writeFileSync(file, pem);
        files.push([file, pem]);
      }
    }
    assert.deepEqual(console_.troubles, []);
  } finally {
    await console_.close();
  }
});
after(() => rmSync(folder, { recursive: true }));

test("OpenSSL finds every key valid", async () => {
  let valid = 0;
  const check = async (place) => {
    for (let number = place; number < files.length; number += 2) {
      const { stdout } = await promisify(execFile)("openssl", ["pkey", "-check", "-noout", "-in", files[number][0]]);
      valid += Number(stdout.trim() === "Key is valid");
    }
  };
  await Promise.all([check(0), check(1)]);
  console.log(`openssl pkey -check: ${valid} of ${COUNT}`);
  assert.equal(valid, COUNT);
});

test("every condition of FIPS 186-5 holds, and no two keys share a factor", () => {
  const said = (command) => {
    const run = spawnSync(python, [peer, command], { input: files.map(([, pem]) => pem).join(""), encoding: "utf8", maxBuffer: 2 ** 26 });
    assert.equal(run.status, 0, run.stderr);
    return run.stdout;
  };
  assert.equal(said("predicates"), "all hold\n".repeat(COUNT));
  assert.equal(said("common_factors"), "none\n");
});

test("badkeys finds nothing", () => {
  const badkeys = join(dirname(python), "badkeys");
  // All of its checks of RSA keys but the list of keys that were published, which it would have to fetch.
  const checks = "fermat,roca,rsainvalid,rsapoly,sharedprimes,smalld,smallfactors,rsawarnings,rsabias,pattern,xzbackdoor";
  const run = spawnSync(badkeys, ["--all", "-w", "-c", checks, ...readdirSync(folder).map((name) => join(folder, name))], { encoding: "utf8", maxBuffer: 2 ** 26 });
  assert.equal(run.status, 0, run.stderr);
  const lines = run.stdout.split("\n").filter((line) => line.includes(".pem"));
  assert.equal(lines.length, COUNT, run.stdout);
  assert.deepEqual(lines.filter((line) => !/rsa\[2048\] key ok/.test(line)), []);
});

// prime.sh as an admin runs it: real bash, curl, openssl and jq, in a folder of its own.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { onTerminal } from "./cli.mjs";
import { start as startForwarder } from "./forwarder.mjs";
import { server, start as startPractice } from "./practice.mjs";

const example = join(dirname(server), "by_hand");
const TOOLS = ["curl", "openssl", "jq", "sed", "tr", "grep", "cut", "cat", "date", "rm"];

/** What the example prints for a request: "script", or "steps" (as values). */
export function printed(what, request) {
  const out = execFileSync(example, [what], { input: JSON.stringify(request), encoding: "utf8" });
  return what === "steps" ? JSON.parse(out) : out;
}

/**
 * A practice account, the way to it, and a folder with prime.sh for it. `signed` says whether the parent signs,
 * `passphrase` encrypts its private key. `run(args, { env, input })` runs the script, `shell(lines, ...)` lines
 * of bash beside it; both give `{ status, out, err }`. `terminal(steps)` has a terminal (see cli.mjs). `argv()` and `environments()` are what the tools were started with.
 */
export async function open({ pkcv, signed = pkcv !== "off", passphrase, request: wishes = {} }) {
  const practice = await startPractice({ pkcv });
  const forwarder = await startForwarder(practice.url);
  const folder = mkdtempSync(join(tmpdir(), "keyseed-by-hand-"));
  const known = practice.credentials;
  const path = join(folder, "parent key.pem");
  writeFileSync(path, known.private_key_pem, { mode: 0o600 });
  if (passphrase) {
    const encrypted = execFileSync("openssl", ["pkcs8", "-topk8", "-v2", "aes-256-cbc", "-in", path, "-passout", "env:P"], { env: { ...process.env, P: passphrase } });
    writeFileSync(path, encrypted);
  }
  const request = {
    account_sid: known.account_sid,
    main_key_sid: known.main_key_sid,
    name: "West Team",
    ...(signed && { public_key_sid: known.public_key_sid, private_key: path }),
    ...wishes,
  };
  writeFileSync(join(folder, "prime.sh"), printed("script", request));
  const watched = watch(folder);

  const base = { PATH: `${watched.bin}:${process.env.PATH}`, HOME: forwarder.home, CURL_HOME: forwarder.home, LC_ALL: "C.UTF-8", TERM: "xterm" };
  const start = (command, { env = {}, input = "", detached = false, keep = false } = {}) => {
    const all = { ...base, PRIME_MAIN_KEY_SECRET: known.main_key_secret, ...env };
    const child = spawn("bash", command, { cwd: folder, env: all, detached, stdio: ["pipe", "pipe", "pipe"] });
    child.stdin.on("error", () => {});
    if (!keep) child.stdin.end(input);
    const ended = new Promise((resolve) => child.once("close", (code, signal) => resolve(code ?? signal)));
    const done = Promise.all([ended, text(child.stdout), text(child.stderr)]).then(([status, out, err]) => ({ status, out, err }));
    return { child, done };
  };
  return {
    practice,
    forwarder,
    folder,
    request,
    ...watched,
    start,
    run: (args = [], options) => start(["prime.sh", ...args], options).done,
    shell: (lines, options) => start(["-c", lines], options).done,
    terminal: (steps, env = {}) => onTerminal("bash", steps, { cwd: folder, env: { ...base, ...env } }),
    read: (name) => readFileSync(join(folder, name), "utf8"),
    async stop() {
      await forwarder.stop();
      await practice.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Programs of the same names that note their arguments and their environment, then become the real ones. */
function watch(folder) {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  for (const tool of TOOLS) {
    const real = execFileSync("which", [tool], { encoding: "utf8" }).trim();
    const lines = ["#!/bin/sh", `printf '%s\\n' "$0" "$@" >>'${folder}/argv'`, `/usr/bin/env >>'${folder}/env.${tool}'`, `exec ${real} "$@"`];
    writeFileSync(join(bin, tool), `${lines.join("\n")}\n`);
    chmodSync(join(bin, tool), 0o755);
  }
  const read = (name) => {
    try {
      return readFileSync(join(folder, name), "utf8");
    } catch {
      return "";
    }
  };
  return {
    bin,
    argv: () => read("argv"),
    /** Of all but openssl, which gets a passphrase that way. */
    environments: () => TOOLS.filter((tool) => tool !== "openssl").map((tool) => read(`env.${tool}`)).join("\n"),
  };
}

// Twilio's own libraries, each a program that takes one task as JSON (see peers/prime.py) and answers with JSON.
import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { json } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const python = process.env.KEYSEED_PYTHON ?? "python3";
const node = [process.execPath, "--require", here("redirect.cjs"), here("../peers/prime.mjs")];

export const peers = [
  { name: "twilio-python", command: [python, here("../peers/prime.py")], algorithm: "RS256" },
  { name: "twilio-node, RS256", command: node, algorithm: "RS256" },
  { name: "twilio-node, PS256", command: node, algorithm: "PS256" },
];

/** Gives `task` to a peer, whose requests go to `url`. The secrets in it go through its standard input, where no list of processes shows them. */
export async function run(peer, url, task) {
  const [program, ...parameters] = peer.command;
  const { PATH, HOME } = process.env;
  const child = spawn(program, parameters, { env: { PATH, HOME, PRACTICE_URL: url }, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify({ ...task, algorithm: peer.algorithm }));
  return json(child.stdout);
}

/** A new key pair, both halves as PEM. */
export function pair() {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}

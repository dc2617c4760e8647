// The programs that Keyseed shows, run as they are by Twilio's own libraries.
import { execFileSync, spawn } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { twilioForJava } from "./gateway.mjs";
import { server } from "./practice.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const example = (name) => join(dirname(server), name);
const python = process.env.KEYSEED_PYTHON ?? "python3";

/** A classpath with Twilio's Java library and all that it needs, if there is one. */
export const twilioJava = process.env.KEYSEED_TWILIO_JAVA;

/** The three languages; `skip` says why one cannot be run here. */
export const languages = [
  { name: "Java", files: { application: "Check.java", library: "NewSubAccount.java" }, skip: twilioJava ? false : "KEYSEED_TWILIO_JAVA names no classpath" },
  { name: "Node", files: { application: "check.mjs", library: "new_subaccount.mjs" }, skip: false },
  { name: "Python", files: { application: "check.py", library: "new_subaccount.py" }, skip: false },
];

/** The text of a program: `kind` is application or library. */
export function program(kind, language, values) {
  return execFileSync(example("programs"), [kind, language.name], { input: JSON.stringify(values), encoding: "utf8" });
}

/** The line that decrypts a private key's file. */
export function decryptLine(values) {
  return execFileSync(example("programs"), ["decrypt"], { input: JSON.stringify(values), encoding: "utf8" }).trim();
}

/** A key pair as Keyseed saves it: `public_key`, `private_key`, `encrypted_private_key`. */
export function keyPair(passphrase) {
  return JSON.parse(execFileSync(example("key_pair"), { env: { ...process.env, PASSPHRASE: passphrase }, encoding: "utf8" }));
}

/**
 * Writes a program into `folder` and runs it there, its requests going through `gateway`. It finds nothing in its
 * environment but `env`, and nobody at its standard input.
 */
export async function run(kind, language, { folder, gateway, values, env }) {
  const file = language.files[kind];
  writeFileSync(join(folder, file), program(kind, language, values));
  const { PATH, HOME } = process.env;
  // Java reads its environment in the encoding of the locale.
  const all = { PATH, HOME, LC_ALL: "C.UTF-8", PRACTICE_URL: gateway.url, ...env };
  if (language.name === "Java") {
    const twilio = await twilioForJava(gateway.forward);
    try {
      return await finished("java", [...twilio.options, "-cp", twilioJava, file], folder, all);
    } finally {
      await twilio.stop();
    }
  }
  if (language.name === "Node") {
    linkPackages(folder);
    return finished(process.execPath, ["--require", here("redirect.cjs"), file], folder, all);
  }
  return finished(python, [here("../peers/run_check.py"), file], folder, all);
}

function linkPackages(folder) {
  try {
    symlinkSync(here("../node_modules"), join(folder, "node_modules"));
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
}

async function finished(program, parameters, cwd, env) {
  const child = spawn(program, parameters, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.on("close", resolve));
  const [said, complained, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { said, complained, status };
}

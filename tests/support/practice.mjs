// The practice account over HTTP, as a child that ends with this process.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The program; the other examples stand beside it. */
export const server =
  process.env.KEYSEED_PRACTICE_SERVER ?? fileURLToPath(new URL("../../target/debug/examples/practice_server", import.meta.url));

/**
 * Starts a practice account of its own; `pkcv` is off, optional or enforced. Without `publicKey` it has none yet, and
 * `paste(pem, name)` adds one as Twilio's Console would, giving its SID. `subaccounts` are there from the start.
 *
 * `credentials` is what the server prints at start (account_sid, main_key_sid, main_key_secret, standard_key_sid,
 * standard_key_secret, auth_token, public_key_sid, private_key_pem), `url` where it serves, `log()` what was asked so
 * far: `{ method, host, path, query, status, code, user, signed, validation }` each.
 */
export async function start({ pkcv, publicKey = true, subaccounts = 0 }) {
  const folder = mkdtempSync(join(tmpdir(), "keyseed-practice-"));
  const file = join(folder, "log.jsonl");
  const child = spawn(server, ["--pkcv", pkcv, "--log", file, "--subaccounts", `${subaccounts}`, ...(publicKey ? [] : ["--no-public-key"])], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const hello = await Promise.race([once(lines, "line"), ended.then(() => undefined)]);
  if (!hello) throw new Error(`${server} ended before it served`);
  const { url, ...credentials } = JSON.parse(hello[0]);
  return {
    url,
    credentials,
    log: () => readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line)),
    async paste(pem, name) {
      const answer = once(lines, "line");
      child.stdin.write(`${JSON.stringify({ friendly_name: name, public_key_pem: pem })}\n`);
      const { public_key_sid, error } = JSON.parse((await answer)[0]);
      if (error) throw new Error(error);
      return public_key_sid;
    },
    async stop() {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

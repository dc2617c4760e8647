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
 * far: `{ method, host, path, query, status, code, user, signed, validation }` each; `status` is null where no reply came.
 *
 * `faults(number)` and `plan([["CreateKey", 1, "LostReply"], ...])` let things go wrong from then on, and give what does;
 * examples/practice_server/main.rs names the faults. `inventory()` gives `{ accounts, api_keys, public_keys }` as they are.
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
  const ask = async (question) => {
    const answer = once(lines, "line");
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const { error, ...found } = JSON.parse((await answer)[0]);
    if (error) throw new Error(error);
    return found;
  };
  return {
    url,
    credentials,
    // What stands after the last line break is still being written.
    log: () => readFileSync(file, "utf8").split("\n").slice(0, -1).map((line) => JSON.parse(line)),
    paste: async (pem, name) => (await ask({ friendly_name: name, public_key_pem: pem })).public_key_sid,
    faults: async (number) => (await ask({ faults: number })).faults,
    plan: async (plan) => (await ask({ plan })).faults,
    inventory: () => ask({ inventory: true }),
    async stop() {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

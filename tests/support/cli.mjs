// The snippets of the console, pasted into real shells, with the real Twilio CLI talking to the practice account.
import { execFile, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { json, text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { server } from "./practice.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const python = process.env.KEYSEED_PYTHON ?? "python3";

const snippets = join(dirname(server), "snippets");

/** How each shell is started so that it reads no start file of the machine's. */
const options = { bash: ["--norc", "--noprofile"], dash: [], zsh: ["-f", "+o", "prompt_sp"], fish: ["--no-config"] };

/** Every shell that the console prints commands for and that runs here, and the name of its commands on the page. */
export const shells = Object.fromEntries(
  JSON.parse(execFileSync(snippets, ["--shells"])).flatMap(({ name, programs }) =>
    programs.map((program) => [program, { page: name, command: [program, ...started(program)] }]),
  ),
);

function started(program) {
  if (!options[program]) throw new Error(`cli.mjs does not say how ${program} is started`);
  return options[program];
}

/** What the console prints for a subject: `{ profile, snippets: { title: { text, shell, refused, ... } }, kinds }`. */
export function printed(subject, shell) {
  const { profile, snippets: all, kinds } = JSON.parse(execFileSync(snippets, { input: JSON.stringify({ ...subject, shell }) }));
  return { profile, kinds, snippets: Object.fromEntries(all.map((snippet) => [snippet.title, snippet])) };
}

/** A subaccount with an API key, made with the parent's Main key while nothing has to be signed. */
export async function subaccount(practice, name) {
  const { account_sid, main_key_sid } = practice.credentials;
  const made = await post(practice, "/2010-04-01/Accounts.json", { FriendlyName: name });
  const key = await post(practice, `/2010-04-01/Accounts/${made.sid}/Keys.json`, {});
  return {
    token: made.auth_token,
    subject: { account_sid: made.sid, api_key_sid: key.sid, secret: key.secret, name, parent_sid: account_sid, main_key_sid, enforced: false },
  };
}

async function post(practice, path, form) {
  const { main_key_sid, main_key_secret } = practice.credentials;
  const authorization = "Basic " + Buffer.from(`${main_key_sid}:${main_key_secret}`).toString("base64");
  const headers = { host: "api.twilio.com", authorization, "content-type": "application/x-www-form-urlencoded" };
  const sent = request(practice.url, { method: "POST", path, headers });
  sent.end(new URLSearchParams(form).toString());
  const [reply] = await once(sent, "response");
  return json(reply);
}

/** A home folder of its own, in which commands run; `url` is where the CLI's requests go. */
export class Home {
  constructor(url, { recorder = false } = {}) {
    this.folder = mkdtempSync(join(tmpdir(), "keyseed-cli-"));
    this.record = join(this.folder, "record.jsonl");
    const programs = recorder ? here("recorder") : here("../node_modules/.bin");
    // Nothing of the machine's own environment: a proxy or a Twilio variable of the admin's would be in the way.
    this.env = {
      PATH: `${programs}:${dirname(process.execPath)}:/usr/bin:/bin`,
      HOME: this.folder,
      LANG: "C.UTF-8",
      TERM: "xterm",
      TWILIO_DISABLE_AUTOUPDATE: "1",
      TWILIO_SKIP_NEW_VERSION_CHECK: "1",
      NODE_OPTIONS: `--require ${here("redirect.cjs")}`,
      PRACTICE_URL: url,
      RECORD: this.record,
    };
  }

  get config() {
    return join(this.env.TWILIO_CONFIG_DIR ?? join(this.folder, ".twilio-cli"), "config.json");
  }

  /** The CLI's configuration: `{ content, mode }`, or undefined. */
  read() {
    if (!existsSync(this.config)) return undefined;
    return { content: JSON.parse(readFileSync(this.config, "utf8")), mode: (statSync(this.config).mode & 0o777).toString(8) };
  }

  write(content, mode = 0o600) {
    mkdirSync(dirname(this.config), { recursive: true });
    rmSync(this.config, { force: true });
    writeFileSync(this.config, JSON.stringify(content), { mode });
  }

  /** What the recorder was called with: `{ arguments, environment }` each. */
  recorded() {
    return existsSync(this.record) ? readFileSync(this.record, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line)) : [];
  }

  /** Feeds lines to a shell without a terminal, and `input` to what they ask. */
  async run(shell, lines, { input = "", env = {} } = {}) {
    const [program, ...words] = shells[shell].command;
    const child = spawn(program, [...words, "-c", lines], { cwd: this.folder, env: { ...this.env, ...env } });
    child.stdin.end(input);
    const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
    return { said, complained, code };
  }

  /** Does `steps` in a shell on a terminal: see `onTerminal`. */
  terminal(shell, steps, { env = {}, bracketed = false } = {}) {
    return onTerminal(shell, steps, { cwd: this.folder, env: { ...this.env, ...env }, bracketed });
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * Does `steps` (see terminal.py) in a shell on a terminal, and then waits until the shell has done all of it. Answers
 * with what was shown; `{ paste: text }` is what a terminal makes of the clipboard, with Enter behind it.
 */
export async function onTerminal(shell, steps, { cwd, env, bracketed = false }) {
  const end = randomUUID();
  const [first, second] = [end.slice(0, 18), end.slice(18)];
  const done = [{ type: `echo ${first}''${second}\r` }, { see: end }];
  const paste = ({ paste, ...step }) => (paste === undefined ? step : { type: pasted(paste, bracketed) });
  const task = { command: [...shells[shell].command, "-i"], env, steps: [...steps.map(paste), ...done] };
  const child = promisify(execFile)(python, [here("terminal.py")], { cwd, maxBuffer: 1 << 26 });
  child.child.stdin.end(JSON.stringify(task));
  const { shown, failed } = JSON.parse((await child).stdout);
  if (failed !== null) throw new Error(`${JSON.stringify(failed)} did not come in ${shell}; shown was:\n${shown}`);
  return shown;
}

/** As a terminal pastes: Enter for each line break, and between brackets if the shell asked for that. */
function pasted(text, bracketed) {
  const keys = text.replaceAll("\n", "\r");
  return bracketed ? `\x1b[200~${keys}\x1b[201~\r` : `${keys}\r`;
}

/** The requests that came since `mark`, as far as they are asserted on. */
export function since(practice, mark) {
  return practice.log().slice(mark).map(({ method, host, path, query, user, status, code }) => ({ method, host, path, query, user, status, code }));
}

// Saves an API key as a profile of the Twilio CLI, or removes that profile again:
//
//   node add-profile.mjs save NAME ACCOUNT_SID API_KEY_SID
//   node add-profile.mjs undo NAME ACCOUNT_SID API_KEY_SID
//
// It asks for the API key secret, unless the variable PROFILE_SECRET holds it. The CLI itself has no command for an API
// key that exists: twilio profiles:create takes an Auth Token and makes another key.
//
// Keyseed also shows this program as one line, without its comments: so each comment has lines of its own here, and each
// statement ends with a semicolon.
import fs from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";

const [action, name, accountSid, apiKey] = process.argv.slice(-4);
const { env, stdin, stderr } = process;
// Where the CLI has its configuration.
const folder = env.TWILIO_CONFIG_DIR || join(env.HOME || env.USERPROFILE || homedir(), ".twilio-cli");
const file = join(folder, "config.json");

function stop(why) {
  throw new Error(why);
}

// Asks for the secret. A terminal does not show what is typed.
async function ask() {
  stderr.write("API key secret: ");
  const lines = createInterface({ input: stdin, terminal: stdin.isTTY });
  const typed = await new Promise((answer) => lines.once("line", answer).once("close", () => answer("")));
  lines.close();
  stderr.write("\n");
  return typed || stop("There is no secret");
}

function read() {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    return error.code === "ENOENT" ? "{}" : stop(error.message);
  }
}

// An error of the parser is not shown: it quotes the file, which holds secrets.
function parse(text) {
  const isObject = (value) => Object(value) === value && Array.isArray(value) === false;
  try {
    const config = JSON.parse(text || "{}");
    if (isObject(config) && isObject(config.profiles ?? {})) return config;
  } catch {}
  return stop(`${file} is not a configuration of the Twilio CLI. Correct it, or move it away`);
}

// Replaces the file in one step. A link stays: its target is replaced. Other users get no right to the file.
function write(text) {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const look = (path) => fs.lstatSync(path, { throwIfNoEntry: false });
  let target = file;
  while (look(target)?.isSymbolicLink()) target = resolve(fs.realpathSync(dirname(target)), fs.readlinkSync(target));
  const part = `${target}.${process.pid}`;
  try {
    fs.writeFileSync(part, text, { mode: 0o600, flag: "wx", flush: true });
    fs.chmodSync(part, (look(target)?.mode ?? 0o600) & 0o700);
    fs.renameSync(part, target);
  } finally {
    fs.rmSync(part, { force: true });
  }
}

async function edit() {
  const apiSecret = action === "save" && (env.PROFILE_SECRET || (await ask()));
  const text = read();
  // An editor may have put a byte order mark before it.
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const config = parse(text.slice(mark.length));
  const profiles = new Map(Object.entries(config.profiles ?? {}));
  const old = profiles.get(name);
  if (old && old.accountSid !== accountSid) stop(`The profile ${name} belongs to another account, ${old.accountSid}`);
  const other = old && old.apiKey !== apiKey;
  if (action === "save") {
    profiles.set(name, { accountSid, apiKey, apiSecret });
  } else if (other) {
    stop(`The profile ${name} has another API key of this account, ${old.apiKey}. To remove it: twilio profiles:remove ${name}`);
  } else if (profiles.delete(name)) {
    if (config.activeProject === name) config.activeProject = null;
  } else {
    return console.log(`There is no profile ${name} in ${file}`);
  }
  write(`${mark}${JSON.stringify({ ...config, profiles: Object.fromEntries(profiles) })}\n`);
  console.log(action === "save" ? `Saved profile ${name} in ${file}` : `Removed profile ${name} from ${file}`);
  if (other) console.log(`It is the same account. Its older API key ${old.apiKey} was replaced.`);
}

try {
  const isRight = /^(save|undo) AC[0-9a-f]{32} SK[0-9a-f]{32}$/i.test(`${action} ${accountSid} ${apiKey}`);
  await (isRight ? edit() : stop("Usage: node add-profile.mjs save|undo NAME ACCOUNT_SID API_KEY_SID"));
} catch (error) {
  console.error(`${error.message}. Nothing was changed.`);
  process.exitCode = 1;
}

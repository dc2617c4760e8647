// prime.sh and the commands of each step, run as they are by bash, curl, openssl and jq against the practice account.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { open, printed } from "../support/by_hand.mjs";

const LIST = "/v1/Credentials/PublicKeys";
const NASTY = "it's \"$HOME\" `id` $(id) \\ % & 😀 ü;|>";

/** Runs `steps` in a world of its own. */
const within = (options, steps) => async () => {
  const world = await open(options);
  try {
    await steps(world);
  } finally {
    await world.stop();
  }
};

const asked = (world) => world.practice.log().map(({ method, host, path, user, validation }) => [method, host.split(".")[0], path, user, validation]);

/** The values of the file that the script wrote, as a shell reads them. */
function values(world, stem) {
  const names = ["TWILIO_ACCOUNT_SID", "TWILIO_API_KEY", "TWILIO_API_SECRET", "TWILIO_PUBLIC_KEY_SID"];
  const lines = `. ./${stem}-api-key.env; for n in ${names.join(" ")}; do printf '%s\\n' "\${!n:-}"; done`;
  const [account, key, secret, publicKey] = execFileSync("bash", ["-c", lines], { cwd: world.folder, encoding: "utf8" }).split("\n");
  return { account, key, secret, publicKey };
}

/** None of the secrets is in what was printed, in any program's arguments, or in the environment of one but openssl. */
function keepsSecrets(world, said, ...more) {
  const { main_key_secret, private_key_pem } = world.practice.credentials;
  const inner = private_key_pem.split("\n")[3];
  const basic = world.practice.log().length && Buffer.from(`:${main_key_secret}`).toString("base64").slice(4, -4);
  for (const secret of [main_key_secret, inner, basic, ...more].filter(Boolean)) {
    for (const [where, text] of Object.entries({ ...said, argv: world.argv(), environments: world.environments() })) {
      assert.ok(!String(text).includes(secret), `a secret is in ${where}`);
    }
  }
  assert.match(world.argv(), /curl\n--config\n-\n/);
}

const mode = (world, name) => (statSync(join(world.folder, name)).mode & 0o777).toString(8);

for (const pkcv of ["off", "optional", "enforced"]) {
  const passphrase = pkcv === "enforced" ? "a pass'phrase $x" : undefined;
  const fresh = pkcv === "enforced" ? "new one \"$y" : undefined;
  test(`primes a subaccount where signing is ${pkcv}`, within({ pkcv, passphrase, request: { name: NASTY, seeds_public_key: true } }, async (world) => {
    const env = { ...(passphrase && { PRIME_PASSPHRASE: passphrase }), ...(fresh && { PRIME_NEW_PASSPHRASE: fresh }) };
    const done = await world.run([], { env });
    assert.equal(done.status, 0, done.err);
    assert.equal(done.err, "");
    const stem = "it-s-HOME-id-id";
    const made = values(world, stem);
    for (const sid of [made.account, made.key, made.publicKey]) assert.ok(done.out.includes(sid), sid);
    keepsSecrets(world, done, made.secret, passphrase, fresh);

    const main = world.practice.credentials.main_key_sid;
    const sign = pkcv === "off" ? null : "ok";
    assert.deepEqual(asked(world), [
      ["GET", "api", "/2010-04-01/Accounts.json", main, sign],
      ["POST", "api", "/2010-04-01/Accounts.json", main, sign],
      ["POST", "api", `/2010-04-01/Accounts/${made.account}/Keys.json`, main, sign],
      ["POST", "accounts", LIST, main, sign],
      ...(sign ? [["GET", "accounts", LIST, made.key, "ok"]] : []),
      ["GET", "accounts", LIST, made.key, pkcv === "enforced" ? 70052 : null],
    ]);
    const form = new URLSearchParams(world.forwarder.asked[1].body);
    assert.equal(form.get("FriendlyName"), NASTY);
    assert.equal(new URLSearchParams(world.forwarder.asked[3].body).get("AccountSid"), made.account);
    assert.match(done.out, { off: /The new API key works/, optional: /not enforced \(200\)/, enforced: /enforced \(70052\)/ }[pkcv]);

    const [priv, pub] = [`${stem}-private-key.pem`, `${stem}-public-key.pem`];
    assert.deepEqual([priv, pub, `${stem}-api-key.env`].map((name) => mode(world, name)), ["600", "600", "600"]);
    assert.match(world.read(priv), fresh ? /^-----BEGIN ENCRYPTED PRIVATE KEY-----/ : /^-----BEGIN PRIVATE KEY-----/);
    const openssl = (...args) => execFileSync("openssl", args, { cwd: world.folder, env: { ...process.env, P: fresh ?? "" }, encoding: "utf8" });
    assert.match(openssl("pkey", "-in", priv, "-passin", "env:P", "-check", "-noout"), /is valid/);
    assert.equal(openssl("pkey", "-in", priv, "-passin", "env:P", "-pubout"), world.read(pub));
    assert.match(openssl("pkey", "-pubin", "-in", pub, "-text", "-noout"), /2048 bit/);
    if (fresh) assert.match(openssl("asn1parse", "-in", priv), /PBES2[\s\S]*:0927C0[\s\S]*hmacWithSHA256[\s\S]*aes-256-cbc/);

    const again = await world.run([], { env });
    assert.notEqual(again.status, 0);
    assert.match(again.err, /exists already and is not overwritten/);
    assert.equal(asked(world).length, sign ? 6 : 5);

    const wrong = await world.run(["close", made.account], { env, input: "West Team\n" });
    assert.deepEqual([wrong.status, asked(world).at(-1)[0]], [1, "GET"]);
    assert.match(wrong.err, /That is not its name/);
    const closed = await world.run(["close", made.account], { env, input: `${NASTY}\n` });
    assert.equal(closed.status, 0, closed.err);
    assert.deepEqual(asked(world).at(-1).slice(0, 3), ["POST", "api", `/2010-04-01/Accounts/${made.account}.json`]);
    assert.equal(world.forwarder.asked.at(-1).body, "Status=closed");
    keepsSecrets(world, closed, passphrase);
  }));
}

test("without a public key, nothing of a key pair is made", within({ pkcv: "off" }, async (world) => {
  const done = await world.run();
  assert.equal(done.status, 0, done.err);
  assert.deepEqual(readdirSync(world.folder).filter((name) => name.startsWith("West")), ["West-Team-api-key.env"]);
  assert.equal(world.practice.log().filter(({ host }) => host.startsWith("accounts")).length, 1);
}));

test("an account that does not take signatures is found out before anything is made", within({ pkcv: "off", signed: true }, async (world) => {
  const done = await world.run();
  assert.notEqual(done.status, 0);
  assert.match(done.err, /70053/);
  assert.match(done.err, /leave PRIME_PUBLIC_KEY_SID empty/);
  assert.equal(world.practice.log().length, 1);
}));

test("a wrong secret is found out before anything is made", within({ pkcv: "off" }, async (world) => {
  const done = await world.run([], { env: { PRIME_MAIN_KEY_SECRET: "wr\"on\\g" } });
  assert.notEqual(done.status, 0);
  assert.match(done.err, /20003[\s\S]*Check the Main key/);
  assert.doesNotMatch(done.out + done.err, /wr"on/);
  assert.equal(world.practice.log().length, 1);
}));

test("a name that is taken is refused, and an environment variable gives another", within({ pkcv: "off" }, async (world) => {
  const first = await world.run();
  const { account } = values(world, "West-Team");
  assert.equal(first.status, 0, first.err);
  const again = await world.run([], { env: { PRIME_FILES: "./other" } });
  assert.match(again.err, new RegExp(`exists already: ${account}`));
  const other = await world.run([], { env: { PRIME_NAME: "East Team" } });
  assert.equal(other.status, 0, other.err);
  assert.match(other.out, /export PRIME_NAME='East Team' && bash \S*prime\.sh close AC/);
}));

test("what is not filled in is refused, and asks nobody", within({ pkcv: "off" }, async (world) => {
  writeFileSync(join(world.folder, "prime.sh"), printed("script", {}));
  const done = await world.run();
  assert.deepEqual([done.status, done.out], [1, ""]);
  assert.match(done.err, /PRIME_ACCOUNT_SID is still to be filled in/);
  assert.deepEqual(world.practice.log(), []);
}));

test("a subaccount of another account is not closed", within({ pkcv: "off" }, async (world) => {
  const parent = await world.run(["close", world.practice.credentials.account_sid], { input: "Practice account\n" });
  assert.notEqual(parent.status, 0);
  assert.match(parent.err, /is not a subaccount/);
  assert.ok(asked(world).every(([method]) => method === "GET"));
}));

describe("each step alone, after sourcing", () => {
  for (const pkcv of ["off", "enforced"]) {
    for (const keys of ["prime.sh", "openssl"]) {
      test(`${pkcv}, the key pair by ${keys}`, within({ pkcv, request: { name: NASTY, seeds_public_key: true } }, async (world) => {
        const all = printed("steps", world.request);
        const commands = all.slice(0, -1).flatMap(({ title, ways }) => {
          const way = ways.find((one) => one.title === (title === "Make the key pair" ? keys : "prime.sh"));
          return way.commands;
        });
        const before = await world.shell(". ./prime.sh");
        assert.deepEqual([before.out, before.err, before.status], ["", "", 0]);
        assert.deepEqual(world.practice.log(), []);
        const done = await world.shell(commands.join("\n"));
        const made = values(world, "it-s-HOME-id-id");
        keepsSecrets(world, done, made.secret);
        assert.deepEqual(["private-key.pem", "api-key.env"].map((name) => mode(world, `it-s-HOME-id-id-${name}`)), ["600", "600"]);
        const expected = ["Subaccount    " + made.account, made.key, "Public key    " + made.publicKey];
        for (const text of expected) assert.ok(done.out.includes(text), done.out + done.err);
        assert.match(done.out, new RegExp(`\\n${made.publicKey}\\n`), "the list of step 6");
        if (pkcv === "enforced") assert.match(done.err, /70052/);
        assert.deepEqual(asked(world).map((one) => one[0]), ["POST", "POST", "POST", "GET", ...(pkcv === "enforced" ? ["GET"] : [])]);
        const [close] = all.at(-1).ways[0].commands;
        const closed = await world.shell(`SUBACCOUNT_SID=${made.account}\n${close}`, { input: `${NASTY}\n` });
        assert.equal(closed.status, 0, closed.err);
      }));
    }
  }
});

/** What of a run something happens to. */
const CREATIONS = {
  subaccount: ({ method, path }) => method === "POST" && path === "/2010-04-01/Accounts.json",
  "API key": ({ method, path }) => method === "POST" && path.endsWith("/Keys.json"),
  "public key": ({ method, path }) => method === "POST" && path === LIST,
};

/** A fault for the first request that matches. */
function once(matches, fault) {
  let left = 1;
  return (request) => (matches(request) && left-- > 0 ? fault : undefined);
}

/** How often each creation was sent. */
const sent = (world) => Object.values(CREATIONS).map((matches) => world.forwarder.asked.filter(matches).length);

describe("after a fault every SID that exists is named, nothing is made twice, and the printed line goes on", () => {
  const faults = ["drop", "truncate", "502 after", "502 before", "429"];
  for (const pkcv of ["optional", "enforced"]) {
    for (const [what, matches] of Object.entries(CREATIONS)) {
      for (const fault of pkcv === "optional" ? faults : ["drop", "429"]) {
        test(`${pkcv}: ${fault} at the ${what}`, within({ pkcv }, async (world) => {
          world.forwarder.fault = once(matches, fault);
          const done = await world.run();
          assert.notEqual(done.status, 0);
          const place = Object.keys(CREATIONS).indexOf(what);
          assert.deepEqual(sent(world), [0, 1, 2].map((index) => (index <= place ? 1 : 0)));
          const unseen = pkcv === "enforced" && what === "public key" && fault === "drop";
          const named = unseen ? world.forwarder.made.slice(0, -1) : world.forwarder.made;
          for (const sid of named) assert.ok(done.err.includes(sid), `${sid} is not named:\n${done.err}`);
          if (unseen) assert.match(done.err, /not known whether there is a new public key/);
          keepsSecrets(world, done);

          const deletion = done.err.match(/^prime\.sh: {3}(.*twilio_delete.*)$/m);
          if (what === "API key" && !["429", "502 before"].includes(fault)) {
            assert.equal((await world.shell(deletion[1])).status, 0);
            assert.equal(asked(world).at(-1)[0], "DELETE");
          }
          const [, line] = done.err.match(/To go on, in bash:\n {2}(.*)\n/);
          const on = await world.shell(line);
          assert.equal(on.status, 0, `${line}\n${on.err}`);
          assert.match(on.out, /^Verified/m);
          const lost = !["429", "502 before"].includes(fault);
          const found = lost && what !== "API key" && !unseen;
          const twice = sent(world).map((count, index) => count - (index === place && !found ? 1 : 0));
          assert.deepEqual(twice, [1, 1, 1]);
          if (unseen) assert.match(on.err, new RegExp(`also has the public key ${world.forwarder.made[2]}`));
          assert.equal(values(world, "West-Team").account, world.forwarder.made[0]);
        }));
      }
    }
  }
});

test("credentials that are too fresh and a lost list are asked for again", within({ pkcv: "enforced" }, async (world) => {
  const faults = ["20003", "drop", "truncate"];
  world.forwarder.fault = ({ method, path }) => (method === "GET" && path === LIST ? faults.shift() : undefined);
  const done = await world.run();
  assert.equal(done.status, 0, done.err);
  assert.match(done.out, /enforced \(70052\)/);
}));

for (const [what, matches] of Object.entries(CREATIONS)) {
  test(`Ctrl-C while the ${what} is being made names what exists`, within({ pkcv: "optional" }, async (world) => {
    world.forwarder.fault = once(matches, "hold");
    const held = new Promise((resolve) => (world.forwarder.held = resolve));
    const { child, done } = world.start(["prime.sh"], { detached: true });
    await held;
    process.kill(-child.pid, "SIGINT");
    const { status, err } = await done;
    assert.equal(status, 130, err);
    for (const sid of world.forwarder.made) assert.ok(err.includes(sid), `${sid} is not named:\n${err}`);
    assert.ok(sent(world).every((count) => count <= 1));
    assert.match(err, /To close the subaccount for good, with all that is in it:\n {2}bash \S*prime\.sh close AC/);
  }));
}

test("secrets are asked for without an echo where there is a terminal", within({ pkcv: "enforced", passphrase: "open sesame" }, async (world) => {
  const { main_key_secret } = world.practice.credentials;
  // script(1) gives it a terminal; the answers are typed one after the other as they are asked for.
  const { child, done } = world.start(["-c", "unset PRIME_MAIN_KEY_SECRET; exec script -qec 'bash prime.sh' /dev/null"], { keep: true });
  let said = "";
  const answers = [main_key_secret, "open sesame", "fresh", "fresh"];
  child.stdout.on("data", (chunk) => {
    said += chunk;
    if (/: $/.test(said.slice(-2)) && answers.length) setTimeout(() => child.stdin.write(`${answers.shift()}\n`), 200);
  });
  const { status, out } = await done;
  assert.equal(status, 0, out);
  assert.match(out, /Secret of the Main API key SK[\s\S]*Passphrase of [\s\S]*Passphrase for the new private key[\s\S]*The same again[\s\S]*enforced \(70052\)/);
  keepsSecrets(world, { out }, "open sesame", "fresh");
  assert.match(world.read("West-Team-private-key.pem"), /ENCRYPTED/);
}));

test("shellcheck finds nothing in it", () => {
  const sid = (letters) => letters + "1".repeat(32);
  const full = { account_sid: sid("AC"), main_key_sid: sid("SK"), public_key_sid: sid("CR"), private_key: "it's.pem", name: NASTY };
  for (const request of [{}, full]) {
    const checked = spawnSync("shellcheck", ["--shell=bash", "-"], { input: printed("script", request), encoding: "utf8" });
    assert.equal(checked.error, undefined, "shellcheck is not installed");
    assert.deepEqual([checked.stdout, checked.status], ["", 0]);
  }
});

test("zsh and dash are told to use bash", within({ pkcv: "off" }, async (world) => {
  const told = spawnSync("dash", ["prime.sh"], { cwd: world.folder, encoding: "utf8" });
  assert.deepEqual([told.status, told.stdout], [1, ""]);
  assert.match(told.stderr, /needs bash/);
}));

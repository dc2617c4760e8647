// prime.sh and the commands of each step, run as they are by bash, curl, openssl and jq against the practice account.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { ofPrivateKey, ofSecret, search } from "../browser/needles.mjs";
import { open, printed } from "../support/by_hand.mjs";
import { needle } from "../support/needle.mjs";

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
  const names = ["TWILIO_ACCOUNT_SID", "TWILIO_API_KEY", "TWILIO_API_SECRET", "TWILIO_PUBLIC_KEY_SID", "TWILIO_PRIVATE_KEY_FILE"];
  const lines = `. ./${stem}-api-key.env; for n in ${names.join(" ")}; do printf '%s\\n' "\${!n:-}"; done`;
  const [account, key, secret, publicKey, privateKeyFile] = execFileSync("bash", ["-c", lines], { cwd: world.folder, encoding: "utf8" }).split("\n");
  return { account, key, secret, publicKey, privateKeyFile };
}

/** None of the secrets is in what was printed, in any program's arguments, or in the environment of one but openssl. */
function keepsSecrets(world, said, ...more) {
  const { main_key_secret, private_key_pem } = world.practice.credentials;
  const secrets = [main_key_secret, ...more].filter(Boolean).map((secret) => ofSecret("a secret", secret));
  const places = { out: said.out, err: said.err ?? "", argv: world.argv(), environments: world.environments() };
  assert.deepEqual(search([...secrets, ...ofPrivateKey(private_key_pem)], places), []);
  assert.match(world.argv(), /curl\n--config\n-\n/);
}

const mode = (world, name) => (statSync(join(world.folder, name)).mode & 0o777).toString(8);

for (const pkcv of ["off", "optional", "enforced"]) {
  const passphrase = pkcv === "enforced" ? needle("a pass'phrase $x") : undefined;
  const fresh = pkcv === "enforced" ? needle("new one \"$y") : undefined;
  test(`primes a subaccount where signing is ${pkcv}`, within({ pkcv, passphrase, request: { name: NASTY, seeds_public_key: true } }, async (world) => {
    const env = { ...(passphrase && { PRIME_PASSPHRASE: passphrase }), ...(fresh && { PRIME_NEW_PASSPHRASE: fresh }) };
    const done = await world.run([], { env });
    assert.equal(done.status, 0, done.err);
    assert.equal(done.err, "");
    const stem = "it-s-HOME-id-id";
    const made = values(world, stem);
    for (const sid of [made.account, made.key, made.publicKey]) assert.ok(done.out.includes(sid), sid);
    keepsSecrets(world, done, made.secret, passphrase, fresh);
    assert.equal(made.privateKeyFile, `./${stem}-private-key.pem`);

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

test("a closing that Twilio answers with active is not called done", within({ pkcv: "off" }, async (world) => {
  await world.run();
  const { account } = values(world, "West-Team");
  world.forwarder.fault = ({ method }) => (method === "POST" ? "still active" : undefined);
  const done = await world.run(["close", account], { input: "West Team\n" });
  assert.deepEqual([done.status, done.out], [1, ""]);
  assert.match(done.err, new RegExp(`Twilio answered, but says that ${account} is still active\\.`));
}));

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
        assert.deepEqual(asked(world).map((one) => one[0]), ["GET", "POST", "POST", "POST", "GET", ...(pkcv === "enforced" ? ["GET"] : [])]);
        const [close] = all.at(-1).ways[0].commands;
        const closed = await world.shell(`SUBACCOUNT_SID=${made.account}\n${close}`, { input: `${NASTY}\n` });
        assert.equal(closed.status, 0, closed.err);
      }));
    }
  }
});

describe("a step alone does not make what it should not", () => {
  const posts = (world) => asked(world).filter(([method]) => method === "POST").length;
  const create = (world) => printed("steps", world.request).find(({ title }) => title === "Create the subaccount").ways[0].commands.join("\n");
  const NEXT = '; printf "now [%s]" "$SUBACCOUNT_SID"';

  test("no second subaccount of a name, whatever is pasted first", within({ pkcv: "off" }, async (world) => {
    await world.run();
    const { account } = values(world, "West-Team");
    const before = posts(world);
    for (const line of [create(world), `check_name_is_free; ${create(world)}`]) {
      const done = await world.shell(`. ./prime.sh; ${line}${NEXT}`);
      assert.match(done.err, new RegExp(`An account named "West Team" exists already: ${account}`));
      assert.match(done.out, /now \[\]/);
    }
    assert.equal(posts(world), before);
    // Once the name was found free, it is not asked for again, but for each creation.
    const twice = await world.shell(`. ./prime.sh; PRIME_NAME=East; check_name_is_free && create_subaccount; create_subaccount${NEXT}`);
    assert.match(twice.err, /An account named "East" exists already/);
    assert.equal(posts(world), before + 1);
    assert.deepEqual(asked(world).slice(-3).map(([method]) => method), ["GET", "POST", "GET"]);
  }));

  test("somebody else's subaccount is not taken for the one whose reply was lost", within({ pkcv: "off" }, async (world) => {
    world.forwarder.fault = once(CREATIONS.subaccount, "502 before");
    const done = await world.shell(`. ./prime.sh; ${create(world)}${NEXT}`);
    assert.match(done.out, /now \[\]/);
    // Two of the name, when there was none before: one of them is not ours.
    let sent = 0;
    world.forwarder.fault = (request) => (CREATIONS.subaccount(request) && ++sent === 2 ? "drop" : undefined);
    const both = await world.shell(`. ./prime.sh; check_name_is_free; (FREE_NAME=$PRIME_NAME; create_subaccount >/dev/null 2>&1); ${create(world)}${NEXT}`);
    const [first, second] = world.forwarder.made;
    for (const sid of [first, second]) assert.match(both.err, new RegExp(`holds the subaccount ${sid} of that name now`));
    assert.match(both.err, /Somebody else made a subaccount of that name at the same time/);
    assert.match(both.out, /now \[\]/, "neither is continued with");
  }));

  test("nothing with a placeholder for a name", within({ pkcv: "off", request: { name: undefined } }, async (world) => {
    const done = await world.shell(`. ./prime.sh; ${create(world)}`);
    assert.match(done.err, /PRIME_NAME is still to be filled in/);
    assert.deepEqual(world.practice.log(), []);
  }));
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

const PARENTS = needle("open sesame");
const NEW = needle("fresh");

describe("what was mistyped does not stick in a shell that sourced the script", () => {
  const said = { out: "" };
  const line = (world, title) => printed("steps", world.request).find((step) => step.title === title).ways[0].commands.join("\n");
  const prompts = { first: { wait: "Passphrase for the new private key (none: not encrypted):" }, again: { wait: "The same again:" } };
  const type = (text) => ({ type: `${text}\r` });

  for (const [how, half] of [["differs", [type(needle("typo"))]], ["is broken off", [{ type: "\x03" }]]]) {
    test(`a new passphrase whose repetition ${how} encrypts nothing`, within({ pkcv: "off", request: { seeds_public_key: true } }, async (world) => {
      const paste = { paste: line(world, "Make the key pair") };
      const open = { paste: ". ./prime.sh" };
      const steps = [open, paste, prompts.first, type(needle("typoo")), prompts.again, ...half, { pause: 0.5 }];
      said.out = await world.terminal([...steps, paste, prompts.first, type(NEW), prompts.again, type(NEW), { see: "Key pair " }]);
      const opens = (P) => spawnSync("openssl", ["pkey", "-in", "West-Team-private-key.pem", "-passin", "env:P", "-noout"], { cwd: world.folder, env: { ...process.env, P } }).status === 0;
      assert.ok(opens(NEW), said.out);
      assert.ok(!said.out.includes(NEW) && !said.out.includes("typoo"));
    }));
  }

  test("the parent's passphrase is asked for again", within({ pkcv: "enforced", passphrase: PARENTS }, async (world) => {
    const open = { paste: line(world, "Open the script") };
    const env = { PRIME_MAIN_KEY_SECRET: world.practice.credentials.main_key_secret };
    const asked = { wait: "parent key.pem:" };
    const wrong = [open, asked, type(needle("typo")), { see: "or the passphrase is wrong." }];
    said.out = await world.terminal([...wrong, open, asked, type(PARENTS), { paste: "check_name_is_free && echo it is $((40 + 2))" }, { see: "it is 42" }], env);
    keepsSecrets(world, said, PARENTS);
  }));

  test("the Main key's secret is asked for again, by the step that needs it", within({ pkcv: "off" }, async (world) => {
    const open = { paste: line(world, "Open the script") };
    const look = { paste: line(world, "Look whether the name is free") };
    const asked = { wait: `Secret of the Main API key ${world.practice.credentials.main_key_sid}:` };
    const { main_key_secret } = world.practice.credentials;
    said.out = await world.terminal([open, asked, type(needle("typo")), look, { see: "20003" }, look, asked, type(main_key_secret), { paste: "create_subaccount" }, { see: "Subaccount    AC" }]);
    assert.equal((await world.practice.inventory()).accounts.length, 2);
    keepsSecrets(world, said);
  }));

  test("the new key's passphrase is asked for again", within({ pkcv: "enforced" }, async (world) => {
    const { main_key_secret } = world.practice.credentials;
    const env = { PRIME_MAIN_KEY_SECRET: main_key_secret, PRIME_NEW_PASSPHRASE: NEW };
    assert.equal((await world.run([], { env })).status, 0);
    const verify = { paste: ". ./prime.sh && load_api_key && verify" };
    const asked = { wait: "West-Team-private-key.pem:" };
    said.out = await world.terminal([verify, asked, type(needle("typo")), { see: "or the passphrase is wrong." }, verify, asked, type(NEW), { see: "enforced (70052)" }], { PRIME_MAIN_KEY_SECRET: main_key_secret });
    keepsSecrets(world, said, NEW);
  }));
});

test("secrets are asked for without an echo where there is a terminal", within({ pkcv: "enforced", passphrase: PARENTS }, async (world) => {
  const { main_key_secret } = world.practice.credentials;
  // script(1) gives it a terminal; the answers are typed one after the other as they are asked for.
  const { child, done } = world.start(["-c", "unset PRIME_MAIN_KEY_SECRET; exec script -qec 'bash prime.sh' /dev/null"], { keep: true });
  let said = "";
  const answers = [main_key_secret, PARENTS, NEW, NEW];
  child.stdout.on("data", (chunk) => {
    said += chunk;
    if (/: $/.test(said.slice(-2)) && answers.length) setTimeout(() => child.stdin.write(`${answers.shift()}\n`), 200);
  });
  const { status, out } = await done;
  assert.equal(status, 0, out);
  assert.match(out, /Secret of the Main API key SK[\s\S]*Passphrase of [\s\S]*Passphrase for the new private key[\s\S]*The same again[\s\S]*enforced \(70052\)/);
  keepsSecrets(world, { out }, PARENTS, NEW);
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

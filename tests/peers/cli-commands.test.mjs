// What the page says about commands: which take --account-sid, what profile names the CLI takes, and what becomes of an
// account that takes signed requests only.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { Home, printed, since, subaccount } from "../support/cli.mjs";
import { start } from "../support/practice.mjs";

describe("the kinds of commands", () => {
  let practice, home, subject, kinds, profile, main, elsewhere, asked;

  before(async () => {
    practice = await start({ pkcv: "off" });
    ({ subject } = await subaccount(practice, "West Team"));
    ({ kinds, profile } = printed(subject, "bash/zsh"));
    const { account_sid, main_key_sid, main_key_secret } = practice.credentials;
    main = { TWILIO_ACCOUNT_SID: account_sid, TWILIO_API_KEY: main_key_sid, TWILIO_API_SECRET: main_key_secret };
    // For products that the practice account does not have: says what arrived, and that there is nothing.
    elsewhere = createServer((request, reply) => {
      const user = Buffer.from(request.headers.authorization.split(" ")[1], "base64").toString().split(":")[0];
      asked.push([request.method, request.headers.host, request.url.split("?")[0], user]);
      reply.setHeader("content-type", "application/json").end('{"services":[],"messages":[],"meta":{"key":"services"}}');
    }).listen(0, "127.0.0.1");
    await once(elsewhere, "listening");
  });
  after(async () => {
    await practice?.stop();
    elsewhere?.close();
  });
  beforeEach(() => {
    asked = [];
    home = new Home(`http://127.0.0.1:${elsewhere.address().port}`);
    home.write({ profiles: { [profile]: { accountSid: subject.account_sid, apiKey: subject.api_key_sid, apiSecret: subject.secret } } });
  });
  afterEach(() => home.remove());

  test("api:core takes --account-sid", async () => {
    await home.run("bash", kinds[0], { env: main });
    assert.deepEqual(asked, [["GET", "api.twilio.com", `/2010-04-01/Accounts/${subject.account_sid}/Messages.json`, main.TWILIO_API_KEY]]);
  });

  test("phone-numbers:list takes --account-sid", async () => {
    await home.run("bash", kinds[1], { env: { ...main, PRACTICE_URL: practice.url } });
    const { path, user, status } = since(practice, 0).at(-1);
    const wanted = [`/2010-04-01/Accounts/${subject.account_sid}/IncomingPhoneNumbers.json`, main.TWILIO_API_KEY, 200];
    assert.deepEqual([path, user, status], wanted);
  });

  test("api:serverless takes -p, and no --account-sid", async () => {
    await home.run("bash", kinds[2], { env: main });
    const wanted = [["GET", "serverless.twilio.com", "/v1/Services", subject.api_key_sid]];
    assert.deepEqual(asked, wanted);
    const { code, complained } = await home.run("bash", `twilio api:serverless:v1:services:list --account-sid=${subject.account_sid}`, { env: main });
    assert.equal(code, 2);
    assert.match(complained, /Unexpected argument/);
    assert.deepEqual(asked, wanted, "it asked nothing more");
  });

  test("email:set writes into the configuration file, and asks Twilio nothing", async () => {
    const { profiles } = home.read().content;
    const { complained } = await home.run("bash", kinds[3], { env: main });
    const { content } = home.read();
    assert.deepEqual(content.email, { fromEmail: "ops@example.com", subjectLine: "Notice" }, complained);
    assert.deepEqual(content.profiles, profiles);
    assert.deepEqual(asked, []);
  });
});

describe("profile names", () => {
  let practice;
  before(async () => (practice = await start({ pkcv: "off" })));
  after(() => practice?.stop());

  // The CLI takes the first three as such for profiles that exist; the last looks like an option.
  for (const name of ["constructor", "__proto__", "toString", "--profile"]) {
    test(`a subaccount named ${name}: written, made active, used and made officially`, async () => {
      const home = new Home(practice.url);
      const { subject, token } = await subaccount(practice, name);
      const { snippets, profile } = printed(subject, "bash/zsh");
      assert.match(profile, /^[a-z]+-[0-9a-f]{8}$/);
      const mark = practice.log().length;
      const block = (title) => snippets[title].text;
      const lines = ["Save as a CLI profile", "Switch to the profile", "One command with the profile"].map(block);
      await home.run("bash", lines.join("\n"));
      assert.deepEqual([home.read().content.activeProject, since(practice, mark).map(({ user }) => user)], [profile, [subject.api_key_sid]]);

      await home.run("bash", `${block("Undo")}\n${block("Twilio's own way to a profile")} --auth-token ${token}`);
      const { apiKey, accountSid } = home.read().content.profiles[profile];
      assert.equal(accountSid, subject.account_sid);
      assert.notEqual(apiKey, subject.api_key_sid);
      home.remove();
    });
  }
});

describe("an account that takes signed requests only", () => {
  let practice, home, subject;
  before(async () => {
    practice = await start({ pkcv: "enforced" });
    home = new Home(practice.url);
    const { account_sid, main_key_sid, standard_key_sid, standard_key_secret } = practice.credentials;
    // The parent stands for a subaccount: both refuse in the same way.
    const own = { account_sid, api_key_sid: standard_key_sid, secret: standard_key_secret };
    subject = { ...own, name: "West Team", parent_sid: account_sid, main_key_sid, enforced: true };
  });
  after(async () => {
    await practice?.stop();
    home?.remove();
  });

  const refused = {
    "Use in this shell": { then: "twilio phone-numbers:list", code: 70052 },
    "Main key with --account-sid": { answer: "main_key_secret", code: 70052 },
    "Auth Token (discouraged)": { answer: "auth_token", code: 70052 },
    "Twilio's own way to a profile": { answer: "auth_token", code: 70052 },
  };
  for (const [title, { then = "", answer, code }] of Object.entries(refused)) {
    test(`${title}: the page says that it does not work, and Twilio's answer is ${code}`, async () => {
      const snippet = printed(subject, "bash/zsh").snippets[title];
      assert.match(snippet.refused, /^Does not work/);
      const mark = practice.log().length;
      const input = answer ? `${practice.credentials[answer]}\n` : "";
      const { said, complained } = await home.run("bash", `${snippet.text}\n${then}`, { input });
      assert.deepEqual(since(practice, mark).map(({ status, code }) => [status, code]), [[401, code]], complained);
      assert.equal(home.read(), undefined, "nothing is kept");
      assert.doesNotMatch(said, /\+1/);
    });
  }

  test("what only writes or takes back is not called refused", () => {
    const { snippets } = printed(subject, "bash/zsh");
    assert.equal(snippets.Undo.refused, null);
  });
});

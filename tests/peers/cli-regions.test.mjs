// Every region of the page, pasted as it is into every shell that is here, with the variables of another account left
// over from before: what the real Twilio CLI then asks, and what it keeps.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Home, printed, shells, since, subaccount } from "../support/cli.mjs";
import { start } from "../support/practice.mjs";

const LIST = "twilio phone-numbers:list";
/** Each region, how it is used, and whose credentials arrive: `own` is the subaccount's key, `main` and `parent` are the parent's. */
const REGIONS = {
  "Use in this shell": { then: LIST, asks: "IncomingPhoneNumbers", user: "own" },
  "Without the secret in the history": { answer: "own", then: LIST, asks: "IncomingPhoneNumbers", user: "own" },
  "Save as a CLI profile": { keeps: true },
  "Switch to the profile": { then: LIST, active: true, asks: "IncomingPhoneNumbers", user: "own" },
  "One command with the profile": { asks: "IncomingPhoneNumbers", user: "own" },
  "Main key with --account-sid": { answer: "main", asks: "AvailablePhoneNumbers/US/Local", user: "main" },
  "Auth Token (discouraged)": { answer: "token", asks: "AvailablePhoneNumbers/US/Local", user: "parent" },
  "Undo": { removes: true },
};

describe("regions of the page", { concurrency: 2 }, () => {
  for (const [shell, { page }] of Object.entries(shells)) describe(shell, { concurrency: 1 }, () => regions(shell, page));
});

function regions(shell, page) {
  let practice, home, subject, token, snippets, profile, leftovers;
  const other = { accountSid: "AC" + "9".repeat(32), apiKey: "SK" + "9".repeat(32), apiSecret: "other" };

  before(async () => {
    practice = await start({ pkcv: "off" });
    home = new Home(practice.url);
    ({ subject, token } = await subaccount(practice, "West Team"));
    ({ snippets, profile } = printed(subject, page));
    const stranger = (await subaccount(practice, "Left over")).subject;
    // The variables win over the profile, the key over the token; region and edge change the host.
    leftovers = {
      TWILIO_ACCOUNT_SID: stranger.account_sid,
      TWILIO_API_KEY: stranger.api_key_sid,
      TWILIO_API_SECRET: stranger.secret,
      TWILIO_AUTH_TOKEN: "0".repeat(32),
      TWILIO_REGION: "au1",
      TWILIO_EDGE: "sydney",
    };
    home.write({ profiles: { other }, activeProject: "other", email: { from: "ops@example.com" } }, 0o644);
  });
  after(async () => {
    await practice?.stop();
    home?.remove();
  });

  test("every region is tried", () => {
    const rest = Object.keys(snippets).filter((title) => !REGIONS[title]);
    assert.deepEqual(rest, ["Twilio's own way to a profile"]);
  });

  for (const [title, region] of Object.entries(REGIONS)) {
    test(title, async () => {
      const { main_key_sid, main_key_secret, auth_token, account_sid } = practice.credentials;
      const secret = { own: subject.secret, main: main_key_secret, token: auth_token }[region.answer];
      const mark = practice.log().length;
      const steps = [{ paste: snippets[title].text }];
      if (secret) steps.push({ wait: prompt(snippets[title].text) }, { type: `${secret}\r` });
      if (region.then) steps.push({ paste: region.then });
      const shown = await home.terminal(shell, steps, { env: leftovers });

      if (secret) assert.ok(!shown.includes(secret), "the secret is not echoed");
      const user = { own: subject.api_key_sid, main: main_key_sid, parent: account_sid }[region.user];
      const path = `/2010-04-01/Accounts/${subject.account_sid}/${region.asks}.json`;
      const asked = since(practice, mark).map(({ method, host, path, user, status }) => ({ method, host, path, user, status }));
      const wanted = { method: "GET", host: "api.twilio.com", path, user, status: 200 };
      assert.deepEqual(asked, region.asks ? [wanted] : [], shown);
      if (region.answer && !region.then) assert.equal(practice.log().at(-1).query, "AreaCode=415");

      const { content, mode } = home.read();
      // The CLI adds its name to a profile that it has looked up.
      assert.deepEqual({ ...content.profiles.other, id: "other" }, { ...other, id: "other" });
      assert.deepEqual(content.email, { from: "ops@example.com" });
      if (region.active) assert.equal(content.activeProject, profile);
      if (region.removes) assert.equal(content.profiles[profile], undefined);
      if (region.keeps) {
        const own = { accountSid: subject.account_sid, apiKey: subject.api_key_sid, apiSecret: subject.secret };
        assert.deepEqual(content.profiles[profile], own);
      }
      if (region.keeps || region.removes) assert.equal(mode, "600");
    });
  }

  test("a profile that is taken back is not the active one", () => {
    assert.equal(home.read().content.activeProject, null);
  });

  test("Twilio's own way to a profile", async () => {
    const mark = practice.log().length;
    const steps = [{ paste: snippets["Twilio's own way to a profile"].text }, { wait: "[input is hidden]" }, { type: `${token}\r` }, { see: `Saved ${profile}.` }];
    const shown = await home.terminal(shell, steps, { env: leftovers });
    assert.ok(!shown.includes(token));
    const account = `/2010-04-01/Accounts/${subject.account_sid}`;
    assert.deepEqual(
      since(practice, mark).map(({ method, host, path, user, status }) => [method, host, path, user, status]),
      [
        ["GET", "api.twilio.com", `${account}.json`, subject.account_sid, 200],
        ["POST", "api.twilio.com", `${account}/Keys.json`, subject.account_sid, 201],
      ],
      shown,
    );
    const { apiKey, apiSecret, accountSid } = home.read().content.profiles[profile];
    assert.equal(accountSid, subject.account_sid);
    assert.match(apiKey, /^SK[0-9a-f]{32}$/);
    assert.notEqual(apiKey, subject.api_key_sid, "another key was made");
    assert.notEqual(apiSecret, token);
  });
}

/** What a region's question looks like on the screen. */
function prompt(text) {
  return /(API key secret|Main API key secret|Auth Token): /.exec(text)[0];
}

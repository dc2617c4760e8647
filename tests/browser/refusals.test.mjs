// Each bad input has its sentence, and nothing that was typed is lost.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, beforeEach, test } from "node:test";
import { start as startPractice } from "../support/practice.mjs";
import { check, choosePractice, fillTwilio, open, toPlan } from "./console.mjs";

const servers = {};
before(async () => {
  for (const pkcv of ["enforced", "optional", "off"]) servers[pkcv] = await startPractice({ pkcv });
});
after(() => Promise.all(Object.values(servers).map((server) => server.stop())));

async function against(pkcv, body) {
  const upstreamPort = pkcv ? Number(new URL(servers[pkcv].url).port) : 9;
  const console_ = await open({ upstreamPort });
  try {
    await body(console_.page, servers[pkcv]?.credentials, console_);
  } finally {
    await console_.close();
  }
}

const field = (page, name) => page.getByLabel(name, { exact: true });
const error = async (page, name) => {
  const described = await field(page, name).getAttribute("aria-describedby");
  return page.locator(`#${described.split(" ").find((id) => id.endsWith("-error"))}`).innerText();
};

test("the form's own checks", () => against("enforced", async (page, good) => {
  await page.getByRole("radio", { name: "Twilio account" }).check();
  await page.getByRole("checkbox", { name: /Sign requests/ }).check();
  await page.getByRole("button", { name: "Check credentials" }).click();
  const summary = page.getByRole("alert");
  for (const name of ["Account SID", "Main API key SID", "Main API key secret", "Public key SID", "Private key (PEM)"]) {
    await summary.getByRole("link", { name: new RegExp(`^${name.replace(/[()]/g, "\\$&")}: `) }).waitFor();
    assert.equal(await field(page, name).getAttribute("aria-invalid"), "true", name);
  }
  assert.ok(await summary.evaluate((element) => element === document.activeElement), "the summary has the focus");
  await summary.getByRole("link").first().click();
  assert.ok(await field(page, "Account SID").evaluate((element) => element === document.activeElement));

  for (const [text, sentence] of [
    [good.main_key_sid, /This is an API key SID/],
    [good.account_sid.slice(0, -1), /31 characters follow AC/],
    [`${good.account_sid.slice(0, -1)}g`, /position 34 is not a hexadecimal digit/],
    [good.main_key_secret, /as a secret or an Auth Token has/],
  ]) {
    await field(page, "Account SID").fill(text);
    await field(page, "Main API key SID").focus();
    assert.match(await error(page, "Account SID"), sentence);
    assert.equal(await field(page, "Account SID").inputValue(), text, "what was typed stays");
  }
  await field(page, "Account SID").fill(`  ${good.account_sid} `);
  await field(page, "Main API key SID").focus();
  assert.equal(await field(page, "Account SID").getAttribute("aria-invalid"), null);
}));

const cases = [
  ["a wrong secret", "enforced", { main_key_secret: "0".repeat(32) }, /\u201cAuthenticate\u201d[^]*secret is mistyped/],
  ["not a Main key", "enforced", (c) => ({ main_key_sid: c.standard_key_sid, main_key_secret: c.standard_key_secret }), /secret are right[^]*a Standard or a Restricted key/],
  ["an unknown public key SID", "enforced", { public_key_sid: `CR${"0".repeat(32)}` }, /70153/],
  ["signing set but not enabled", "off", {}, /70053/],
  ["signing set, not enforced", "optional", {}, /unsigned ones too/],
];
for (const [name, pkcv, change, sentence] of cases) {
  test(name, () => against(pkcv, async (page, good) => {
    const credentials = { ...good, ...(typeof change === "function" ? change(good) : change) };
    await fillTwilio(page, credentials);
    assert.match(await check(page), sentence);
    assert.equal(await field(page, "Main API key secret").inputValue(), credentials.main_key_secret);
    assert.equal(await page.getByRole("button", { name: "Continue" }).isEnabled(), name === "signing set, not enforced");
  }));
}

test("signing required but not set", () => against("enforced", async (page, good) => {
  await fillTwilio(page, good, { sign: false });
  assert.match(await check(page), /70052/);
}));

test("a private key that does not belong to the public key", () => against("enforced", async (page, good) => {
  const other = execFileSync("openssl", ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], { stdio: ["ignore", "pipe", "ignore"] });
  await fillTwilio(page, { ...good, private_key_pem: other.toString() });
  assert.match(await check(page), /20159/);
  await page.getByRole("button", { name: "Use another" }).click();
  await field(page, "Private key (PEM)").fill(good.private_key_pem);
  assert.match(await check(page), /signature is proven/);
}));

test("a subaccount's SID", () => against("off", async (page, good) => {
  await fillTwilio(page, good, { sign: false });
  await toPlan(page);
  await field(page, "Subaccount names or SIDs").fill("Parentless");
  await page.getByRole("button", { name: "Start priming" }).click();
  const sid = await page.getByTestId("account-sid").innerText();
  const [again, close] = [await open({ upstreamPort: Number(new URL(servers.off.url).port) }), []];
  try {
    await fillTwilio(again.page, { ...good, account_sid: sid }, { sign: false });
    assert.match(await check(again.page), new RegExp(`is a subaccount[^]*${good.account_sid}`));
  } finally {
    await again.close();
  }
}));

test("a clock that is wrong", () => against("enforced", async (page, good) => {
  await page.clock.setSystemTime(Date.now() + 2 * 3600 * 1000);
  await fillTwilio(page, good);
  const findings = await check(page);
  assert.match(findings, /clock is (119 minutes|2 hours) ahead of Twilio's/);
  assert.match(findings, /signature is proven/);
}));

test("a relay that leads nowhere", () => against(undefined, async (page) => {
  await fillTwilio(page, { account_sid: `AC${"1".repeat(32)}`, main_key_sid: `SK${"3".repeat(32)}`, main_key_secret: "x" }, { sign: false });
  assert.match(await check(page), /relay could not reach Twilio/);
}));

const openssl = (command, input) => execFileSync("openssl", command.split(" "), { input, stdio: ["pipe", "pipe", "ignore"] }).toString();
const rsa = (bits) => openssl(`genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:${bits}`);

test("each private key that cannot be used", () => against("enforced", async (page, good) => {
  await fillTwilio(page, good);
  const refused = async (pem, sentence, label = "Private key (PEM)") => {
    await field(page, "Private key (PEM)").fill(pem);
    await page.getByRole("button", { name: "Check credentials" }).click();
    await page.locator(`#field-${label === "Passphrase" ? "passphrase" : "private-key--pem"}-error`).waitFor();
    assert.match(await error(page, label), sentence);
    assert.equal(await field(page, "Private key (PEM)").inputValue(), pem, "what was pasted stays");
  };
  const key = good.private_key_pem;
  await refused("hello", /PEM/);
  await refused(rsa(1024), /1024/);
  await refused(rsa(4096), /4096/);
  await refused(openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3"), /exponent/);
  await refused(openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256"), /EC|elliptic/i);
  await refused(openssl("genpkey -algorithm ED25519"), /Ed25519/);
  await refused(openssl("pkey -pubout", key), /public key/);
  await refused("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", /certificate/i);
  await refused("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----\n", /ssh-keygen/);
  await refused(key.replace(/\n.{20}/, "\n"), /damaged|incomplete|cut/i);
  await refused(`${key}${"x".repeat(17000)}`, /16384/);
  await refused("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: CAMELLIA-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n", /openssl pkcs8 -topk8/);
  const locked = openssl("pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 2048 -passout pass:right", key);
  await refused(locked, /passphrase/i, "Passphrase");
  await field(page, "Passphrase").fill("wrong");
  await refused(locked, /wrong|does not/i, "Passphrase");
  await field(page, "Passphrase").fill("right");
  assert.match(await check(page), /signature is proven/);
  assert.equal(await page.getByLabel("Private key (PEM)", { exact: true }).count(), 0, "the text is gone once the key is held");
}));

/** Lets the relay answer in Twilio's place: `answer(url, n)` gives `{ status, headers, json }` for the n-th request, or nothing. */
async function plant(page, answer) {
  let asked = 0;
  await page.route("**/relay/**", (route) => {
    const planted = answer(new URL(route.request().url()), ++asked);
    return planted ? route.fulfill(planted) : route.fallback();
  });
}

const refusal = (status, code, message, headers = {}) => ({ status, headers, json: { code, message, more_info: "", status } });
const isAccount = (url) => /\/Accounts\/AC\w+\.json$/.test(url.pathname);

for (const [name, answer, ...sentences] of [
  ["a policy", (url) => isAccount(url) && refusal(401, 20003, "Policy evaluation failed"), /\u201cPolicy evaluation failed\u201d/, /may be one of these[^]*policy[^]*Main key/],
  ["a Restricted key or one of another region", () => refusal(401, 20003, "Authentication Error - invalid username"),
    /\u201cAuthentication Error - invalid username\u201d/, /SID is mistyped[^]*Restricted key[^]*IE1 or AU1[^]*secret is mistyped/],
  ["a suspended parent", () => refusal(401, 10001, "Account is not active"), /not active \(error 10001\)[^]*\u201cAccount is not active\u201d[^]*Reactivate it/],
]) {
  test(`Twilio's own words: ${name}`, () => against("enforced", async (page, good) => {
    await plant(page, answer);
    await fillTwilio(page, good);
    const found = await check(page);
    for (const sentence of sentences) assert.match(found, sentence);
    assert.doesNotMatch(found, /This is not a Main key/);
    assert.ok(await page.getByRole("button", { name: "Continue" }).isDisabled());
    const details = page.getByRole("region", { name: "Credential check" });
    await details.getByText(/^\d+ requests?$/).click();
    await details.getByText(/401, error/).first().click();
    await details.getByText("Twilio's words", { exact: true }).first().waitFor();
  }));
}

test("it waits as Twilio asks, says so, and goes on by itself", () => against("enforced", async (page, good) => {
  await plant(page, (url, n) => n === 1 && refusal(429, 20429, "Too Many Requests", { "Retry-After": "1" }));
  await fillTwilio(page, good);
  await page.getByRole("button", { name: "Check credentials" }).click();
  await page.getByText("Twilio asks to wait 1 s. Keyseed then asks again.").waitFor();
  await page.getByText("The signature is proven").waitFor();
  assert.ok(await page.getByRole("button", { name: "Continue" }).isEnabled());
}));

const accounts = (good, count, next) => {
  const one = (sid, friendly_name) => ({ sid, owner_account_sid: good.account_sid, friendly_name, status: "active" });
  const subs = Array.from({ length: count }, (_, n) => one(`AC${n.toString(16).padStart(32, "0")}`, `Customer ${n}`));
  return { status: 200, json: { accounts: [one(good.account_sid, "Parent"), ...subs], next_page_uri: next } };
};
const isList = (url) => url.pathname.endsWith("/2010-04-01/Accounts.json");

test("a raised limit and a list that breaks off are notes", () => against("off", async (page, good) => {
  await plant(page, (url) => {
    if (!isList(url)) return undefined;
    return url.searchParams.has("PageToken")
      ? refusal(400, 70002, "Invalid PageToken")
      : accounts(good, 1200, url.searchParams.has("FriendlyName") ? null : "/2010-04-01/Accounts.json?PageSize=1000&Page=1&PageToken=PAAC1");
  });
  await fillTwilio(page, good, { sign: false });
  assert.match(await check(page), /only in part: 1200 of the subaccounts[^]*\u201cInvalid PageToken\u201d[^]*looks each new name up/);
  await page.getByRole("button", { name: "Continue" }).click();
  await field(page, "Subaccount names or SIDs").fill("One more");
  await remarks(page).getByText("With these the account has 1201 subaccounts.").waitFor();
  await page.getByRole("region", { name: "Plan" }).getByText("1 new subaccount: an API key").waitFor();
  await page.getByRole("button", { name: "Choose existing subaccounts (1200)" }).click();
  await page.getByText("Twilio showed a part of the list only.").waitFor();
}));

const remarks = (page) => page.getByRole("list", { name: "Remarks on the lines" });

test("what is suspicious in a line is said at the field, and does not block", () => against(undefined, async (page) => {
  await choosePractice(page);
  await toPlan(page);
  await field(page, "Subaccount names or SIDs").fill("customer name\nAcme GmbH\n\nacme gmbh\nWide World\u200b Importers\n\"Smith, Jones & Co\"\nACCOUNTINGDEPARTMENTOFTHEWESTERNREGION");
  const said = await remarks(page).getByRole("listitem").allInnerTexts();
  for (const [at, sentence] of [
    [0, /Line 1, \u201ccustomer name\u201d, looks like the heading/],
    [1, /Line 4, \u201cacme gmbh\u201d, differs from line 2 only in capitals/],
    [2, /Line 5, \u201cWide World\[U\+200B\] Importers\u201d, has an invisible character/],
    [3, /Line 6, .* quotation marks, as in a CSV file/],
    [4, /Line 7, .* begins like a SID, but is read as a new name/],
  ]) assert.match(said[at], sentence);
  assert.equal(said.length, 5);
  const plan = page.getByRole("region", { name: "Plan" });
  await plan.getByText("6 subaccounts", { exact: true }).first().click();
  const lines = plan.getByRole("list", { name: "Subaccounts by their lines" }).getByRole("listitem");
  assert.deepEqual(await lines.evaluateAll((items) => items.map((item) => item.value)), [1, 2, 4, 5, 6, 7]);
  await field(page, "Subaccount names or SIDs").fill("Acme GmbH\nAcme\tmail@acme.example");
  assert.match(await remarks(page).innerText(), /Line 2, \u201cAcme\[tab\]mail@acme\.example\u201d, has several columns/);
  await page.getByRole("button", { name: "Start priming" }).click();
  assert.equal(await error(page, "Subaccount names or SIDs"), "Line 2 needs a correction.");
  assert.equal(await page.getByText(/has several columns/).count(), 1, "said once");
  await field(page, "Subaccount names or SIDs").fill("Acme GmbH");
  assert.equal(await remarks(page).getByRole("listitem").count(), 0);
}));

test("each plan that cannot be run", () => against(undefined, async (page) => {
  await choosePractice(page);
  await toPlan(page);
  const refused = async (names, sentence) => {
    await field(page, "Subaccount names or SIDs").fill(names);
    await page.getByRole("button", { name: "Start priming" }).click();
    await page.locator("#field-subaccount-names-or-sids-error").waitFor();
    const said = [await error(page, "Subaccount names or SIDs"), ...(await remarks(page).allInnerTexts())].join("\n");
    assert.match(said, sentence);
    assert.equal(await field(page, "Subaccount names or SIDs").inputValue(), names);
  };
  await refused("", /at least one name/);
  await refused("West\nWest", /Line 2, \u201cWest\u201d, is the same as line 1/);
  await refused("x".repeat(65), /65 characters; Twilio takes 64/);
  await refused(`AC${"0".repeat(31)}`, /Line 1, .* looks like a SID\. 31 characters follow AC/);
  await refused(`CR${"0".repeat(32)}`, /This is a public key SID/);
  await refused("a\u0007b\n".repeat(7), /7 lines need a correction: 1, 2, 3, 4, 5, 6, 7\.[^]*Line 7, \u201ca\[U\+0007\]b\u201d, is refused/);
}));

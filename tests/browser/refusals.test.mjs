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
  return page.locator(`#${described.split(" ").at(-1)}`).innerText();
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
  ["a wrong secret", "enforced", { main_key_secret: "0".repeat(32) }, /Check the secret first/],
  ["not a Main key", "enforced", (c) => ({ main_key_sid: c.standard_key_sid, main_key_secret: c.standard_key_secret }), /not a Main key/],
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
  assert.match(findings, /clock is 7\d\d\d seconds ahead of Twilio's/);
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

test("each plan that cannot be run", () => against(undefined, async (page) => {
  await choosePractice(page);
  await toPlan(page);
  const refused = async (names, sentence) => {
    await field(page, "Subaccount names or SIDs").fill(names);
    await page.getByRole("button", { name: "Start priming" }).click();
    await page.locator("#field-subaccount-names-or-sids-error").waitFor();
    assert.match(await error(page, "Subaccount names or SIDs"), sentence);
    assert.equal(await field(page, "Subaccount names or SIDs").inputValue(), names);
  };
  await refused("", /at least one name/);
  await refused("West\nWest", /Line 2 is the same as line 1/);
  await refused("x".repeat(65), /65 characters; Twilio takes 64/);
  await refused(`AC${"0".repeat(31)}`, /Line 1 looks like a SID\. 31 characters follow AC/);
  await refused(`CR${"0".repeat(32)}`, /This is a public key SID/);
  await refused("a\u0007b\n".repeat(7), /Line 5 .* And 2 more lines/);
  await refused(Array.from({ length: 1001 }, (_, n) => `Name ${n}`).join("\n"), /do not fit/);
}));

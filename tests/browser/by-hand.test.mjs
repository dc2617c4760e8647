// By hand: the fields go into script and commands, nothing goes anywhere else, and a secret is never part of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { printed } from "../support/by_hand.mjs";
import { check, choosePractice, clipboard, isOwnFile, open, saved } from "./console.mjs";
import { sound } from "./roads.mjs";

const sid = (letters) => letters + "0123456789abcdef".repeat(2);
const NAME = "it's \"$HOME\" `id` 😀";

/** Opens the page from Connect, without a connection. */
async function atByHand(steps) {
  const console_ = await open();
  const { page, record } = console_;
  try {
    await page.getByRole("link", { name: "Do it in a terminal" }).click();
    await page.getByRole("heading", { name: "By hand", level: 1 }).waitFor();
    const before = record.requests.length;
    const fill = (name, text) => page.getByLabel(name, { exact: true }).fill(text);
    await steps({ page, fill, console_ });
    const asked = record.requests.slice(before).filter((request) => !isOwnFile(request) && !request.url.startsWith("blob:"));
    assert.deepEqual(asked, []);
    assert.deepEqual(console_.troubles, []);
  } finally {
    await console_.close();
  }
}

const script = (page) => page.getByRole("region", { name: "prime.sh" });
const download = (page) => saved(page, page.getByRole("button", { name: "Download prime.sh" }));
const signs = (page) => page.getByRole("checkbox", { name: /Sign requests/ });
const seeds = (page) => page.getByRole("checkbox", { name: "Make a key pair and seed its public key" });

test("what is typed is in the script and in the commands", () => atByHand(async ({ page, fill, console_ }) => {
  const steps = page.getByRole("region", { name: "Step by step" });
  assert.match(await script(page).innerText(), /Still to be filled in\s+Account SID, Main API key SID, Subaccount name\./);
  assert.equal((await download(page)).text, printed("script", { }));
  assert.equal(await steps.getByRole("listitem").count(), 6);

  await fill("Account SID", sid("AC"));
  await fill("Main API key SID", sid("SK"));
  await fill("Subaccount name", NAME);
  assert.ok((await steps.innerText()).includes("Twilio CLI"));
  assert.equal(await seeds(page).isChecked(), false);
  await signs(page).check();
  assert.equal(await seeds(page).isChecked(), true, "a public key is seeded where requests are signed");
  assert.match(await script(page).innerText(), /Still to be filled in\s+Public key SID, Path of the private key file\./);
  await fill("Public key SID", sid("CR"));
  await fill("Path of the private key file", "~/keys/it's parent.pem");
  await fill("Public key name", "Another name");
  assert.doesNotMatch(await script(page).innerText(), /Still to be filled in/);

  const request = { account_sid: sid("AC"), main_key_sid: sid("SK"), name: NAME, public_key_sid: sid("CR"), private_key: "~/keys/it's parent.pem", public_key_name: "Another name" };
  const file = await download(page);
  assert.deepEqual([file.name, file.text], ["prime.sh", printed("script", request)]);
  await script(page).getByText("Read prime.sh").click();
  await script(page).getByRole("button", { name: "Copy" }).last().click();
  assert.equal(await clipboard(console_.context), file.text);

  const shown = await steps.locator("pre").allInnerTexts();
  const expected = printed("steps", request).flatMap(({ ways }) => ways.map(({ commands }) => commands.join("\n")));
  assert.deepEqual(shown, expected);
  assert.ok(!(await steps.locator(".code-bar").allInnerTexts()).join().includes("Twilio CLI"), "the CLI does not sign");
  await sound(page);

  await page.getByRole("link", { name: "Back to Connect" }).click();
  await page.getByRole("link", { name: "Do it in a terminal" }).click();
  assert.equal(await page.getByLabel("Subaccount name", { exact: true }).inputValue(), NAME, "nothing typed is lost");
}));

test("mistakes are said beside their fields and stay out of the script", () => atByHand(async ({ page, fill }) => {
  const said = (name) => page.locator(".field", { has: page.getByLabel(name, { exact: true }) }).locator(".field-error").innerText();
  await fill("Account SID", sid("SK"));
  await page.getByLabel("Account SID", { exact: true }).blur();
  assert.match(await said("Account SID"), /This is an API key SID/);
  await fill("Subaccount name", "x".repeat(65));
  assert.match(await said("Subaccount name"), /65 characters/);
  await signs(page).check();
  const key = "-----BEGIN PRIVATE KEY----- MIIEvQIBADANBgkq";
  await fill("Path of the private key file", key);
  const path = page.locator(".field", { has: page.getByLabel("Path of the private key file", { exact: true }) });
  assert.match(await path.getByRole("alert").innerText(), /That was a private key\s+It was wiped/);
  assert.equal(await page.getByLabel("Path of the private key file", { exact: true }).inputValue(), "");
  const { text } = await download(page);
  assert.doesNotMatch(text, /MIIEvQ|x{65}/);
  assert.match(text, /PRIME_ACCOUNT_SID '<FILL IN/);
  await sound(page);
}));

test("a connection fills in what is no secret, and the practice account is called by its name", async () => {
  const console_ = await open();
  const { page } = console_;
  try {
    await choosePractice(page, "enforced");
    const secret = await page.getByLabel("Main API key secret", { exact: true }).inputValue();
    await check(page);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByLabel("Subaccount names or SIDs").fill("ACME West");
    await page.getByRole("link", { name: "Do it in a terminal" }).click();
    await page.getByText("These are the practice account's SIDs").waitFor();
    assert.equal(await signs(page).isChecked(), true);
    assert.equal(await page.getByLabel("Subaccount name", { exact: true }).inputValue(), "ACME West");
    const { text } = await download(page);
    assert.match(text, /PRIME_ACCOUNT_SID 'AC[0-9a-f]{32}'[\s\S]*PRIME_MAIN_KEY_SID 'SK[0-9a-f]{32}'[\s\S]*PRIME_PUBLIC_KEY_SID 'CR[0-9a-f]{32}'/);
    assert.ok(secret.length > 20 && !text.includes(secret) && !(await page.locator("main").innerText()).includes(secret));
    await sound(page);
    assert.deepEqual(console_.troubles, []);
  } finally {
    await console_.close();
  }
});

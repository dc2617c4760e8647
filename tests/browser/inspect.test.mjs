// Inspect: a good token, broken ones, the client's canonical request, the codes; nothing leaves the page.
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";
import { isOwnFile, open } from "./console.mjs";
import { needle } from "../support/needle.mjs";

const { publicKey, privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const sid = (letters) => letters + "0123456789abcdef".repeat(2);
const secret = needle("secret");
const authorization = "Basic " + Buffer.from(`${sid("SK")}:${secret}`).toString("base64");
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

const url = "https://api.twilio.com/2010-04-01/Accounts.json?Status=active&FriendlyName=West+Team";
const canonical = (query) => `GET\n/2010-04-01/Accounts.json\n${query}\nauthorization:${authorization}\nhost:api.twilio.com\n\nauthorization;host\n`;
const right = canonical("FriendlyName=West%20Team&Status=active");

/** A token over a canonical request; `claims` changes claims. */
function token(text = right, claims = {}) {
  const now = Math.floor(Date.now() / 1000);
  const part = (json) => Buffer.from(JSON.stringify(json)).toString("base64url");
  const header = { cty: "twilio-pkrv;v=1", typ: "JWT", alg: "RS256", kid: sid("CR") };
  const all = { iss: sid("SK"), sub: sid("AC"), exp: now + 200, nbf: now - 30, hrh: "authorization;host", rqh: sha256(text), ...claims };
  const input = `${part(header)}.${part(all)}`;
  return `${input}.${sign("sha256", input, privateKey).toString("base64url")}`;
}

/** Opens the page, runs `steps`, and sees that nothing was asked of anybody meanwhile. */
async function atInspect(steps, context) {
  const console_ = await open({ context });
  const { page, record } = console_;
  try {
    await page.getByRole("link", { name: "Inspect", exact: true }).click();
    await page.getByRole("heading", { name: "Inspect", level: 1 }).waitFor();
    const before = record.requests.length;
    const fill = (name, text) => page.getByLabel(name, { exact: true }).fill(text);
    const inspect = async (text) => {
      await fill("Token", text);
      await page.getByRole("button", { name: "Inspect token" }).click();
    };
    const region = page.getByRole("region", { name: "Inspection" });
    await steps({ page, fill, inspect, region });
    // The browser looks at the page's icon again when the address changes.
    const asked = record.requests.slice(before).filter((request) => !isOwnFile(request));
    assert.deepEqual(asked, []);
    assert.deepEqual(console_.troubles, []);
    const shown = await page.locator("main").innerText();
    assert.ok(!shown.includes(secret) && !shown.includes(authorization.slice(6)), "the page shows the secret");
  } finally {
    await console_.close();
  }
}

async function fillRequest(page, fill) {
  await page.getByLabel("Method", { exact: true }).selectOption("GET");
  await fill("URL", url);
  await fill("Authorization header", authorization);
  await fill("Public key (PEM)", publicKey);
}

test("a good token is called good, with what was not checked", () => atInspect(async ({ page, fill, inspect, region }) => {
  await inspect(`Twilio-Client-Validation: ${token()}\n`);
  await region.getByText("Nothing wrong was found").waitFor();
  assert.match(await region.innerText(), /Not checked: API key of the request, Signature, Signed headers in the request, Signed request\./);
  await fillRequest(page, fill);
  await page.getByText("The form has changed since the inspection below.").waitFor();
  await inspect(token());
  await region.getByText("Every rule that can be checked here was checked. Only Twilio knows").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Nothing wrong was found");
  const rules = region.locator("details", { hasText: "16 rules hold" });
  assert.equal(await rules.getByText("Passed", { exact: true }).count(), 16);
  assert.equal(await rules.getByText("Passed", { exact: true }).first().isVisible(), false);
  await rules.locator("summary").click();
  assert.ok(await rules.getByText("Passed", { exact: true }).last().isVisible());
  const decoded = page.getByRole("region", { name: "Decoded token" });
  assert.match(await decoded.innerText(), /exp[\s\S]*GMT, in 3 min/);
}));

test("broken tokens are named with their codes", () => atInspect(async ({ page, fill, inspect, region }) => {
  const now = Math.floor(Date.now() / 1000);
  await fillRequest(page, fill);
  const good = token();
  const cases = [
    [20160, good.replace(/\.[^.]*$/, "")],
    [20153, token(right, { iss: sid("AC") })],
    [20154, token(right, { hrh: "host" })],
    [20155, token(right, { nbf: now + 100 })],
    [20156, token(right, { nbf: now - 400, exp: now - 200 })],
    [20157, token(right, { exp: now + 3600 })],
    [20159, good.slice(0, -6) + (good.at(-6) === "A" ? "B" : "A") + good.slice(-5)],
  ];
  for (const [code, broken] of cases) {
    await inspect(broken);
    await region.getByText(`Twilio refuses this with ${code}`).waitFor();
  }
}));

test("a deviation of the client is named, and the first difference marked", () => atInspect(async ({ page, fill, inspect, region }) => {
  await fillRequest(page, fill);
  await inspect(token(canonical("FriendlyName=West+Team&Status=active")));
  await region.getByText("Twilio refuses this with 70156").waitFor();
  // The reason, what to do, and only then what holds, folded.
  const read = (await region.innerText()).split("\n").filter((line) => line.trim());
  assert.match(read[0], /^Your client writes a space in the query as \+, as forms and twilio-python do$/);
  assert.match(read[1], /^Write %20\.$/);
  assert.match(read[2], /^What to do: /);
  assert.match(read[3], /^Twilio refuses this with 70156/);
  assert.match(read.at(-1), /^1\d rules hold$/);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), read[0]);
  const compared = page.getByRole("region", { name: "The canonical request and what the token signs" });
  await compared.getByText("They begin to differ at line 3, column 18.").waitFor();
  assert.deepEqual((await compared.locator("mark").allInnerTexts()).map((text) => text.replace(/^first difference:\s/, "")), ["%20Team&Status=active", "+Team&Status=active"]);

  await fill("Your client's canonical request", right.replace("/2010", "2010"));
  await inspect(token());
  const clients = page.getByRole("region", { name: "The canonical request and your client's" });
  await clients.getByText("They begin to differ at line 2, column 1.").waitFor();
}));

test("characters, JSON and doubled headers are told in words", () => atInspect(async ({ page, fill, inspect, region }) => {
  await fillRequest(page, fill);
  await fill("URL", "https://api.twilio.com/2010-04-01/Accounts.json?FriendlyName=West%2FTeam%21%3D1%3A2&PageSize=50");
  await inspect(token(canonical("FriendlyName=West/Team!=1%3A2&PageSize=50")));
  await region.getByRole("heading", { name: "Your client leaves / ! = in the query as they are", exact: true }).waitFor();

  const body = '{"friendly_name":"x","language":"en"}';
  const python = '{"friendly_name": "x", "language": "en"}';
  await page.getByLabel("Method", { exact: true }).selectOption("POST");
  await fill("URL", "https://iam.twilio.com/v1/Account/OAuthApps");
  await fill("Body", body);
  const signed = `POST\n/v1/Account/OAuthApps\n\nauthorization:${authorization}\nhost:iam.twilio.com\n\nauthorization;host\n${sha256(python)}`;
  await inspect(token(signed));
  await region.getByRole("heading", { name: "Your client hashed another serialisation of the same JSON", exact: true }).waitFor();
  await inspect(`X-Twilio-Client-Validation: ${token(signed)}`);
  await region.getByRole("heading", { name: "The header is called X-Twilio-Client-Validation", exact: true }).waitFor();
  await inspect(`${token(signed)}, ${token(signed)}`);
  await region.getByRole("heading", { name: "The header holds two tokens", exact: true }).waitFor();
}));

test("a search that finds nothing leaves the page responsive, says how much was tried, and can be ended", () => atInspect(async ({ page, fill, inspect, region }) => {
  await fillRequest(page, fill);
  await page.evaluate(() => {
    window.gaps = [];
    let last = performance.now();
    const look = () => {
      window.gaps.push(performance.now() - last);
      last = performance.now();
      setTimeout(look);
    };
    look();
  });
  const started = Date.now();
  await inspect(token("BREW"));
  await region.getByText("No spelling of this request that was tried gives this hash. Keyseed tried 500,000.").waitFor();
  const millis = Date.now() - started;
  const gaps = (await page.evaluate(() => window.gaps)).sort((one, other) => one - other);
  // A busy machine may hold the whole browser up once; what the search itself does is done in every piece.
  const usual = gaps[Math.floor(gaps.length * 0.95)];
  console.log(`the whole search took ${millis} ms; of 20 pauses 19 were shorter than ${Math.round(usual)} ms, the longest had ${Math.round(gaps.at(-1))} ms`);
  assert.ok(usual < 100, `the page stood still for ${usual} ms again and again`);

  await inspect(token("BREW"));
  await page.getByRole("region", { name: "Search" }).waitFor();
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByRole("region", { name: "Search" }).waitFor({ state: "hidden" });
  assert.equal(await region.count(), 0);
}));

test("what cannot be read is said beside its field, and nothing typed is lost", () => atInspect(async ({ page, fill, inspect }) => {
  await fill("URL", "/2010-04-01/Accounts.json");
  await fill("Public key (PEM)", "not a key");
  await fill("Authorization header", "Bearer x");
  await fill("Time of the request", "yesterday");
  await inspect("");
  const summary = page.getByRole("alert");
  await summary.waitFor();
  assert.equal(await summary.getByRole("link").count(), 5);
  for (const name of ["Token", "URL", "Public key (PEM)", "Authorization header", "Time of the request"]) {
    assert.equal(await page.getByLabel(name, { exact: true }).getAttribute("aria-invalid"), "true", name);
  }
  assert.equal(await page.getByLabel("URL", { exact: true }).inputValue(), "/2010-04-01/Accounts.json");
  await page.getByRole("button", { name: "Clear" }).click();
  assert.equal(await page.getByLabel("URL", { exact: true }).inputValue(), "");
  assert.equal(await page.getByRole("alert").count(), 0);
}));

test("codes are looked up by number, by word and by address", () => atInspect(async ({ page, fill, inspect, region }) => {
  const codes = page.getByRole("region", { name: "Error codes" });
  const rows = codes.getByRole("rowheader");
  assert.equal(await rows.count(), 0);
  await codes.getByRole("button", { name: "Show all codes" }).click();
  assert.ok((await rows.count()) > 45);
  await fill("Error code", "7010");
  assert.deepEqual(await rows.allInnerTexts(), ["70101", "70102", "70103", "70104", "70105", "70106"]);
  await fill("Error code", "expired");
  assert.deepEqual(await rows.allInnerTexts(), ["20156"]);
  await fill("Error code", "hunter2");
  await codes.getByText("No code here has this").waitFor();
  await inspect(token(right, { iss: sid("AC") }));
  await region.getByRole("link", { name: "20153" }).first().click();
  await codes.getByText("1 of ").waitFor();
  assert.deepEqual(await rows.allInnerTexts(), ["20153"]);
  assert.ok(await region.isVisible(), "the inspection is still there");
}));

test("an address may name a code", async () => {
  const { site, page, close } = await open();
  try {
    await page.goto(`${site.url}/inspect?code=70156`);
    const codes = page.getByRole("region", { name: "Error codes" });
    await codes.getByText("1 of ").waitFor();
    assert.deepEqual(await codes.getByRole("rowheader").allInnerTexts(), ["70156"]);
  } finally {
    await close();
  }
});

for (const [colorScheme, width] of [["light", 1280], ["dark", 360]]) {
  test(`axe finds nothing: ${colorScheme}, ${width} px wide`, () => atInspect(async ({ page, fill, inspect, region }) => {
    const found = [];
    const look = async (name) => {
      for (const scheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        const { violations } = await new AxeBuilder({ page }).analyze();
        found.push(...violations.map(({ id, nodes }) => `${name}, ${scheme}: ${id} at ${nodes.map((node) => node.target).join("; ")}`));
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) found.push(`${name}: ${wide} px stick out`);
    };
    await look("empty");
    await inspect("");
    await page.getByRole("alert").waitFor();
    await look("errors");
    await fillRequest(page, fill);
    await fill("Your client's canonical request", right.replace("/2010", "2010"));
    await inspect(token(canonical("FriendlyName=West+Team&Status=active")));
    await region.waitFor();
    await look("deviation");
    await inspect(token());
    await region.getByText("Nothing wrong was found").waitFor();
    await page.getByRole("button", { name: "Show all codes" }).click();
    await look("good");
    assert.deepEqual(found, []);
  }, { colorScheme, viewport: { width, height: 800 } }));
}

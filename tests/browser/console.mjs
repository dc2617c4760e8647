// The console as an admin meets it: by roles and names only.
import { launch, watch } from "../support/browser.mjs";
import { start as startNginx } from "../support/nginx.mjs";

/**
 * A web server (nginx, or what `serve` starts) with the production build, and a browser. `upstreamPort` is where the relay leads; 9 refuses everything. With
 * `clock` the page's clock is the test's; `init` is a script that runs before each page; `prepare` gets the context first.
 */
export async function open({ upstreamPort = 9, context: options = {}, clock = false, init, prepare, serve = startNginx } = {}) {
  const site = await serve({ upstreamPort });
  const browser = await launch();
  const context = await browser.newContext({ acceptDownloads: true, permissions: ["clipboard-write"], ...options });
  await prepare?.(context);
  if (init) await context.addInitScript(init);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const troubles = await watch(page);
  const record = recorder(page);
  if (clock) await page.clock.install();
  await page.goto(site.url);
  await page.getByRole("heading", { name: "Connect", level: 1 }).waitFor();
  return {
    site,
    browser,
    context,
    page,
    troubles,
    record,
    async close() {
      await browser.close();
      await site.stop();
    },
  };
}

/** A file of the build, which the page may fetch at any time: named after its content, and asked for without a word. */
export const isOwnFile = ({ url, body }) => body === "" && /^[^?]*\/[\w-]+-[0-9a-f]{16}(_bg)?\.(js|wasm|svg|css)$/.test(url);

/** Everything that leaves the page or is written by it, for the search for secrets. */
function recorder(page) {
  const record = { requests: [], console: [] };
  page.on("request", (request) => {
    record.requests.push({ url: request.url(), headers: request.headers(), body: request.postDataBuffer()?.toString("latin1") ?? "" });
  });
  page.on("console", (message) => record.console.push(message.text()));
  return record;
}

export async function choosePractice(page, enforcement) {
  await page.getByRole("radio", { name: "Practice account" }).check();
  if (enforcement) await page.getByLabel("Public Key Client Validation", { exact: true }).selectOption(enforcement);
  await page.getByRole("button", { name: "Check credentials" }).waitFor();
}

/** Fills in a Twilio account's credentials; `sign` adds the key pair. */
export async function fillTwilio(page, credentials, { sign = true } = {}) {
  await page.getByRole("radio", { name: "Twilio account" }).check();
  await page.getByLabel("Account SID", { exact: true }).fill(credentials.account_sid);
  await page.getByLabel("Main API key SID", { exact: true }).fill(credentials.main_key_sid);
  await page.getByLabel("Main API key secret", { exact: true }).fill(credentials.main_key_secret);
  if (!sign) return;
  await page.getByRole("checkbox", { name: "Sign requests (Public Key Client Validation)" }).check();
  await page.getByLabel("Public key SID", { exact: true }).fill(credentials.public_key_sid);
  await page.getByLabel("Private key (PEM)", { exact: true }).fill(credentials.private_key_pem);
}

/** Presses the button and waits for the check's end; gives its findings back. */
export async function check(page) {
  await page.getByRole("button", { name: "Check credentials" }).click();
  const region = page.getByRole("region", { name: "Credential check" });
  await region.waitFor();
  await region.getByText("Asking…").waitFor({ state: "hidden" });
  return region.getByRole("list").first().innerText();
}

export async function toPlan(page) {
  await check(page);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { name: "Plan", level: 1 }).waitFor();
}

/** From the plan to the results. */
export async function prime(page, names, choice) {
  await page.getByLabel("Subaccount names or SIDs").fill(names.join("\n"));
  if (choice) await page.getByRole("radio", { name: choice }).check();
  await page.getByRole("button", { name: "Start priming" }).click();
  await page.getByRole("heading", { name: "Results", level: 1 }).waitFor({ timeout: 60_000 });
}

/** The article of a subaccount on Results: its row is opened if it is not. */
export async function opened(page, name) {
  const article = page.getByRole("article", { name });
  const row = page.getByRole("button", { name: `Open ${name}`, exact: true });
  await row.or(article).first().waitFor();
  if (await row.count()) await row.click();
  await article.waitFor();
  return article;
}

/** A tab of an article, chosen: its panel. */
export async function tab(article, name) {
  await article.getByRole("tab", { name, exact: true }).click();
  return article.getByRole("tabpanel", { name, exact: true });
}

/** Opens every row of Results. */
export async function openAll(page) {
  const closed = page.getByRole("table", { name: "Results" }).getByRole("button", { name: /^Open / });
  while (await closed.count()) await closed.first().click();
}

/** Says of each result that it is saved. */
export async function sayAllSaved(page) {
  await openAll(page);
  for (const box of await page.getByRole("checkbox", { name: "I saved it elsewhere" }).all()) await box.check();
}

/** What an article says. */
export async function result(page, name) {
  const article = await opened(page, name);
  const text = (id) => article.getByTestId(id).innerText();
  return {
    article,
    accountSid: await text("account-sid"),
    apiKeySid: await text("api-key-sid"),
    publicKeySid: await text("public-key-sid"),
    fingerprint: await text("fingerprint"),
    verification: await text("verification"),
  };
}

/** Types a new passphrase, twice. */
export async function newPassphrase(scope, label, text) {
  await scope.getByLabel(label, { exact: true }).fill(text);
  await scope.getByLabel("Repeat the passphrase", { exact: true }).fill(text);
}

/** The same for the archive of all results. */
export const archivePassphrase = (page, text) => newPassphrase(page.getByRole("region", { name: "All results" }), "Passphrase for the archive", text);

/** The private key file of an article, as text. */
export async function savePrivateKey(page, article, passphrase) {
  const encrypt = article.getByRole("checkbox", { name: "Encrypt the private key with a passphrase" });
  await encrypt.setChecked(Boolean(passphrase));
  if (passphrase) await newPassphrase(article, "Passphrase for the private key", passphrase);
  return saved(page, article.getByRole("button", { name: "Download private key" }));
}

/** The file that a button saves: its name and its text. */
export async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  const stream = await download.createReadStream();
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString() };
}

/** What is on the clipboard, as a paste into another page tells it: the console's own policy forbids reading it. */
export async function clipboard(context) {
  const other = await context.newPage();
  await other.setContent("<textarea autofocus></textarea>");
  await other.locator("textarea").press("Control+V");
  const text = await other.locator("textarea").inputValue();
  await other.close();
  return text;
}

/** Waits until something is so, for ten seconds at most. */
export async function until(isSo, what) {
  for (const end = Date.now() + 10_000; !(await isSo()); ) {
    if (Date.now() > end) throw new Error(`not within ten seconds: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

// Names that would be programs if a page took them for markup: they are shown as they are, everywhere, and do nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isOwnFile, openAll, savePrivateKey } from "./console.mjs";
import { atPlan, names, results, start } from "./roads.mjs";

const RUN = "window.done=1";
const PAYLOADS = [
  `<script>${RUN}</script>`, `<img src=x onerror=${RUN}>`, `<svg onload=${RUN}>`, `<svg><script>${RUN}</script></svg>`, `<body onload=${RUN}>`,
  `<iframe srcdoc='<script>${RUN}</script>'>`, `<a href=javascript:${RUN}>x</a>`, `"><script>${RUN}</script>`, `'><img src=x onerror=${RUN}>`, `" onmouseover="${RUN}`,
  `' autofocus onfocus='${RUN}`, `</textarea><script>${RUN}</script>`, `</title><script>${RUN}</script>`, `</style><script>${RUN}</script>`, `<!--<script>${RUN}</script>-->`,
  `<template><script>${RUN}</script></template>`, `<math><mtext><img src=x onerror=${RUN}>`, `<details open ontoggle=${RUN}>`, `<video><source onerror=${RUN}></video>`, `<object data=javascript:${RUN}>`,
  `<form action=javascript:${RUN}><input type=submit>`, `<base href=https://example.com/>`, `<link rel=stylesheet href=//example.com/x>`, `<meta http-equiv=refresh content=0;url=//example.com>`,
  `{{constructor.constructor('${RUN}')()}}`, `\${${RUN}}`, `&lt;script&gt;${RUN}&lt;/script&gt;`, `javascript:${RUN}//`, `%3Cscript%3E${RUN}%3C/script%3E`, `<x style=behavior:url(#x)>`, `-->'"\`;${RUN}//`,
];

test(`${PAYLOADS.length} names that are markup or code are shown as they are and do nothing`, () => atPlan({ pkcv: "off" }, async (page, practice, console_) => {
  assert.ok(PAYLOADS.every((name) => name.length <= 64));
  let dialogs = 0;
  page.on("dialog", (dialog) => (dialogs++, dialog.accept()));
  const away = [];
  await page.route("**://example.com/**", (route) => (away.push(route.request().url()), route.abort()));
  await names(page).fill(PAYLOADS.join("\n"));
  await start(page);
  await results(page);
  const made = (await practice.inventory()).accounts.map(({ name }) => name);
  assert.deepEqual(PAYLOADS.filter((name) => !made.includes(name)), [], "each was created under its very name");
  // Everything that a text node of the page says, line by line; the plan's own text is not among it.
  const shown = async () => page.evaluate(() => [...document.querySelectorAll("td, th, a, h2, h3, strong, span, button")].map((element) => element.textContent.trim()));
  const seen = new Set(await shown());
  await page.getByRole("link", { name: "Subaccounts", exact: true }).click();
  await page.getByText(PAYLOADS[0], { exact: true }).first().waitFor();
  for (const text of await shown()) seen.add(text);
  assert.deepEqual(PAYLOADS.filter((name) => !seen.has(name)), [], "each is read as it is");
  assert.equal(await page.evaluate(() => window.done), undefined);
  assert.deepEqual([dialogs, away], [0, []]);
  const origin = console_.site.url;
  const known = ({ url, body }) => url === `${origin}/` || url.startsWith(`${origin}/relay/`) || isOwnFile({ url, body });
  assert.deepEqual(console_.record.requests.filter((request) => !known(request)).map(({ url }) => url), [], "nothing else was asked for");
  // With 401 an unsigned request is refused, with 429 the relay slows down.
  assert.deepEqual(console_.troubles.filter((trouble) => !/status of (401|429)/.test(trouble)), []);
}));

test("what Twilio says of an error is shown as it is, and does nothing", () => atPlan({ pkcv: "off" }, async (page, _, console_) => {
  const said = PAYLOADS.join(" | ");
  await page.route("**/relay/api.twilio.com/2010-04-01/Accounts.json", (route) =>
    route.request().method() === "POST"
      ? route.fulfill({ status: 400, contentType: "application/json", body: JSON.stringify({ code: 99999, message: said, more_info: said, status: 400 }) })
      : route.fallback());
  await names(page).fill("West");
  await start(page);
  const alert = page.getByRole("alert");
  await alert.waitFor();
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  assert.ok((await page.locator("main").textContent()).includes(said), "word for word");
  assert.equal(await page.evaluate(() => window.done), undefined);
  assert.deepEqual(console_.troubles.filter((trouble) => !/status of (400|401)/.test(trouble)), []);
}));

test("a file is named without what a file system or a shell would take for more", () => atPlan({ pkcv: "off" }, async (page) => {
  const odd = ["../../etc/passwd", "$(touch x)`touch y`", "<img src=x>\u202egnp.exe", "CON"];
  await names(page).fill(odd.join("\n"));
  await page.getByRole("radio", { name: "One new key pair for all" }).check();
  await start(page);
  await results(page);
  await openAll(page);
  for (const name of odd) {
    const article = page.getByRole("article").filter({ has: page.getByRole("heading", { name, exact: true }) });
    const { name: file } = await savePrivateKey(page, article);
    assert.match(file, /^[A-Za-z0-9._-]+-private-key\.pem$/, name);
    assert.ok(!file.startsWith(".") && !file.startsWith("-"), file);
  }
}));

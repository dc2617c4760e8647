// The console in each engine: the same few steps, done in the page itself, because the two drivers have nothing else in common.
import assert from "node:assert/strict";
import { launch as launchChromium } from "../support/browser.mjs";
import { launch as launchFirefox } from "../support/firefox.mjs";

const ENGINES = {
  Chromium: { launch: launchChromium, context: (browser) => browser.newContext({ ignoreHTTPSErrors: true }) },
  Firefox: { launch: launchFirefox, context: (browser) => browser.createBrowserContext() },
};
export const NAMES = Object.keys(ENGINES);

/** Opens the console at `url` in the engine of that name. */
export async function open(name, url) {
  const browser = await ENGINES[name].launch();
  const page = await (await ENGINES[name].context(browser)).newPage();
  await page.goto(url);
  return { page, close: () => browser.close() };
}

/** Asks the page until it says yes; `what` is for the one who reads that it never did. */
export async function until(page, what, ask, asked, seconds = 30) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    if (await page.evaluate(ask, asked)) return;
  }
  assert.fail(`${what} did not come. The page says:\n${await page.evaluate(() => document.body.innerText)}`);
}

/** Waits for a heading. */
export const heading = (page, name, seconds) => until(page, `the heading ${name}`, (name) => [...document.querySelectorAll("h1")].some((one) => one.textContent.trim() === name), name, seconds);

/** Waits for a text anywhere on the page. */
export const text = (page, part, seconds) => until(page, `"${part}"`, (part) => document.body.innerText.includes(part), part, seconds);

/** Presses the button or the link of that name once it can be pressed. */
export const press = (page, name) =>
  until(page, `the button ${name}`, (name) => {
    const found = [...document.querySelectorAll("button, a")].find((one) => one.textContent.trim() === name && !one.disabled && one.checkVisibility());
    found?.click();
    return Boolean(found);
  }, name);

/** Ticks the box, or chooses the radio button, with that label. */
export const choose = (page, label) =>
  until(page, `the choice ${label}`, (label) => {
    const found = [...document.querySelectorAll("label")].find((one) => one.textContent.trim().startsWith(label) && ["radio", "checkbox"].includes(one.control?.type));
    if (found && !found.control.checked) found.control.click();
    return Boolean(found);
  }, label);

/** Types into the field with that label. */
export const fill = (page, label, text) =>
  until(page, `the field ${label}`, ({ label, text }) => {
    const field = [...document.querySelectorAll("label")].find((one) => one.textContent.trim() === label && one.control?.checkVisibility())?.control;
    if (!field) return false;
    field.focus();
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }, { label, text });

/** Everything that the page says, and what stands at these test ids. */
export const said = (page, ids) =>
  page.evaluate((ids) => ({ text: document.body.innerText, ...Object.fromEntries(ids.map((id) => [id, [...document.querySelectorAll(`[data-testid="${id}"]`)].map((one) => one.innerText.trim())])) }), ids);

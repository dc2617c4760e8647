// Debian's Firefox, driven by puppeteer-core over WebDriver BiDi.
import puppeteer from "puppeteer-core";

/** Starts the browser. */
export function launch() {
  return puppeteer.launch({ browser: "firefox", executablePath: process.env.KEYSEED_FIREFOX ?? "/usr/bin/firefox-esr", acceptInsecureCerts: true });
}

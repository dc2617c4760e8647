// The commands of the results: for each shell, as they are copied, saved and shown; and of subaccounts primed elsewhere.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { choosePractice, clipboard, open, opened, prime, result, saved, tab, toPlan } from "./console.mjs";
import { needle } from "../support/needle.mjs";
import { sound } from "./roads.mjs";

const TERMINAL = ["Use in this shell", "Without the secret in the history", "Main key with --account-sid", "Auth Token (discouraged)"];
const PROFILE = ["Save as a CLI profile", "Twilio's own way to a profile", "Switch to the profile", "One command with the profile", "Undo"];
const TABS = { Terminal: TERMINAL, "CLI profile": PROFILE };

/** At the results of one subaccount on the practice account. */
async function atResults(enforcement, body, options = {}) {
  const console_ = await open(options);
  const { page } = console_;
  try {
    await choosePractice(page, enforcement);
    await toPlan(page);
    await prime(page, ["West Team"], enforcement === "off" ? undefined : "A new key pair for each subaccount");
    const article = await opened(page, "West Team");
    const region = (name) => article.getByRole("region", { name, exact: true });
    const copied = async (name, which = "first") => {
      await region(name).getByRole("button", { name: "Copy" })[which]().click();
      return clipboard(console_.context);
    };
    await tab(article, "Terminal");
    await body({ console_, page, article, region, copied });
    assert.deepEqual(console_.troubles, []);
  } finally {
    await console_.close();
  }
}

const unfold = (article) => article.evaluate((element) => element.querySelectorAll(".snippets details").forEach((one) => (one.open = true)));

describe("the commands of a result", () => {
  test("each region has one command, which is copied whole and shown without its secret", () =>
    atResults("off", async ({ console_, page, article, region, copied }) => {
      await tab(article, "Credentials");
      await article.getByRole("button", { name: "Reveal API key secret" }).click();
      const secret = await article.getByTestId("api-key-secret").innerText();
      await article.getByRole("button", { name: "Hide API key secret" }).click();
      await tab(article, "Terminal");
      assert.equal(await region("Auth Token (discouraged)").getByRole("button", { name: "Copy" }).count(), 0, "it is folded");
      for (const [place, names] of Object.entries(TABS)) {
        await tab(article, place);
        await unfold(article);
        const commands = new Map();
        for (const name of names) {
          const text = await copied(name);
          commands.set(name, text);
          const code = await region(name).locator("code").innerText();
          assert.ok(!code.includes(secret), `${name}: hidden`);
          assert.equal(code.replace("••••••••••••", `'${secret}'`), text, name);
        }
        await article.getByRole("button", { name: "Copy all as notes" }).click();
        const notes = await clipboard(console_.context);
        let read = 0;
        for (const name of names) {
          const place = notes.indexOf(commands.get(name), read);
          assert.ok(place >= 0, `${name} is in the notes, in its place`);
          assert.ok(notes.slice(read, place).includes(name), `${name}: its heading stands before it`);
          read = place;
        }
        assert.ok(notes.includes(secret), "whole, with the secret");
      }
      await tab(article, "Credentials");
      await article.getByRole("button", { name: "Reveal API key secret" }).click();
      await tab(article, "Terminal");
      assert.ok((await region("Use in this shell").locator("code").innerText()).includes(secret), "it is shown once it is revealed");
      assert.ok(!(await copied("Main key with --account-sid")).includes(secret));
    }));

  test("PowerShell and cmd write a profile by a file, which is there to save and to read", () =>
    atResults("off", async ({ page, article, region, copied }) => {
      const program = readFileSync(new URL("../../src/snippets/cli/add-profile.mjs", import.meta.url), "utf8");
      await tab(article, "CLI profile");
      for (const shell of ["PowerShell", "cmd"]) {
        await article.getByLabel("Shell", { exact: true }).selectOption(shell);
        for (const [name, action] of [["Save as a CLI profile", "save"], ["Undo", "undo"]]) {
          const file = await saved(page, region(name).getByRole("button", { name: "Download add-profile.mjs" }));
          assert.deepEqual([file.name, file.text], ["add-profile.mjs", program]);
          // It stays open where the shell is changed.
          if (shell === "PowerShell") await region(name).getByText("Read add-profile.mjs").click();
          assert.ok((await region(name).locator("code").first().innerText()).includes("node add-profile.mjs save NAME"));
          assert.match(await copied(name, "last"), new RegExp(`node add-profile\\.mjs ${action} west-team-[0-9a-f]{8} AC[0-9a-f]{32} SK[0-9a-f]{32}$`));
        }
        await sound(page);
      }
      await article.getByLabel("Shell", { exact: true }).selectOption("fish");
      assert.equal(await region("Undo").getByRole("button", { name: "Download add-profile.mjs" }).count(), 0);
    }));

  test("the shell is remembered, and each has its own words", () =>
    atResults("off", async ({ console_, page, article, region, copied }) => {
      const shell = article.getByLabel("Shell", { exact: true });
      assert.equal(await shell.inputValue(), "bash/zsh");
      const words = { fish: /^set -gx TWILIO_API_KEY /m, PowerShell: /^\$Env:TWILIO_API_KEY = /m, cmd: /^set "TWILIO_API_KEY=/m, ".env": /^TWILIO_API_KEY=SK/m };
      assert.deepEqual(await shell.locator("option").allTextContents(), ["bash/zsh", ...Object.keys(words)], "each is looked at");
      for (const [name, pattern] of Object.entries(words)) {
        await shell.selectOption(name);
        assert.match(await copied("Use in this shell"), pattern);
      }
      const env = await saved(page, region("Use in this shell").getByRole("button", { name: "Download .env" }));
      assert.match(env.name, /^west-team-[0-9a-f]{8}\.env$/);
      assert.match(env.text, /^TWILIO_ACCOUNT_SID=AC[0-9a-f]{32}\nTWILIO_API_KEY=SK[0-9a-f]{32}\nTWILIO_API_SECRET=\w{32}\n$/);
      const envrc = await saved(page, region("For direnv (.envrc)").getByRole("button", { name: "Download .envrc" }));
      execFileSync("bash", ["-n"], { input: envrc.text });
      await tab(article, "CLI profile");
      assert.match(await copied("Switch to the profile"), /^unset /, "what a file cannot say is said for bash");
      const other = await console_.context.newPage();
      await other.goto(`${console_.site.url}/subaccounts/commands`);
      await other.getByLabel("Account SID", { exact: true }).fill(`AC${"1".repeat(32)}`);
      await other.getByLabel("API key SID", { exact: true }).fill(`SK${"2".repeat(32)}`);
      assert.equal(await other.getByLabel("Shell", { exact: true }).inputValue(), ".env");
    }));

  test("where signing is enforced, what works stands first, and what cannot work is there on demand, and says so", () =>
    atResults("enforced", async ({ page, article, region }) => {
      assert.equal(await article.getByRole("tab").nth(1).innerText(), "Use from code");
      for (const [place, names] of Object.entries(TABS)) {
        const panel = await tab(article, place);
        assert.equal(await panel.getByRole("region").count(), 0);
        await panel.getByText("The Twilio CLI doesn't sign its requests").waitFor();
        await panel.getByRole("button", { name: "Show the commands anyway" }).click();
        await unfold(article);
        for (const name of names.filter((name) => name !== "Undo")) {
          assert.match(await region(name).locator("p").first().innerText(), /Does not work on/, name);
        }
      }
      const code = await tab(article, "Use from code");
      const signing = code.getByRole("region", { name: "Sign from your application" });
      for (const [language, file] of [["Java", "Check.java"], ["Node", "check.mjs"], ["Python", "check.py"]]) {
        await signing.getByLabel("Language", { exact: true }).selectOption(language);
        const program = await saved(page, signing.getByRole("button", { name: `Download ${file}` }));
        assert.ok(program.text.includes(await article.getByTestId("public-key-sid").textContent()));
        assert.ok(program.text.includes("West-Team-private-key.pem"), program.text);
      }
      const settings = region("Settings for the application");
      assert.equal(await settings.locator(".field-error").count(), 0, "an application that signs can use it");
      const env = await saved(page, settings.getByRole("button", { name: "Download .env" }));
      assert.match(env.text, /\nTWILIO_PUBLIC_KEY_SID=CR[0-9a-f]{32}\nTWILIO_PRIVATE_KEY_FILE=West-Team-private-key\.pem\n$/);
      await sound(page);
    }));

  test("sound with every region open, in each shell", () =>
    atResults("optional", async ({ page, article, region }) => {
      for (const shell of ["bash/zsh", "PowerShell", ".env"]) {
        await article.getByLabel("Shell", { exact: true }).selectOption(shell);
        if (shell !== "bash/zsh") assert.ok(await region("Auth Token (discouraged)").locator("code").isVisible(), "what was unfolded stays so");
        for (const place of [...Object.keys(TABS), "Use from code", "Hand over", "Requests", "Terminal"]) {
          await tab(article, place);
          await unfold(article);
          await sound(page);
        }
      }
    }));
});

describe("the clipboard", () => {
  test("a copied secret is cleared after a minute, and the page says what it cannot do", () =>
    atResults("off", async ({ console_, page, copied }) => {
      await page.clock.install();
      assert.match(await copied("Use in this shell"), /TWILIO_API_SECRET/);
      await page.bringToFront();
      await page.getByText("A secret is on the clipboard").waitFor();
      await page.getByText("A clipboard history").waitFor();
      await page.clock.runFor(61_000);
      await page.getByText("The clipboard is cleared").waitFor();
      assert.equal(await clipboard(console_.context), "");
    }));

  test("what was copied since then stays", () =>
    atResults("off", async ({ console_, page, article, copied }) => {
      await page.clock.install();
      await copied("Use in this shell");
      await tab(article, "Credentials");
      const sid = await article.getByTestId("account-sid").innerText();
      await page.bringToFront();
      await article.getByRole("button", { name: "Copy Account SID" }).click();
      await page.clock.runFor(61_000);
      assert.equal(await clipboard(console_.context), sid);
    }));

  test("where the page may not copy, the text is there, selected", () =>
    atResults("off", async ({ page, article, region }) => {
      await page.evaluate(() => Object.defineProperty(navigator.clipboard, "writeText", { value: () => Promise.reject(new Error("no")) }));
      await region("Use in this shell").getByRole("button", { name: "Copy" }).click();
      await page.getByText("The browser does not let this page copy").waitFor();
      const area = region("Use in this shell").getByRole("textbox", { name: "Select and copy" });
      await page.waitForFunction(() => document.activeElement?.tagName === "TEXTAREA");
      const selected = await area.evaluate((area) => [document.activeElement === area, area.value.slice(area.selectionStart, area.selectionEnd)]);
      assert.ok(selected[0]);
      assert.match(selected[1], /^unset [^]*TWILIO_API_SECRET='\w{32}'$/);
    }));
});

describe("a subaccount that was primed elsewhere", () => {
  const typed = needle("typed");
  const at = async (body) => {
    const console_ = await open();
    try {
      await console_.page.getByRole("link", { name: "Subaccounts" }).click();
      await console_.page.getByRole("link", { name: "Commands for a subaccount" }).click();
      await console_.page.getByRole("heading", { name: "Commands for a subaccount", level: 1 }).waitFor();
      await body(console_);
      assert.deepEqual(console_.troubles, []);
    } finally {
      await console_.close();
    }
  };
  const type = (page, label, text) => page.getByLabel(label, { exact: true }).fill(text);

  test("two SIDs and a profile name give the commands, without and with the secret", () =>
    at(async ({ page, context, record }) => {
      await page.getByText("The commands stand here once").waitFor();
      await type(page, "Account SID", `AC${"1a".repeat(16)}`);
      await type(page, "API key SID", `SK${"2b".repeat(16)}`);
      await type(page, "Profile name", "west");
      const region = (name) => page.getByRole("region", { name, exact: true });
      const copied = async (name) => {
        await region(name).getByRole("button", { name: "Copy" }).click();
        return clipboard(context);
      };
      assert.match(await copied("Use in this shell"), /export TWILIO_API_SECRET='API_KEY_SECRET'$/);
      assert.match(await copied("Switch to the profile"), /twilio profiles:use west$/);
      assert.equal(await region("Main key with --account-sid").count(), 0);
      await type(page, "API key secret (optional)", `${typed}$'x`);
      assert.match(await copied("Use in this shell"), new RegExp(`export TWILIO_API_SECRET='${typed}\\$'\\\\''x'$`));
      assert.ok(!(await region("Use in this shell").locator("code").innerText()).includes(typed));
      await page.getByText("Signing, and the parent account").click();
      await type(page, "Parent account SID", `AC${"3c".repeat(16)}`);
      await type(page, "Main API key SID", `SK${"4d".repeat(16)}`);
      await type(page, "Public key SID", `CR${"5e".repeat(16)}`);
      assert.match(await copied("Main key with --account-sid"), new RegExp(`--account-sid=AC${"1a".repeat(16)}$`));
      await region("Sign from your application").waitFor();
      assert.deepEqual(record.requests.filter(({ url }) => url.includes("/relay/")), [], "nothing is sent");
      await sound(page);
    }));

  test("a name that the CLI misreads is refused beside its field", () =>
    at(async ({ page }) => {
      for (const name of ["constructor", "__proto__", "toString", "-p", "West Team"]) {
        await type(page, "Profile name", name);
        await page.getByLabel("Profile name", { exact: true }).blur();
        await page.locator(".field-error").first().waitFor();
      }
      await type(page, "Profile name", "west");
      assert.equal(await page.locator(".field-error").count(), 0);
    }));
});

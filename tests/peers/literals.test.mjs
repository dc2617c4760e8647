// Names and paths stand in the programs as string literals: each language must read back what was typed, whatever it is.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { languages, program } from "../support/programs.mjs";

const FIELDS = ["private_key_file", "subaccount_name", "api_key_name", "public_key_name", "new_public_key_file", "new_private_key_file", "secret_file"];
const PIECES = ["\"", "'", "\\", "\\u0022", "\\n", "$", "${x}", "`", "%s", "{{", "}}", "{{parent_sid}}", "\n", "\r", "\t", "\0", "7", "\u007f", "\u0085", "\u00e9",
  "\u05e9", "\u200f", "\u202e", "\u2028", "\u2029", "\ufeff", "\u{1f469}\u200d\u{1f680}", "\u{e0041}", "\u{10ffff}", " ", "x", "//", "*/", "\"\"\"", "#"];

/** Texts of such pieces, the same each time. */
function texts(count) {
  let state = 20_161;
  const next = (below) => (state = (state * 48_271) % 2_147_483_647) % below;
  return Array.from({ length: count }, () => Array.from({ length: next(8) }, () => PIECES[next(PIECES.length)]).join(""));
}

const wrappers = {
  Java: {
    file: "Literals.java",
    command: ["java"],
    whole: (literals) => `public class Literals { public static void main(String[] a) throws Exception {
      for (String one : new String[] {\n${literals.join(",\n")}}) System.out.println(java.util.Base64.getEncoder().encodeToString(one.getBytes("UTF-8"))); } }`,
  },
  Node: {
    file: "literals.mjs",
    command: [process.execPath],
    whole: (literals) => `for (const one of [\n${literals.join(",\n")}]) console.log(Buffer.from(one).toString("base64"));`,
  },
  Python: {
    file: "literals.py",
    command: [process.env.KEYSEED_PYTHON ?? "python3"],
    whole: (literals) => `import base64\nfor one in [\n${literals.join(",\n")}]: print(base64.b64encode(one.encode()).decode())`,
  },
};

for (const language of languages) {
  const { file, command, whole } = wrappers[language.name];
  const skip = spawnSync(command[0], ["--version"]).error ? `there is no ${command[0]}` : false;
  test(`${language.name} reads back every text`, { skip }, () => {
    const all = texts(420);
    const literals = [];
    for (let first = 0; first < all.length; first += FIELDS.length) {
      const named = Object.fromEntries(FIELDS.map((field, index) => [field, all[first + index]]));
      const text = program("library", language, { parent_sid: "AC" + "1".repeat(32), main_key_sid: "SK" + "1".repeat(32), ...named });
      for (const field of FIELDS) {
        const [, literal] = text.match(new RegExp(`^.*\\b${field.toUpperCase()} = (".*");?$`, "m")) ?? assert.fail(`${field}: ${text}`);
        literals.push(literal);
      }
    }
    const folder = mkdtempSync(join(tmpdir(), "keyseed-literals-"));
    writeFileSync(join(folder, file), whole(literals));
    const read = execFileSync(command[0], [file], { cwd: folder, encoding: "utf8" }).split("\n").slice(0, -1);
    rmSync(folder, { recursive: true });
    assert.deepEqual(read.map((one) => Buffer.from(one, "base64").toString()), all);
  });
}

// The whole main job behind Caddy; every other test has nginx.
import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { test } from "node:test";
import { start as startCaddy } from "../support/caddy.mjs";
import { prime, result, savePrivateKey } from "./console.mjs";
import { atPlan } from "./roads.mjs";

test("a subaccount is primed and verified behind Caddy, with no violation of the policy", () => atPlan({ pkcv: "enforced", serve: startCaddy }, async (page, practice, console_) => {
  await prime(page, ["West Team"]);
  const west = await result(page, "West Team");
  assert.match(west.verification, /signature enforced/);
  const { text } = await savePrivateKey(page, west.article);
  assert.equal(createPrivateKey(text).asymmetricKeyDetails.modulusLength, 2048);
  assert.ok((await practice.inventory()).accounts.some(({ sid }) => sid === west.accountSid));
  // A refusal with 401 is what asking unsigned hopes for.
  assert.deepEqual(console_.troubles.filter((trouble) => !/status of 401/.test(trouble)), []);
}));

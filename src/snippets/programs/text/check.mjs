// One signed request: it lists the account's public keys.
import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import twilio from "twilio";

const ACCOUNT_SID = {{account_sid}};
const API_KEY_SID = {{api_key_sid}};
const PUBLIC_KEY_SID = {{public_key_sid}};
const PRIVATE_KEY_FILE = {{private_key_file}};

{{secrets}}

try {
  const key = await privateKey(PRIVATE_KEY_FILE, "PRIVATE_KEY_PASSPHRASE");
  const client = twilio(API_KEY_SID, await secret("TWILIO_API_SECRET", "API key secret"), {
    accountSid: ACCOUNT_SID,
    validationClient: {
      accountSid: ACCOUNT_SID,
      credentialSid: PUBLIC_KEY_SID,
      signingKey: API_KEY_SID,
      privateKey: key,
      algorithm: "RS256",
    },
  });
  for (const publicKey of await client.accounts.v1.credentials.publicKey.list({ limit: 1000 })) {
    console.log("{{accepted}}", publicKey.sid);
  }
} catch (error) {
  console.error(why(error));
  process.exitCode = 1;
}

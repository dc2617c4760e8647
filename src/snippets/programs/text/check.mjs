// One signed request: it lists the account's public keys.
import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import twilio from "twilio";

// The names are those of the .env file. If the environment has the public key, it wins over what is filled in here.
const settings = {
  TWILIO_ACCOUNT_SID: {{account_sid}},
  TWILIO_API_KEY: {{api_key_sid}},
  TWILIO_PUBLIC_KEY_SID: {{public_key_sid}},
  TWILIO_PRIVATE_KEY_FILE: {{private_key_file}},
  ...(process.env.TWILIO_PUBLIC_KEY_SID && process.env),
};
const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_API_KEY: apiKey } = settings;

{{secrets}}

try {
  const key = await privateKey(settings.TWILIO_PRIVATE_KEY_FILE, "PRIVATE_KEY_PASSPHRASE");
  const client = twilio(apiKey, await secret("TWILIO_API_SECRET", "API key secret"), {
    accountSid,
    validationClient: {
      accountSid,
      credentialSid: settings.TWILIO_PUBLIC_KEY_SID,
      signingKey: apiKey,
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

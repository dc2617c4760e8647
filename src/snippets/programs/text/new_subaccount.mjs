// Makes a subaccount, gives it an API key and a public key, and tries them. If a step fails, the new subaccount is
// closed, for good; what cannot be closed is named.
import { createPrivateKey } from "node:crypto";
import { readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import twilio from "twilio";

// The parent account. Without a public key SID, no request is signed.
const ACCOUNT_SID = {{parent_sid}};
const MAIN_KEY_SID = {{main_key_sid}};
const PUBLIC_KEY_SID = {{public_key_sid}};
const PRIVATE_KEY_FILE = {{private_key_file}};

// The subaccount. The secret file must not exist yet.
const SUBACCOUNT_NAME = {{subaccount_name}};
const API_KEY_NAME = {{api_key_name}};
const PUBLIC_KEY_NAME = {{public_key_name}};
const NEW_PUBLIC_KEY_FILE = {{new_public_key_file}};
const NEW_PRIVATE_KEY_FILE = {{new_private_key_file}};
const SECRET_FILE = {{secret_file}};

const SIGNS = PUBLIC_KEY_SID !== "";

/** What was made so far, the subaccount first. */
const made = [];

{{secrets}}

function client(account, apiKey, secret, publicKey, key) {
  const signing = { accountSid: account, credentialSid: publicKey, signingKey: apiKey, privateKey: key, algorithm: "RS256" };
  return twilio(apiKey, secret, { accountSid: account, validationClient: SIGNS ? signing : undefined });
}

function note(what, sid) {
  made.push({ what, sid });
  console.log(`Made ${what} ${sid}`);
}

/** A private key must never be sent by mistake. */
function publicKeyPem(file) {
  const pem = readFileSync(file, "utf8");
  if (!pem.includes("-----BEGIN PUBLIC KEY-----") || pem.includes("PRIVATE KEY")) {
    throw new Error(`${file} holds no public key in PEM, or more than that.`);
  }
  return pem;
}

async function prime(parent, newPublicKey, newKey) {
  const { sid } = await parent.api.v2010.accounts.create({ friendlyName: SUBACCOUNT_NAME });
  note("subaccount", sid);

  const apiKey = await parent.api.v2010.accounts(sid).newKeys.create({ friendlyName: API_KEY_NAME });
  note("API key", apiKey.sid);
  writeFileSync(SECRET_FILE, `TWILIO_ACCOUNT_SID=${sid}\nTWILIO_API_KEY=${apiKey.sid}\nTWILIO_API_SECRET=${apiKey.secret}\n`);

  const publicKey = await parent.accounts.v1.credentials.publicKey.create({
    publicKey: newPublicKey,
    friendlyName: PUBLIC_KEY_NAME,
    accountSid: sid,
  });
  note("public key", publicKey.sid);

  const listed = await publicKeys(client(sid, apiKey.sid, apiKey.secret, publicKey.sid, newKey));
  if (!listed.includes(publicKey.sid)) throw new Error(`The subaccount does not list ${publicKey.sid}.`);
  for (const one of listed) console.log("{{accepted}}", one);
  console.log(`The API key secret is in ${SECRET_FILE}`);
}

/** Lists with the new credentials, which may take some seconds to be known everywhere. */
async function publicKeys(own) {
  for (let seconds = 1; ; seconds *= 2) {
    try {
      return (await own.accounts.v1.credentials.publicKey.list({ limit: 1000 })).map((one) => one.sid);
    } catch (error) {
      if (![20003, 70153].includes(error.code) || seconds > 8) throw error;
      await pause(seconds * 1000);
    }
  }
}

async function cleanUp(parent) {
  try {
    if (made.length > 0) {
      console.error(`Made before that: ${made.map(({ what, sid }) => `${what} ${sid}`).join(", ")}`);
      const { status } = await parent.api.v2010.accounts(made[0].sid).update({ status: "closed" });
      if (status !== "closed") throw new Error(`Twilio answered, but says that ${made[0].sid} is still ${status}.`);
      console.error(`Closed ${made[0].sid}, and its keys with it.`);
    }
    unlinkSync(SECRET_FILE);
  } catch (error) {
    console.error(`Not cleaned up: ${why(error)} All of the above may still exist: look in the Console, and close the subaccount there. See also ${SECRET_FILE}`);
  }
}

let parent;
try {
  const key = SIGNS ? await privateKey(PRIVATE_KEY_FILE, "PRIME_PASSPHRASE") : undefined;
  const newKey = SIGNS ? await privateKey(NEW_PRIVATE_KEY_FILE, "PRIME_NEW_PASSPHRASE") : undefined;
  const newPublicKey = publicKeyPem(NEW_PUBLIC_KEY_FILE);
  const mainSecret = await secret("PRIME_MAIN_KEY_SECRET", "Main API key secret");
  // Before anything is made: a secret that could not be kept would be lost.
  writeFileSync(SECRET_FILE, "", { mode: 0o600, flag: "wx" });
  parent = client(ACCOUNT_SID, MAIN_KEY_SID, mainSecret, PUBLIC_KEY_SID, key);
  await prime(parent, newPublicKey, newKey);
} catch (error) {
  process.exitCode = 1;
  console.error(`${parent ? "Failed." : "Nothing was made."} ${why(error)}`);
  const unknown = parent && (!error.status || error.status >= 500);
  if (unknown) console.error("The step may have had its effect all the same: look in the Console before you run this again.");
  if (parent) await cleanUp(parent);
}

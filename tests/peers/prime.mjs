// Twilio's Node library at work. Reads one task as JSON from standard input and writes what came of it as JSON; the
// tasks and answers are those of prime.py.
import { text } from "node:stream/consumers";
import twilio from "twilio";

const task = JSON.parse(await text(process.stdin));

function client({ account, key, secret, publicKey, privateKey }) {
  const validationClient = publicKey && {
    accountSid: account,
    credentialSid: publicKey,
    signingKey: key,
    privateKey,
    algorithm: task.algorithm,
  };
  return twilio(key, secret, { accountSid: account, validationClient });
}

async function prime() {
  const parent = client(task.who);
  const sub = await parent.api.v2010.accounts.create({ friendlyName: task.name });
  const key = await parent.api.v2010.accounts(sub.sid).newKeys.create({ friendlyName: `${task.name} key` });
  const publicKey = await parent.accounts.v1.credentials.publicKey.create({
    publicKey: task.seed.publicKey,
    friendlyName: `${task.name} public key`,
    accountSid: sub.sid,
  });
  const seeded = client({ account: sub.sid, key: key.sid, secret: key.secret, publicKey: publicKey.sid, privateKey: task.seed.privateKey });
  const listed = await seeded.accounts.v1.credentials.publicKey.list({ limit: 20 });
  const closed = await parent.api.v2010.accounts(sub.sid).update({ status: "closed" });
  return { account: sub.sid, name: sub.friendlyName, key: key.sid, publicKey: publicKey.sid, listed: listed.map((one) => one.sid), status: closed.status };
}

async function ask() {
  return { name: (await client(task.who).api.v2010.accounts(task.who.account).fetch()).friendlyName };
}

try {
  console.log(JSON.stringify(await { prime, ask }[task.do]()));
} catch (error) {
  console.log(JSON.stringify({ refused: error.code, status: error.status, words: error.message }));
}

/** From the environment, or typed unseen. Never an argument: everybody on the machine could read that. */
async function secret(variable, what) {
  if (process.env[variable]) return process.env[variable];
  if (!process.stdin.isTTY) throw new Error(`Set ${variable}, or run this in a terminal to be asked for the ${what}.`);
  process.stderr.write(`${what}: `);
  const unseen = new Writable({ write: (chunk, encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: unseen, terminal: true });
  terminal.on("SIGINT", () => process.exit(130));
  try {
    return await terminal.question("");
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}

/** Reads a private key, plain or encrypted, and gives it in the form that Twilio's library takes. */
async function privateKey(file, passphraseVariable) {
  let pem;
  try {
    pem = readFileSync(file.replace(/^~(?=\/)/, homedir()), "utf8");
  } catch (error) {
    throw new Error(`Cannot read ${file}: ${error.code}`);
  }
  const encrypted = pem.includes("ENCRYPTED");
  const passphrase = encrypted ? await secret(passphraseVariable, `passphrase of ${file}`) : undefined;
  try {
    return createPrivateKey({ key: pem, passphrase }).export({ type: "pkcs8", format: "pem" });
  } catch {
    throw new Error(encrypted ? `The passphrase does not open ${file}.` : `${file} holds no private key in PEM.`);
  }
}

/** What went wrong, in a line. With a status of 500 or more, Twilio may have done all the same what was asked. */
function why(error) {
  const { code, status, message } = error;
  return code && status ? `${status < 500 ? "Refused. " : ""}Twilio says ${code} (HTTP ${status}): ${message}` : message;
}

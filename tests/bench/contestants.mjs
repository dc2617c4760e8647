// In the page: everything that makes a key pair, each in workers of its own. Each takes milliseconds from the wish to the encoded pair.
import init, { fermat as fermatTest } from "/kernels/kernel_bench.js";

// What SearchJob is posted as, and what kind of SearchDone answers it.
const [FIND, JOIN] = [1, 2];
const EXPECTED = [0, 2, 3];

/** The page's search worker, spoken to as browser::search_pool does. */
class SearchWorker {
  constructor(url) {
    this.worker = new Worker(url, { type: "module" });
    this.answers = new Map();
    this.number = 0;
    this.ready = new Promise((done) => {
      this.worker.onmessage = ({ data }) => {
        if (data === null) return done();
        this.answers.get(data[0])(data[1]);
      };
    });
  }
  async ask(question) {
    await this.ready;
    const number = this.number++;
    const answer = new Promise((done) => this.answers.set(number, done));
    this.worker.postMessage([number, question]);
    const said = await answer;
    if (said[0] !== EXPECTED[question[0]]) throw new Error(`the worker answered ${said[0]}: ${new TextDecoder().decode(said[1])}`);
    return said.slice(1);
  }
}

/** The first two primes of all workers become a pair, which WebCrypto tries. Resolves once the other workers are idle again. */
async function search(workers) {
  const start = performance.now();
  const primes = [];
  let took;
  const look = async (worker) => {
    while (primes.length < 2) {
      primes.push(...(await worker.ask([FIND])));
      if (primes.length !== 2) continue;
      await tryPair(...(await worker.ask([JOIN, ...primes])));
      took = performance.now() - start;
    }
  };
  await Promise.all(workers.map(look));
  return took;
}

async function tryPair(pkcs8, spki) {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const signing = await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]);
  const signature = await crypto.subtle.sign(algorithm, signing, spki);
  const verifying = await crypto.subtle.importKey("spki", spki, algorithm, false, ["verify"]);
  if (!(await crypto.subtle.verify(algorithm, verifying, signature, spki))) throw new Error("the pair does not hold together");
}

const RIVALS = {
  webCrypto: `
    const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
    const make = async () => {
      const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
      await crypto.subtle.exportKey("pkcs8", pair.privateKey);
      await crypto.subtle.exportKey("spki", pair.publicKey);
    };`,
  rsa: `
    import init, { make_with_rsa as make } from "/kernels/kernel_bench.js";
    await init();`,
  forge: `
    globalThis.window = globalThis;
    await fetch("/forge.js").then((reply) => reply.text()).then((text) => (0, eval)(text));
    const make = () => {
      const pair = forge.pki.rsa.generateKeyPair({ bits: 2048, e: 0x10001 });
      forge.asn1.toDer(forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(pair.privateKey)));
      forge.asn1.toDer(forge.pki.publicKeyToAsn1(pair.publicKey));
    };`,
};

/** A module worker that answers each message with how long one key pair took. */
function rival(source) {
  const absolute = source.replaceAll('"/', `"${location.origin}/`);
  const program = `${absolute}
    onmessage = async () => { const start = performance.now(); await make(); postMessage(performance.now() - start); };
    postMessage("ready");`;
  const worker = new Worker(URL.createObjectURL(new Blob([program], { type: "text/javascript" })), { type: "module" });
  const next = () => new Promise((done) => (worker.onmessage = ({ data }) => done(data)));
  const ready = next();
  return async () => {
    await ready;
    const answer = next();
    worker.postMessage("make");
    return answer;
  };
}

let loaders;
const searchers = {};
const rivals = {};

window.contestants = {
  async begin(urls) {
    loaders = urls;
    await init();
    for (const [kernel, url] of Object.entries(urls)) searchers[kernel] = [new SearchWorker(url), new SearchWorker(url)];
    for (const [name, source] of Object.entries(RIVALS)) rivals[name] = rival(source);
  },
  make: (name, count) => (rivals[name] ? rivals[name]() : search(searchers[name].slice(0, count))),
  async cold(kernel) {
    const start = performance.now();
    const worker = new SearchWorker(loaders[kernel]);
    await search([worker]);
    worker.worker.terminate();
    return performance.now() - start;
  },
  /** Milliseconds of one test. */
  fermat(kernel, seed) {
    const start = performance.now();
    let tests = 0;
    while (tests < 40) tests += fermatTest(kernel, seed + tests);
    return (performance.now() - start) / tests;
  },
};

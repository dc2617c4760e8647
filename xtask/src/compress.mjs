// Writes a .br and a .gz beside each text and wasm file of the folder, and prints name, bytes and brotli's bytes.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = process.argv[1];
const names = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? names(join(folder, entry.name)) : [join(folder, entry.name)],
  );

for (const path of names(dist).filter((path) => /\.(html|js|wasm|css|svg)$/.test(path))) {
  const bytes = readFileSync(path);
  // Blocks of 64 KiB suit wasm better than the larger ones that brotli would choose.
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [constants.BROTLI_PARAM_LGBLOCK]: 16 } });
  writeFileSync(`${path}.br`, brotli);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  console.log([relative(dist, path), bytes.length, brotli.length].join("\t"));
}

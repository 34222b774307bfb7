// Compiles assembly/ and writes src/generated/simd.ts: the module as base64. The same sources give the same bytes.
import { Buffer } from "node:buffer";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = dirname(fileURLToPath(import.meta.url));
const target = join(root, "src/generated/simd.ts");

const options = [
  "-O3", "--noAssert", "--runtime", "stub", "--use", "abort=",
  "--enable", "simd", "--enable", "threads", "--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536", "--noExportMemory",
];

/** The text of src/generated/simd.ts. */
export async function generate() {
  const files = new Map();
  const { error, stderr } = await asc.main(["assembly/index.ts", "--outFile", "simd.wasm", ...options, "--baseDir", root], {
    writeFile: (name, contents) => void files.set(name, contents),
  });
  if (error) throw new Error(`build: ${error.message}\n${stderr.toString()}`);
  const base64 = Buffer.from(files.get("simd.wasm")).toString("base64");
  return `// Made by build.mjs from assembly/; do not edit.\n/** The WebAssembly module, base64. */\nexport const simd = "${base64}";\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await generate();
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(`${target}.new`, text);
  renameSync(`${target}.new`, target);
}

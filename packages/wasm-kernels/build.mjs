// Compiles assembly/ twice and writes src/generated/: each module as base64. The same sources give the same bytes.
import { Buffer } from "node:buffer";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = dirname(fileURLToPath(import.meta.url));

const options = [
  "-O3", "--noAssert", "--runtime", "stub", "--use", "abort=",
  "--enable", "simd", "--enable", "threads", "--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536", "--noExportMemory",
];

/** The builds: files of src/generated and what they need. */
export const builds = {
  "simd.ts": { name: "simd", features: "SIMD", extra: [] },
  "relaxed-simd.ts": { name: "relaxedSimd", features: "relaxed SIMD", extra: ["--enable", "relaxed-simd"] },
};

/** The text of a file of src/generated. */
export async function generate(file) {
  const { name, features, extra } = builds[file], files = new Map();
  const { error, stderr } = await asc.main(["assembly/index.ts", "--outFile", "module.wasm", ...options, ...extra, "--baseDir", root], {
    writeFile: (path, contents) => void files.set(path, contents),
  });
  if (error) throw new Error(`build: ${error.message}\n${stderr.toString()}`);
  const base64 = Buffer.from(files.get("module.wasm")).toString("base64");
  return `// Made by build.mjs from assembly/; do not edit.\n/** The WebAssembly module for engines with ${features}, base64. */\nexport const ${name} = "${base64}";\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const file of Object.keys(builds)) {
    const target = join(root, "src/generated", file), text = await generate(file);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(`${target}.new`, text);
    renameSync(`${target}.new`, target);
  }
}

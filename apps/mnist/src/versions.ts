import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** What ran; the packages of Convoke have one version. */
export function versions(): { readonly node: string; readonly convoke: string } {
  const core = createRequire(import.meta.url).resolve("@convoke/core");                    // …/core/dist/index.js
  const { version } = JSON.parse(readFileSync(join(dirname(core), "../package.json"), "utf8")) as { version: string };
  return { node: process.version, convoke: version };
}

import { readFileSync } from "node:fs";

/** Of this package, and so of all packages of Convoke. */
export function version(): string {
  return (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { readonly version: string }).version;
}

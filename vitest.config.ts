import { availableParallelism } from "node:os";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { findChromium } from "./tooling/first-run/find-chromium.mjs";

const sources = ["packages/*/src", "apps/*/src"];

/** Projects run what `@convoke/source` points at, so no test of a package needs a build. */
const resolve = { conditions: ["@convoke/source"] };
const shared = { resolve, ssr: { resolve: { conditions: [...resolve.conditions, "node"] } }, oxc: { target: "es2022" as const } };   // Node 20 has no `using`

const tests = (suffix: string): string[] => sources.map((folder) => `${folder}/**/*${suffix}`);

const chromium = findChromium();

/** What a server sends so that its page is cross-origin isolated, as SharedArrayBuffer needs it. */
const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** Real Chromium, headless; the tests of a project end in `.test-<name>.ts`. */
function browser(executablePath: string, name: string, headers: Readonly<Record<string, string>>) {
  const quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"];
  const launchOptions = { executablePath, args: ["--no-sandbox", "--enable-unsafe-swiftshader", ...quiet] };
  return {
    ...shared,
    server: { headers },
    test: {
      name,
      include: tests(`.test-${name}.ts`),
      testTimeout: 120_000,
      env: Object.fromEntries(["SEED", "DEEP", "OP"].flatMap((variable) => (process.env[variable] ? [[variable, process.env[variable]]] : []))),   // what testBackend reads
      browser: { enabled: true, headless: true, screenshotFailures: false, provider: playwright({ launchOptions }), instances: [{ browser: "chromium" as const }] },
    },
  };
}

/** After all others, at least two at a time: vitest's default leaves one processor free, which is that of `browser` beside `node`, and nobody's beside these. */
const last = { sequence: { groupOrder: 1 }, maxWorkers: Math.max(2, availableParallelism() - 1) };

export default defineConfig({
  test: {
    coverage: { provider: "v8", include: tests(".ts"), exclude: ["**/*.test.ts", "**/*.test-*.ts"], reporter: ["text-summary", "html"] },
    projects: [
      { ...shared, test: { name: "node", include: [...tests(".test.ts"), "tooling/**/*.test.{ts,mjs}"], exclude: ["tooling/fixtures/**", "**/node_modules/**"], testTimeout: 30_000, hookTimeout: 30_000 } },
      { ...shared, test: { name: "prop", include: tests(".test-prop.ts"), testTimeout: 60_000 } },
      { ...shared, test: { name: "types", include: [], typecheck: { enabled: true, only: true, checker: "tsc", tsconfig: "tsconfig.json", include: tests(".test-d.ts") } } },
      // What users get: the built dist, through bundlers and npm. No `@convoke/source` here.
      { test: { ...last, name: "fixtures", include: ["tooling/fixtures/**/*.test.ts"], exclude: ["**/node_modules/**"], testTimeout: 120_000, hookTimeout: 120_000 } },
      ...(chromium ? [browser(chromium, "browser", isolation), browser(chromium, "browser-plain", {})] : []),
    ],
  },
});

// Imports go one way. Prints every import that does not; tests are free to import what they like.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Folders of core, lowest first: each imports itself and what is left of it. Files directly in src may import all. */
const coreLayers = ["errors", "backend", "tensor", "autograd", "ops", "."];

/** What a package may import of the others; "*" is everything. A package that is not listed may import nothing. */
const allowed = [
  [/^core$/, []],
  [/^backend-worker-threads$/, ["@convoke/core/backend", "@convoke/wasm-kernels"]],
  [/^(backend-.*|wasm-kernels)$/, ["@convoke/core/backend"]],
  [/^(nn|optim|data|plot|formats)$/, ["@convoke/core"]],
  [/^inspect$/, ["@convoke/core", "@convoke/nn"]],
  [/^models$/, ["@convoke/core", "@convoke/nn", "@convoke/formats"]],
  [/^conformance$/, ["@convoke/core", "@convoke/core/backend"]],
  [/^(convoke|cli)$/, "*"],
];

const isTest = (file) => /\.test(-[a-z]+)*\.ts$/.test(file);
/** Only these may use Node's modules, and only they may import each other. */
const isNodeOnly = (file) => /(^|\/)node(\.ts$|\/)|\.node\.ts$/.test(file);

/** One line for each forbidden import below `root`. */
export function violations(root) {
  const found = [];
  for (const name of folders(join(root, "packages"))) {
    const folder = join(root, "packages", name);
    for (const file of sources(join(folder, "src")).filter((path) => !isTest(path))) {
      for (const specifier of importsOf(readFileSync(join(folder, "src", file), "utf8"))) {
        const reason = specifier.startsWith(".") ? relativeProblem(name, file, specifier) : packageProblem(name, folder, file, specifier);
        if (reason) found.push(`packages/${name}/src/${file}: imports "${specifier}", but ${reason}`);
      }
    }
  }
  return found;
}

function relativeProblem(name, file, specifier) {
  const target = relative(".", join(dirname(file), specifier)).split(sep).join("/").replace(/\.js$/, ".ts");
  if (target.startsWith("..")) return "a package is imported by its name";
  if (isNodeOnly(target) && !isNodeOnly(file)) return "only Node entries import Node-only files";
  if (name !== "core") return "";
  const [from, to] = [file, target].map((path) => coreLayers.indexOf(path.includes("/") ? path.split("/")[0] : "."));
  if (from < 0) return `core has the layers ${coreLayers.join(" ← ")} only`;
  return to > from || to < 0 ? `core's layers are ${coreLayers.join(" ← ")}, the left is imported by the right` : "";
}

function packageProblem(name, folder, file, specifier) {
  if (specifier.startsWith("#")) return "";   // the package's own: package.json says what it is
  if (specifier.startsWith("node:")) return isNodeOnly(file) || name === "cli" ? "" : "only src/node.ts, src/node/ and *.node.ts use Node's modules";
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const packageName = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  if (packageName.startsWith("@convoke/") || packageName === "convoke") {
    const others = allowed.find(([pattern]) => pattern.test(name))?.[1] ?? [];
    if (others !== "*" && !others.includes(specifier)) return `${name} may import ${others.join(", ") || "no other package"}`;
  }
  return packageName in { ...dependencies, ...peerDependencies } ? "" : "package.json lists it neither as dependency nor as peer";
}

/** Specifiers of static and dynamic imports and of re-exports; comments and templates do not count. */
function importsOf(text) {
  const code = text.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
  const statement = /^\s*(?:import|export)\b[\w\s$*{},]*\bfrom\s*["']([^"']+)["']|^\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;
  return [...code.matchAll(statement)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic);
}

const folders = (path) => readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);

const sources = (path) =>
  existsSync(path) ? readdirSync(path, { recursive: true }).map((file) => file.split(sep).join("/")).filter((file) => file.endsWith(".ts")) : [];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = violations(resolve(dirname(fileURLToPath(import.meta.url)), "../.."));
  for (const line of found) console.error(line);
  process.exitCode = found.length > 0 ? 1 : 0;
}

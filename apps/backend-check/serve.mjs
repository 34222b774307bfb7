// Serves the built page: npm run backend-check. `--port n` chooses the port, `--no-isolation` leaves out the headers that shared memory needs.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const dist = new URL("dist/", import.meta.url);
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".txt": "text/plain; charset=utf-8" };
const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** Resolves to the server and the address of the page. */
export async function servePage({ port = 0, isIsolated = true } = {}) {
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, "http://localhost");   // normalised: it cannot leave the folder
    const headers = { ...(isIsolated && isolation), "Cache-Control": "no-cache" };
    try {
      const content = await readFile(new URL(pathname === "/" ? "index.html" : `.${pathname}`, dist));
      response.writeHead(200, { ...headers, "Content-Type": types[extname(pathname || "index.html")] ?? (pathname === "/" ? types[".html"] : "application/octet-stream") }).end(content);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  await new Promise((resolve, reject) => server.on("error", reject).listen(port, "127.0.0.1", resolve));
  return { server, url: `http://localhost:${server.address().port}/` };
}

const help = `Serves a page that checks every backend of your browser.

Usage: npm run backend-check -- [flags]

  --port N        where (default 4173; 0 takes any free port)
  --no-isolation  without the headers that threads need: the page says what is missing
  --help          print this

Exit codes: 1 the port cannot be had, 2 a flag is wrong.`;

/** Serves until it is stopped; resolves to the exit code when it cannot. */
async function main(args) {
  try {
    const { values } = parseArgs({ args, options: { port: { type: "string", default: "4173" }, "no-isolation": { type: "boolean" }, help: { type: "boolean" } } });
    if (values.help) return void console.log(help);
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) throw new TypeError(`--port is ${JSON.stringify(values.port)}, expected a whole number from 0 to 65535`);
    const { url } = await servePage({ port: Number(values.port), isIsolated: !values["no-isolation"] });
    console.log(`The page that checks the backends of your browser: ${url}\nCtrl-C ends it.`);
  } catch (error) {
    const isUsage = error instanceof TypeError;
    console.error(`backend-check: ${error.message.split(". ")[0]}\nhint: ${isUsage ? "npm run backend-check -- --help lists the flags" : "--port takes another port"}`);
    return isUsage ? 2 : 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));

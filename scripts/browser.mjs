/**
 * Runs the built kernel in a headless Chromium, served on the loopback interface: it has to work where there is no Node at all. Chromium
 * comes from the PATH; where it is missing and we may, from the system's package manager; else the check is skipped, and says so.
 */
import "./lib/check-node.mjs";
import { accessSync, constants, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { delimiter, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { chromium } from "playwright-core";
import { prepare } from "./lib/prepare.mjs";
import { main, outputOf } from "./lib/spawn.mjs";
import { root } from "./lib/workspace.mjs";

const served = {
  "/": ["text/html", "tests/browser/index.html"],
  "/page.js": ["text/javascript", "tests/browser/page.js"],
  "/ir/index.js": ["text/javascript", "packages/ir/dist/index.js"],
  "/kernel/index.js": ["text/javascript", "packages/kernel/dist/index.js"],
};
const expected = { status: "completed", outputs: { greeting: { json: "hello" } } };
/** No sandbox, since a container has none to offer; the rest keeps the browser off the network. */
const flags =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

await main(async () => {
  await prepare();
  const executablePath = findChromium() ?? (await installChromium());
  if (executablePath === undefined) {
    console.log("Skipped: there is no Chromium on the PATH, and none could be installed.");
    return;
  }
  const server = await serve();
  try {
    const outcome = await open(executablePath, `http://127.0.0.1:${server.address().port}/`);
    if (!isDeepStrictEqual(outcome, expected)) throw new Error(`The page's run ended so: ${JSON.stringify(outcome)}`);
    console.log("The kernel runs in a browser.");
  } finally {
    server.close();
  }
});

function findChromium() {
  const directories = (process.env.PATH ?? "").split(delimiter);
  return directories
    .flatMap((directory) => ["chromium", "chromium-browser", "google-chrome"].map((name) => join(directory, name)))
    .find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function installChromium() {
  if (process.getuid?.() !== 0) return undefined;
  console.log("Installing Chromium …");
  try {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await outputOf("apt-get", ["update", "-qq"], { env });
    await outputOf("apt-get", ["install", "-qq", "-y", "--no-install-recommends", "chromium"], { env });
  } catch (error) {
    console.log(error.message);
  }
  return findChromium();
}

function serve() {
  const server = createServer((request, response) => {
    const [type, file] = served[request.url] ?? [];
    if (file === undefined) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": type }).end(readFileSync(join(root, file)));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** Resolves with what the page's run came to; rejects with the page's own error, should it have one. */
async function open(executablePath, url) {
  const browser = await chromium.launch({ executablePath, headless: true, args: flags.split(" ") });
  try {
    const page = await browser.newPage();
    const failed = new Promise((_, reject) => page.on("pageerror", reject));
    await page.goto(url);
    await Promise.race([failed, page.waitForFunction(() => globalThis.outcome !== undefined)]);
    return await page.evaluate(() => globalThis.outcome);
  } finally {
    await browser.close();
  }
}

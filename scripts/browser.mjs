/**
 * Runs the built kernel in a headless Chromium, served on the loopback interface: it has to work where there is no Node at all. Chromium
 * comes from the system; where there is none, the check is skipped, and says so.
 */
import "./lib/check-node.mjs";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { chromium } from "playwright-core";
import { browserOptions, SKIPPED } from "./lib/chromium.mjs";
import { prepare } from "./lib/prepare.mjs";
import { main } from "./lib/spawn.mjs";
import { root } from "./lib/workspace.mjs";

const served = {
  "/": ["text/html", "tests/browser/index.html"],
  "/page.js": ["text/javascript", "tests/browser/page.js"],
  "/ir/index.js": ["text/javascript", "packages/ir/dist/index.js"],
  "/kernel/index.js": ["text/javascript", "packages/kernel/dist/index.js"],
};
const expected = { status: "completed", outputs: { greeting: { json: "hello" } } };

await main(async () => {
  await prepare();
  const options = await browserOptions();
  if (options === undefined) return SKIPPED;
  const server = await serve();
  try {
    const outcome = await open(options, `http://127.0.0.1:${server.address().port}/`);
    if (!isDeepStrictEqual(outcome, expected)) throw new Error(`The page's run ended so: ${JSON.stringify(outcome)}`);
    console.log("The kernel runs in a browser.");
    return 0;
  } finally {
    server.close();
  }
});

function serve() {
  const server = createServer((request, response) => {
    const [type, file] = served[request.url] ?? [];
    if (file === undefined) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": type }).end(readFileSync(join(root, file)));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** Resolves with what the page's run came to; rejects with the page's own error, should it have one. */
async function open(options, url) {
  const browser = await chromium.launch(options);
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

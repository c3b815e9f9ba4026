/** The browser that checks run in: the system's Chromium, from the PATH or, where we may, installed by the system's package manager. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { outputOf } from "./spawn.mjs";

/** Exit code of a check that could not be made; `.ci/run` says so in its summary. */
export const SKIPPED = 77;

/** No sandbox, since a container has none to offer; the rest keeps the browser off the network. */
const flags =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** How Playwright launches the browser; undefined, which has been said, when there is none and none can be installed. */
export async function browserOptions() {
  const executablePath = findChromium() ?? (await installChromium());
  if (executablePath !== undefined) return { executablePath, headless: true, args: flags.split(" ") };
  console.log("Skipped: there is no Chromium on the PATH, and none could be installed.");
  return undefined;
}

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

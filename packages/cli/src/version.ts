import { readFileSync } from "node:fs";

/** As published: the manifest stands beside `src` and `dist` alike. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return (manifest as { readonly version: string }).version;
}

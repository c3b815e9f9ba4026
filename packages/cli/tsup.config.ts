import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { defineConfig, type Options } from "tsup";

const yaml = dirname(createRequire(import.meta.url).resolve("yaml/package.json"));
const executors = join(import.meta.dirname, "..", "executors");
const quickJs = createRequire(join(executors, "package.json")).resolve("quickjs-wasi/quickjs.wasm");

/** Everything is bundled: one file for each command and parser starts in a third of the time that loading them one by one takes. */
export default defineConfig({
  entry: {
    main: "src/main.ts",
    index: "src/index.ts",
    // A thread is started from a file of its own, which stands beside the rest, and so does what it runs.
    "script-worker": join(executors, "src", "script", "script-worker.js"),
  },
  format: ["esm"],
  target: "node20",
  platform: "node",
  clean: true,
  noExternal: [/.*/],
  splitting: true,
  treeshake: true,
  minifyWhitespace: true,
  dts: { entry: "src/index.ts", compilerOptions: { composite: false } },
  esbuildPlugins: [thirdPartyLicences("dist/THIRD-PARTY.txt"), copied(quickJs, "dist/quickjs.wasm")],
  esbuildOptions(options) {
    // For Node, the library offers CommonJS, which can be neither shaken nor bundled into modules; this is the same code as modules.
    options.alias = { yaml: join(yaml, "browser", "index.js") };
  },
});

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

function copied(from: string, to: string): Plugin {
  return {
    name: "copied",
    setup(build) {
      build.onEnd(() => {
        mkdirSync(dirname(to), { recursive: true });
        copyFileSync(from, to);
      });
    },
  };
}

/** Writes the licence of every library whose code the bundle contains. A library without one fails the build. */
function thirdPartyLicences(file: string): Plugin {
  return {
    name: "third-party-licences",
    setup(build) {
      build.initialOptions.metafile = true;
      build.onEnd(({ metafile }) => {
        const directories = new Set<string>();
        for (const output of Object.values(metafile?.outputs ?? {})) {
          for (const input of Object.keys(output.inputs)) {
            const found = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input);
            if (found !== null) directories.add(found[0]);
          }
        }
        const texts = [...directories].map(licenceOf).concat(quickJsLicence()).sort();
        // A clean clone has no folder for it yet: tsup makes it only when it writes its own files, after this.
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, `This package contains code of these libraries.\n\n${texts.join("\n")}`);
      });
    },
  };
}

function licenceOf(directory: string): string {
  const { name, version, license, author } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  const file = readdirSync(directory).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  // Some packages only name their licence; its text then stands here, with the author that the manifest names.
  const text =
    file === undefined
      ? named.get(license)?.(typeof author === "string" ? author : (author?.name ?? `the authors of ${name}`))
      : readFileSync(join(directory, file), "utf8").trim();
  if (text === undefined) throw new Error(`${name} has no licence text.`);
  return `${name} ${version} (${license})\n\n${text}\n\n${"-".repeat(80)}\n`;
}

/** What `quickjs.wasm` is compiled from; the package that has it names only its own authors. */
function quickJsLicence(): string {
  const authors = [
    "2017-2024 Fabrice Bellard",
    "2017-2024 Charlie Gordon",
    "2023-2025 Ben Noordhuis",
    "2023-2025 Saúl Ibarra Corretgé",
  ];
  const text = named.get("MIT")?.(authors.join("\nCopyright (c) ")) ?? "";
  return `quickjs-ng 0.17.0 (MIT)\n\n${text}\n\n${"-".repeat(80)}\n`;
}

const named: ReadonlyMap<string, (author: string) => string> = new Map([
  [
    "ISC",
    (author) => `Copyright (c) ${author}

Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN
AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR
PERFORMANCE OF THIS SOFTWARE.`,
  ],
  [
    "MIT",
    (author) => `Copyright (c) ${author}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
  ],
]);

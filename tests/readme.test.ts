/** The TypeScript in READMEs compiles against the packages as they are: an example that has gone stale fails here. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { packageNames, root } from "./lib/sources.js";

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  types: ["node"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  paths: { "@rb/*": [join(root, "packages", "*", "src", "index.ts")] },
};

/** As if each example were a file beside its README. */
const examples = new Map(
  packageNames().flatMap((name) => {
    const readme = join(root, "packages", name, "README.md");
    const text = existsSync(readme) ? readFileSync(readme, "utf8") : "";
    return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""], index): [string, string] => [
      join(root, "packages", name, `README-${index + 1}.mts`),
      code,
    ]);
  }),
);

test("every README with TypeScript was found", () => {
  expect(examples.size).toBeGreaterThan(0);
});

test("the examples in READMEs compile", () => {
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => examples.get(path) ?? readFile(path);
  host.fileExists = (path) => examples.has(path) || fileExists(path);
  const program = ts.createProgram([...examples.keys()], options, host);
  const problems = [...examples.keys()].flatMap((path) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(path)).map(({ messageText, start }) => {
      const line = (examples.get(path) ?? "").slice(0, start).split("\n").length;
      return `${path.slice(root.length + 1)}, line ${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    }),
  );
  expect(problems).toEqual([]);
});

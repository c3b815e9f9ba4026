/** The TypeScript in READMEs compiles against the packages as they are, and the runbooks have nothing wrong with them: an example that has gone stale fails here. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "@rb/loader";
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
  paths: {
    "@rb/*": [join(root, "packages", "*", "src", "index.ts")],
    "@rb/convert/runbook": [join(root, "packages", "convert", "src", "runbook", "index.ts")],
  },
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

const runbooks = ["README.md", ...packageNames().map((name) => join("packages", name, "README.md"))].flatMap((file) => {
  const text = existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : "";
  const documents = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, yaml = ""]) => yaml);
  return documents.filter((yaml) => /^(apiVersion|id):/m.test(yaml)).map((yaml) => ({ file, yaml }));
});

test("the runbooks in READMEs are found", () => {
  expect(runbooks.map(({ file }) => file)).toContain("README.md");
});

test.each(runbooks)("$file", async ({ file, yaml }) => {
  const { diagnostics } = await load(yaml, { uri: file });
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
});

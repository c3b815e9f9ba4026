/**
 * What the compiler and the linter can't forbid. Biome bans `any`, `@ts-ignore`, `eval`, focused and skipped tests and default exports;
 * here are the ways in which a kernel or a parser could come to depend on the machine, and those by which a document could reach it.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { packageNames, packageSources, root, type Source } from "./lib/sources.js";

interface Ban {
  readonly what: string;
  readonly instead: string;
  readonly finds: (node: ts.Node) => boolean;
}

const isMember = (node: ts.Node, object: string, member: string): boolean =>
  ts.isPropertyAccessExpression(node) &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === object &&
  node.name.text === member;
/** A name that stands for a value: not a member's name, nor one that is being declared, nor a type. */
const isGlobal = (node: ts.Node, name: string): boolean => {
  if (!ts.isIdentifier(node) || node.text !== name) return false;
  const isName = "name" in node.parent && node.parent.name === node;
  return !isName && !ts.isTypeReferenceNode(node.parent);
};
const callsMethod = (node: ts.Node, name: RegExp): boolean =>
  ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && name.test(node.expression.name.text);
const imports = (node: ts.Node, modules: readonly string[]): boolean => {
  if (!ts.isStringLiteral(node) || !modules.includes(node.text)) return false;
  const { parent } = node;
  return (
    ts.isImportDeclaration(parent) ||
    (ts.isCallExpression(parent) && /^(import|require)$/.test(parent.expression.getText()))
  );
};

/** For what has to give the same answer on every machine: the graph, the kernel, the parsers and the loader. */
const bansWherePure: readonly Ban[] = [
  { what: "Date.now", instead: "the time of the envelope (`nowMs`)", finds: (node) => isMember(node, "Date", "now") },
  {
    what: "new Date()",
    instead: "`new Date(nowMs)`, with the time of the envelope",
    finds: (node) => ts.isNewExpression(node) && isGlobal(node.expression, "Date") && !node.arguments?.length,
  },
  {
    what: "Math.random",
    instead: "a number that is derived from the state, or given from outside",
    finds: (node) => isMember(node, "Math", "random"),
  },
  { what: "Intl", instead: "own tables: locales differ between machines", finds: (node) => isGlobal(node, "Intl") },
  {
    what: "localeCompare",
    instead: "`a < b ? -1 : a > b ? 1 : 0`, which compares UTF-16 code units everywhere",
    finds: (node) => callsMethod(node, /^localeCompare$/),
  },
  {
    what: "toLocale…",
    instead: "`toLowerCase`, `toUpperCase`, `toISOString` or `String`",
    finds: (node) => callsMethod(node, /^toLocale/),
  },
  { what: "setTimeout", instead: "the effect `wakeAt`", finds: (node) => isGlobal(node, "setTimeout") },
  { what: "console", instead: "a diagnostic, a record, or nothing", finds: (node) => isGlobal(node, "console") },
];

const bansEverywhere: readonly Ban[] = [
  {
    what: "the Function constructor",
    instead: "a table of functions, or an interpreter with limits",
    finds: (node) => (ts.isNewExpression(node) || ts.isCallExpression(node)) && isGlobal(node.expression, "Function"),
  },
  { what: "eval", instead: "an interpreter with limits", finds: (node) => isGlobal(node, "eval") },
  {
    what: "node:vm",
    instead: "a WebAssembly interpreter: `vm` is no sandbox",
    finds: (node) => imports(node, ["node:vm", "vm"]),
  },
  {
    what: "shell: true",
    instead: "an argument vector",
    finds: (node) =>
      ts.isPropertyAssignment(node) &&
      node.name.getText() === "shell" &&
      node.initializer.kind === ts.SyntaxKind.TrueKeyword,
  },
  {
    what: "exec and execSync, which start a shell",
    instead: "`execFile` or `spawn`, with an argument vector",
    finds: (node) =>
      ts.isImportSpecifier(node) &&
      /^exec(Sync)?$/.test((node.propertyName ?? node.name).text) &&
      /child_process/.test(node.parent.parent.parent.moduleSpecifier.getText()),
  },
];

/** Longer files, each with the reason why it may be. */
const longFiles: { readonly [path: string]: string } = {};
const mostLines = 700;

/** What a file may use all the same, each with the reason why. */
const exceptions: { readonly [path: string]: string } = {
  // Offsets of named time zones are data of the platform's; only numbers are read of it, in one fixed locale.
  "packages/parser-bpmn/src/feel/temporal/zone.ts": "Intl",
};

const pure = ["ir", "kernel", "parser-bpmn", "parser-cacao", "parser-runbook", "loader"];
const sources = packageSources();

const violations = (bans: readonly Ban[], source: Source): readonly string[] => {
  const file = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    for (const { what, instead, finds } of bans) {
      if (!finds(node) || exceptions[source.path] === what) continue;
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${source.path}:${line + 1}: ${what}. Use ${instead}.`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
};

describe("bans", () => {
  test("nothing that must be the same everywhere asks the machine", () => {
    const wherePure = sources.filter((source) => pure.includes(source.package) && !source.isTest);
    expect(wherePure.flatMap((source) => violations(bansWherePure, source))).toEqual([]);
  });

  test("nothing turns text into code, or into a shell's command line", () => {
    expect(sources.flatMap((source) => violations(bansEverywhere, source))).toEqual([]);
  });

  test.each([
    ["const t = Date.now();", "Date.now"],
    ["const t = new Date();", "new Date()"],
    ["const n = Math.random();", "Math.random"],
    ["const f = new Intl.Collator();", "Intl"],
    ["names.sort((a, b) => a.localeCompare(b));", "localeCompare"],
    ["const s = name.toLocaleLowerCase();", "toLocale…"],
    ["setTimeout(() => {}, 1);", "setTimeout"],
    ["console.log(1);", "console"],
    ["const f = new Function('return 1');", "the Function constructor"],
    ["const run = { it: eval };", "eval"],
    ["import { runInNewContext } from 'node:vm';", "node:vm"],
    ["const vm = await import('vm');", "node:vm"],
    ["spawn('x', [], { shell: true });", "shell: true"],
    ["import { exec } from 'node:child_process';", "exec and execSync, which start a shell"],
  ])("%s is found", (text, what) => {
    const source: Source = { path: "x.ts", package: "x", isTest: false, text };
    const found = violations([...bansWherePure, ...bansEverywhere], source);
    expect(found).toEqual([expect.stringContaining(`x.ts:1: ${what}. Use `)]);
  });

  test.each([
    "const d = new Date(nowMs);",
    "// Date.now() would differ",
    "const word = 'eval';",
    "const x = { console: 1, eval: 2, Intl: 3 };",
    "interface X { setTimeout: number; shell: true }",
    "type F = Function;",
    "const isVm = word === 'vm';",
  ])("%s is fine", (text) => {
    const source: Source = { path: "x.ts", package: "x", isTest: false, text };
    expect(violations([...bansWherePure, ...bansEverywhere], source)).toEqual([]);
  });
});

describe("text", () => {
  /** What is checked in, and what is about to be; not what others wrote or tools generate. */
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  })
    .split("\n")
    .filter((path) => /\.(ts|mts|cts|mjs|md|json|ya?ml|sh)$|(^|\/)run$/.test(path))
    .filter((path) => existsSync(join(root, path)) && path !== "tests/tidy.test.ts")
    .map((path) => ({ path, lines: readFileSync(join(root, path), "utf8").split("\n") }));
  const linesWith = (pattern: RegExp): readonly string[] =>
    files.flatMap(({ path, lines }) =>
      lines.flatMap((line, index) =>
        pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 100)}`] : [],
      ),
    );

  test("no file knows whose machine it was written on", () => {
    expect(linesWith(/(?<![\w.~-])\/(?:work\/(?:main|shared)|home\/\w+|Users\/\w+)\/|\b[A-Z]:\\+Users\\/)).toEqual([]);
  });

  test("what is left to do is said in the documents, not in marks in the code", () => {
    expect(linesWith(/\b(?:TODO|FIXME|XXX)\b/)).toEqual([]);
  });

  test("source files are about one thing", () => {
    const long = sources.filter(({ path, text }) => text.split("\n").length > mostLines && !(path in longFiles));
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});

test.each(packageNames())("%s has a README with an example", (name) => {
  const path = join(root, "packages", name, "README.md");
  expect(existsSync(path) ? readFileSync(path, "utf8") : "").toMatch(/^```\w+\n[^`]+^```$/m);
});

test("docs/dependencies.md has a row for every dependency, and no other", () => {
  const manifests = [
    "package.json",
    "tests/node-versions/package.json",
    ...packageNames().map((name) => `packages/${name}/package.json`),
  ];
  const named = manifests.flatMap((path) => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, path), "utf8"));
    return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
  });
  const rows = readFileSync(join(root, "docs", "dependencies.md"), "utf8").matchAll(/^\| (`.*?`) \|/gm);
  const documented = [...rows].flatMap(([, cell]) => [...(cell ?? "").matchAll(/`(.+?)`/g)].map(([, name]) => name));
  const foreign = [...new Set(named)].filter((name) => !name.startsWith("@rb/"));
  expect(documented.sort()).toEqual(foreign.sort());
});

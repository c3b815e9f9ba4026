/**
 * Who may import whom. The shape of the workspace is data here, so that changing it shows in review: parsers never import the kernel nor
 * each other, the vocabulary and the kernel depend on nothing, and only hosts bring the two sides together.
 */
import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, posix } from "node:path";
import { expect, test } from "vitest";
import { importsOf, packageNames, packageSources, root, runtimeImportsOf, type Source } from "./lib/sources.js";

interface Rule {
  /** The packages of the workspace that its sources may import. */
  readonly may: readonly string[];
  /** Those that only its tests may import besides. */
  readonly testsMay?: readonly string[];
  /** Whether it may reach the machine: a package that may not also runs in a browser. Default false. */
  readonly node?: boolean;
  /** Whether its build takes in what it imports. Default false. */
  readonly bundled?: boolean;
  /** Whether it may have dependencies from outside the workspace. Default true. */
  readonly thirdParty?: boolean;
}

const parsers = ["parser-bpmn", "parser-cacao", "parser-runbook"];
const rules: { readonly [name: string]: Rule } = {
  ir: { may: [], thirdParty: false },
  regex: { may: [] },
  "json-schema": { may: ["ir", "regex"] },
  kernel: { may: ["ir"], testsMay: ["testing"], thirdParty: false },
  "parser-bpmn": { may: ["ir", "regex"] },
  "parser-cacao": { may: ["ir", "regex"] },
  "parser-runbook": { may: ["ir", "regex"] },
  loader: { may: ["ir", "json-schema", ...parsers], testsMay: ["kernel"] },
  convert: { may: ["ir"] },
  store: { may: ["ir", "kernel"], testsMay: ["testing"], node: true, thirdParty: false },
  policy: { may: ["ir", "kernel"] },
  signatures: { may: ["ir"], node: true, thirdParty: false },
  executors: { may: ["ir", "kernel"], node: true },
  testing: { may: ["ir", "kernel", "loader", "store"] },
  conformance: { may: ["ir", "kernel", "loader", "parser-cacao", "signatures"], node: true, thirdParty: false },
  cli: {
    bundled: true,
    may: ["convert", "ir", "kernel", "loader", "regex", "store", "policy", "executors", "signatures", "testing"],
    testsMay: parsers,
    node: true,
  },
};

const sources = packageSources();
const own = (name: string): readonly Source[] => sources.filter((source) => source.package === name && !source.isTest);
const isRelative = (specifier: string): boolean => specifier.startsWith(".");
const isBuiltin = (specifier: string): boolean => specifier.startsWith("node:") || builtinModules.includes(specifier);
/** `@rb/ir` of `@rb/ir/x`, `yaml` of `yaml/util`. */
const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
const dependenciesOf = (name: string): readonly string[] => {
  const manifest = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));
  return Object.keys({
    ...manifest.dependencies,
    ...manifest.peerDependencies,
    ...manifest.optionalDependencies,
    // What a bundle takes in, whoever installs it does not have to.
    ...(rules[name]?.bundled === true ? manifest.devDependencies : {}),
  }).sort();
};

test("only packages that the table names exist", () => {
  expect(packageNames().filter((name) => !(name in rules))).toEqual([]);
});

test("the table itself has no cycles", () => {
  expect(cycles(new Map(Object.entries(rules).map(([name, { may }]) => [name, may])))).toEqual([]);
});

test.each(packageNames())("%s imports only what it may", (name) => {
  const rule = rules[name] ?? { may: [] };
  const wrong = sources
    .filter((source) => source.package === name)
    .flatMap((source) => {
      const may = source.isTest ? [...rule.may, ...(rule.testsMay ?? []), name] : rule.may;
      return importsOf(source)
        .filter((specifier) => {
          if (isRelative(specifier)) return false;
          if (isBuiltin(specifier)) return !source.isTest && rule.node !== true;
          if (!specifier.startsWith("@rb/")) return !source.isTest && rule.thirdParty === false;
          return !may.includes(packageOf(specifier).slice("@rb/".length));
        })
        .map((specifier) => `${source.path} imports ${specifier}`);
    });
  expect(wrong).toEqual([]);
});

test.each(packageNames())("%s stays inside its own sources", (name) => {
  const wrong = own(name).flatMap((source) =>
    importsOf(source)
      .filter((specifier) => isRelative(specifier) && !resolve(source, specifier).startsWith(`packages/${name}/src/`))
      .map((specifier) => `${source.path} imports ${specifier}`),
  );
  expect(wrong).toEqual([]);
});

test.each(packageNames())("the manifest of %s lists what its sources import, and nothing else", (name) => {
  const imported = own(name)
    .flatMap(importsOf)
    .filter((specifier) => !isRelative(specifier) && !isBuiltin(specifier))
    .map(packageOf);
  expect(dependenciesOf(name)).toEqual([...new Set(imported)].sort());
});

test.each(packageNames())("no file of %s imports itself by a detour", (name) => {
  const graph = own(name).map((source): [string, readonly string[]] => [
    source.path,
    runtimeImportsOf(source)
      .filter(isRelative)
      .map((specifier) => resolve(source, specifier)),
  ]);
  expect(cycles(new Map(graph))).toEqual([]);
});

test("the search for cycles finds one", () => {
  const graph = { a: ["b"], b: ["c", "d"], c: ["a"], d: [] };
  expect(cycles(new Map(Object.entries(graph)))).toEqual([["a", "b", "c", "a"]]);
});

function resolve(source: Source, specifier: string): string {
  return posix.join(posix.dirname(source.path), specifier).replace(/\.js$/, ".ts");
}

/** One path for each edge that leads back to a node which the search is still under. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (node: string, above: readonly string[]): void => {
    if (above.includes(node)) found.push([...above.slice(above.indexOf(node)), node]);
    if (above.includes(node) || done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...above, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return found;
}

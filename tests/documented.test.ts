/** Everything that a package exports has a doc comment: it is what an editor shows, and the documentation is made of it. */
import { join, relative } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { packageNames, root } from "./lib/sources.js";

/** Without the standard library: names only have to be found, types needn't be understood. */
const program = ts.createProgram(
  packageNames().map((name) => join(root, "packages", name, "src", "index.ts")),
  {
    noLib: true,
    types: [],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    paths: { "@rb/*": [join(root, "packages", "*", "src", "index.ts")] },
  },
);
const checker = program.getTypeChecker();

test.each(packageNames())("every export of %s is documented", (name) => {
  const exported = exportsOf(join(root, "packages", name, "src", "index.ts"));
  expect(exported).not.toEqual([]);
  expect(exported.filter(lacksComment).map(describe)).toEqual([]);
});

function exportsOf(fileName: string): readonly ts.Symbol[] {
  const file = program.getSourceFile(fileName);
  const module = file && checker.getSymbolAtLocation(file);
  if (!module) return [];
  return checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
}

function lacksComment(symbol: ts.Symbol): boolean {
  return symbol.getDocumentationComment(checker).length === 0;
}

function describe(symbol: ts.Symbol): string {
  const file = symbol.declarations?.[0]?.getSourceFile().fileName;
  return `${symbol.name} (${file ? relative(root, file) : "not found"})`;
}

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** The root of the workspace. */
export const root: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A source file of a package: TypeScript, or what a thread is started from without being built. */
export interface Source {
  /** Relative to the root of the workspace. */
  readonly path: string;
  /** The package's directory below `packages`. */
  readonly package: string;
  readonly isTest: boolean;
  readonly text: string;
}

/** Every source file of every package, tests included. */
export function packageSources(): readonly Source[] {
  return packageNames().flatMap((name) =>
    filesBelow(join(root, "packages", name))
      .filter((file) => /\.(ts|js)$/.test(file))
      .map((file) => {
        const path = relative(root, file);
        return { path, package: name, isTest: isTestPath(path), text: readFileSync(file, "utf8") };
      }),
  );
}

/** The directories below `packages`. */
export function packageNames(): readonly string[] {
  return readdirSync(join(root, "packages")).sort();
}

/** Tests sit beside what they test; `test` directories hold longer ones and their helpers; a package's root holds the tools' settings. */
function isTestPath(path: string): boolean {
  return path.endsWith(".test.ts") || !/^packages\/[^/]+\/src\//.test(path);
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules" || entry.name === "dist") return [];
    const path = join(directory, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** What a file imports, statically or dynamically, as written. */
export function importsOf(source: Source): readonly string[] {
  return ts.preProcessFile(source.text, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** What a file imports when it runs: static imports and re-exports, but not those of types, which are gone by then. */
export function runtimeImportsOf(source: Source): readonly string[] {
  const { statements } = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    const isTypeOnly = ts.isImportDeclaration(statement) ? statement.importClause?.isTypeOnly : statement.isTypeOnly;
    return isTypeOnly || !moduleSpecifier || !ts.isStringLiteral(moduleSpecifier) ? [] : [moduleSpecifier.text];
  });
}

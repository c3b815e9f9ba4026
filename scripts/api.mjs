// The public API as text: what each package's built declarations say, without comments, sorted by name, so that a change of the API shows
// in review. `pnpm api` writes tests/public-api/, `--check` compares with it.
import "./lib/check-node.mjs";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";
import { prepare } from "./lib/prepare.mjs";
import { exitCodeOf, main } from "./lib/spawn.mjs";
import { publicPackages, root } from "./lib/workspace.mjs";

const checkedIn = join("tests", "public-api");
const generated = join(".cache", "public-api");

await main(async () => {
  const check = process.argv.includes("--check");
  await prepare();
  const target = check ? generated : checkedIn;
  rmSync(join(root, target), { recursive: true, force: true });
  mkdirSync(join(root, target), { recursive: true });
  for (const { directory } of publicPackages()) {
    const declarations = declarationsIn(join(root, directory, "dist"), "index.d.ts");
    writeFileSync(join(root, target, `${basename(directory)}.txt`), describe(declarations));
  }
  if (!check) return 0;
  const code = await exitCodeOf("git", ["--no-pager", "diff", "--no-index", "--exit-code", "--", checkedIn, generated]);
  if (code !== 0)
    console.error("\nThe public API has changed. If that is meant, run `pnpm api` and commit the result.");
  return code;
});

/** With what several entry points of a package share, which stands in a file of its own. */
function declarationsIn(folder, file) {
  const text = readFileSync(join(folder, file), "utf8");
  return text.replace(/^import \{.*\} from '\.\/(.*)\.js';$/gm, (_, shared) =>
    declarationsIn(folder, `${shared}.d.ts`).replace(/^export .*;$/m, ""),
  );
}

/** The bundled declarations' top-level statements; those that an exported one merely mentions are kept, without `export`. */
function describe(text) {
  const source = ts.createSourceFile("index.d.ts", text, ts.ScriptTarget.Latest, true);
  const exported = new Map();
  const others = [];
  const declared = [];
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier === undefined) {
      for (const { name, propertyName } of statement.exportClause.elements)
        exported.set((propertyName ?? name).text, name.text);
    } else if (ts.isExportDeclaration(statement)) {
      others.push(print(statement, source));
    } else if (!ts.isImportDeclaration(statement)) {
      declared.push(statement);
    }
  }
  const lines = declared.map((statement) => describeDeclaration(nameOf(statement), print(statement, source), exported));
  return `${[...others, ...lines].sort().join("\n")}\n`;
}

function describeDeclaration(name, text, exported) {
  const as = exported.get(name);
  const declaration = text.replace(/^(export )?(declare )?/, "");
  if (as === undefined) return `${name}: internal ${declaration}`;
  return `${as}: ${as === name ? "" : `(declared as ${name}) `}${declaration}`;
}

function nameOf(statement) {
  return ts.isVariableStatement(statement)
    ? statement.declarationList.declarations[0].name.text
    : (statement.name?.text ?? "");
}

function print(statement, source) {
  return ts.createPrinter({ removeComments: true }).printNode(ts.EmitHint.Unspecified, statement, source);
}

import { type Bundle, type Json, type Slot, suggest, type Variable } from "@rb/ir";
import type { Loaded } from "@rb/loader";
import { type Arguments, UsageError } from "./command.js";
import { declaredValue, misfitOf } from "./declared-values.js";
import { readDataFile } from "./read-data-file.js";

/** What the user gives a run. */
export interface Inputs {
  readonly inputs: { readonly [name: string]: Json };
  /** `secret://…` references. */
  readonly secrets: { readonly [name: string]: string };
  /** What is odd about them, for people. */
  readonly warnings: readonly string[];
}

/** Inputs of `--inputs` and then `--input NAME=VALUE`, later ones winning. Throws `UsageError`. */
export async function readInputs(args: Arguments, bundle: Bundle, languages: Loaded["languages"]): Promise<Inputs> {
  const variables = externalVariables(bundle);
  const declared = new Map(variables.map((variable) => [variable.name, variable]));
  const given = new Map<string, Json>();
  const giveOne = (text: string): void => {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError(`'--input ${text}' has no '=': write --input NAME=VALUE.`);
    const name = fullName(text.slice(0, at), declared);
    given.set(name, declaredValue(text.slice(at + 1), misfitOf(declared.get(name)?.schema, languages)));
  };
  for (const text of args.texts("inputs")) {
    if (isPair(text)) giveOne(text);
    else
      for (const [name, value] of Object.entries(await readDataFile(text.replace(/^@/, ""))))
        given.set(fullName(name, declared), value);
  }
  for (const text of args.texts("input")) giveOne(text);

  const inputs: [string, Json][] = [];
  const secrets: [string, string][] = [];
  const warnings: string[] = [];
  for (const [name, value] of given) {
    if (isSecretReference(value)) secrets.push([name, value]);
    else if (declared.get(name)?.secret === true) {
      throw new UsageError(
        `Input '${shortName(name, variables)}' is a secret: give a reference such as secret://vault/name, never the value.`,
      );
    } else {
      const wrong = misfitOf(declared.get(name)?.schema, languages)(value);
      if (wrong !== null) throw new UsageError(`Input '${shortName(name, variables)}'${wrong}`);
      inputs.push([name, value]);
    }
    if (!declared.has(name) && declared.size > 0) warnings.push(undeclared(name, [...declared.keys()]));
  }
  return { inputs: Object.fromEntries(inputs), secrets: Object.fromEntries(secrets), warnings };
}

/** `NAME=VALUE`, and no file: those have an `@` in front, or no `=` before which only a name stands. */
function isPair(text: string): boolean {
  return /^[^@\s/\\=][^\s/\\=]*=/.test(text);
}

/** The variables that whoever starts the bundle's main graph may give. */
export function externalVariables(bundle: Bundle): readonly Variable[] {
  const main = bundle.graphs.find(({ id }) => id === bundle.main);
  return (main?.region.variables ?? []).filter(({ external }) => external === true);
}

/** As the graph will see them. */
export function inputSlots({ inputs, secrets }: Inputs): { readonly [name: string]: Slot } {
  return Object.fromEntries([
    ...Object.entries(inputs).map(([name, json]): [string, Slot] => [name, { json }]),
    ...Object.entries(secrets).map(([name, secret]): [string, Slot] => [name, { secret }]),
  ]);
}

/** Formats put names into name spaces (`inputs.host`, `__host__`); where only one input can be meant, its plain name will do. */
export function fullName(name: string, declared: ReadonlyMap<string, unknown>): string {
  if (declared.has(name)) return name;
  const meant = [...declared.keys()].filter((full) => plainName(full) === name);
  return meant.length === 1 && meant[0] !== undefined ? meant[0] : name;
}

/** The name as people give it: the plain one, unless that could mean another input. */
export function shortName(name: string, declared: readonly { readonly name: string }[]): string {
  const plain = plainName(name);
  return fullName(plain, new Map(declared.map((variable) => [variable.name, variable]))) === name ? plain : name;
}

function plainName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1).replace(/^__|__$/g, "");
}

function isSecretReference(value: Json): value is string {
  return typeof value === "string" && value.startsWith("secret://");
}

function undeclared(name: string, known: readonly string[]): string {
  const near = suggest(name, [...known, ...known.map(plainName)]);
  return `The document declares no input '${name}'.${near === undefined ? ` It has ${known.map(plainName).join(", ")}.` : ` Did you mean '${near}'?`}`;
}

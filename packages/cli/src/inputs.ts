import { type Bundle, type Json, type Slot, suggest, type Variable } from "@rb/ir";
import type { Loaded } from "@rb/loader";
import { type Arguments, UsageError } from "./command.js";
import { declaredValue, type Misfit, misfitOf } from "./declared-values.js";
import { InputMembers } from "./input-members.js";
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
  const members = InputMembers.of(variables);
  const given = new Map<string, Json>();
  const give = (name: string, read: (misfit: Misfit) => Json): void => {
    const full = fullName(name, declared);
    if (declared.has(full) || members?.takes(name) !== true)
      given.set(full, read(misfitOf(declared.get(full)?.schema, languages)));
    else members.give(name, read(misfitOf(members.schemaOf(name), languages)));
  };
  const giveOne = (text: string): void => {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError(`'--input ${text}' has no '=': write --input NAME=VALUE.`);
    give(text.slice(0, at), (misfit) => declaredValue(text.slice(at + 1), misfit));
  };
  for (const text of args.texts("inputs")) {
    if (isPair(text)) giveOne(text);
    else
      for (const [name, value] of Object.entries(await readDataFile(text.replace(/^@/, "")))) give(name, () => value);
  }
  for (const text of args.texts("input")) giveOne(text);
  const whole = members?.within(given.get(members.name));
  if (members !== null && whole !== undefined) given.set(members.name, whole);
  return sorted(given, variables, members, languages);
}

/** Values and references apart. Throws `UsageError` with all that is wrong. */
function sorted(
  given: ReadonlyMap<string, Json>,
  variables: readonly Variable[],
  members: InputMembers | null,
  languages: Loaded["languages"],
): Inputs {
  const declared = new Map(variables.map((variable) => [variable.name, variable]));
  const inputs: [string, Json][] = [];
  const secrets: [string, string][] = [];
  const wrong: string[] = [];
  for (const [name, value] of given) {
    const title = `Input '${shortName(name, variables)}'`;
    if (isSecretReference(value)) secrets.push([name, value]);
    else if (declared.get(name)?.secret === true)
      wrong.push(`${title} is a secret: give a reference such as secret://vault/name, never the value.`);
    else {
      wrong.push(...misfitOf(declared.get(name)?.schema, languages)(value).map((why) => title + why));
      inputs.push([name, value]);
    }
  }
  if (wrong.length > 0) throw new UsageError(wrong.join("\n"));
  const unknown = declared.size === 0 ? [] : [...given.keys()].filter((name) => !declared.has(name));
  const warnings = members?.warnings(unknown) ?? unknown.map((name) => undeclared(name, [...declared.keys()]));
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

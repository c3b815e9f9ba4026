/** Declarations: of the playbook to the root region, of a step to what belongs to it. */
import type { Binding, Schema, Value, Variable } from "@rb/ir";
import type { Document } from "./document.js";
import { type ObjectTree, toJson } from "./json-tree.js";
import type { Lowering } from "./lowering.js";
import type { Playbook, Step } from "./playbook.js";
import { booleanMember, stringMember } from "./read-members.js";
import { secretReference } from "./request.js";
import { mappingLanguage, readMapping } from "./result-mapping.js";
import { soleReference } from "./variable-references.js";
import type { VariableScope } from "./variable-scope.js";
import { type AssignedType, cacaoVariableSchema, convertValue, variableTypes } from "./variable-type.js";
import { openAuthenticationMembers } from "./vocabulary.js";

export function playbookVariables(playbook: Playbook, scope: VariableScope): Variable[] {
  const secrets = secretVariables(playbook);
  const declared = [...playbook.variables].map(([name, tree]) => playbookVariable(name, tree, secrets.has(name)));
  const hoisted = scope.hoisted().map((name): Variable => ({ name }));
  const implied = scope
    .impliedExternals()
    .map((name): Variable => ({ name, external: true, required: true, ...secretFlag(secrets.has(name)) }));
  return [...declared, ...hoisted, ...implied];
}

function playbookVariable(name: string, tree: ObjectTree, secret: boolean): Variable {
  const type = stringMember(tree, "type")?.value;
  const external = booleanMember(tree, "external") === true;
  const init = initialValue(tree);
  return {
    ...described(name, tree),
    ...(init === undefined ? {} : { init: secret ? { secret: secretReference("variables", name) } : init }),
    ...(booleanMember(tree, "constant") === true ? { constant: true } : {}),
    ...(external ? { external: true } : {}),
    ...(external && init === undefined ? { required: true } : {}),
    ...secretFlag(secret),
    ...(external && type !== undefined && variableTypes.includes(type)
      ? { schema: { language: cacaoVariableSchema.name, schema: type } }
      : {}),
  };
}

/** Variables of a step that opens branches: its branches see them. */
export function regionVariables(step: Step): Variable[] {
  return [...step.variables].map(([name, tree]) => {
    const init = initialValue(tree);
    return {
      ...described(name, tree),
      ...(init === undefined ? {} : { init }),
      ...(booleanMember(tree, "constant") === true ? { constant: true } : {}),
    };
  });
}

/** Variables of a step that does one thing. One without a value doesn't hide another of its name that has one. */
export function localBindings(step: Step, scope: VariableScope): Binding[] {
  const bindings: Binding[] = [];
  for (const [name, tree] of step.variables) {
    const init = initialValue(tree);
    if (init !== undefined) bindings.push({ path: [name], from: init });
    else if (!scope.isDeclaredElsewhere(name) && !scope.isHoisted(name)) {
      bindings.push({ path: [name], from: { json: null } });
    }
  }
  return bindings;
}

/** What one command of a step assigns, and of which types that has to be. */
export interface StepOutputs {
  readonly outputs?: readonly Binding[];
  readonly outputSchema?: Schema;
}

/**
 * What `out_args` assign: the members of the last result that bear the variables' names, or what the step's mapping says. One entry for each
 * command; a call has one.
 */
export function stepOutputs(lowering: Lowering, step: Step): StepOutputs[] {
  if (step.outArgs.length === 0 && !step.tree.members.has("step_extensions")) return [];
  const { document, playbook, languages } = lowering;
  const commands = Array.from({ length: Math.max(step.commands.length, 1) }, () => ({
    outputs: [] as Binding[],
    types: [] as [name: string, type: AssignedType][],
  }));
  const reportOnce = (place: unknown, report: () => void): void => lowering.reportOnce(place, report);
  const mapping = readMapping({ document, reportOnce }, step);
  for (const name of new Set(step.outArgs.map((argument) => argument.value))) {
    if (isShadowed(step, playbook, name)) continue;
    const mapped = mapping.get(name);
    if (mapped !== undefined && "expr" in mapped.binding.from) languages.set(mappingLanguage.name, mappingLanguage);
    const binding = mapped?.binding ?? { path: [name], from: { result: [name] } };
    const command = commands[mapped?.command ?? commands.length - 1];
    command?.outputs.push(binding);
    const type = declaredType(step, playbook, name);
    if (type === undefined || !("result" in binding.from)) continue;
    command?.types.push([name, mapped === undefined ? type : { type, path: [...binding.from.result] }]);
  }
  return commands.map(({ outputs, types }) => ({
    ...(outputs.length === 0 ? {} : { outputs }),
    ...(types.length === 0
      ? {}
      : { outputSchema: { language: cacaoVariableSchema.name, schema: Object.fromEntries(types) } }),
  }));
}

/** The type that `out_args` have to be of; undefined where no type that is known is declared. */
export function declaredType(step: Step, playbook: Playbook, name: string): string | undefined {
  const declaration = step.variables.get(name) ?? playbook.variables.get(name);
  const type = declaration === undefined ? undefined : stringMember(declaration, "type")?.value;
  return type !== undefined && variableTypes.includes(type) ? type : undefined;
}

/** Declared by the playbook and by the step: only the step's own is assigned (CACAO 2.0, action step, `out_args`). */
export function isShadowed(step: Step, playbook: Playbook, name: string): boolean {
  return playbook.variables.has(name) && step.variables.has(name);
}

/** Reports values that don't fit their type. */
export function checkVariableValue(document: Document, name: string, tree: ObjectTree): void {
  const type = stringMember(tree, "type");
  const value = tree.members.get("value");
  if (type === undefined || value === undefined) return;
  const converted = convertValue(type.value, toJson(value));
  const origin = document.originOf(value);
  if ("problem" in converted) document.report("variable-value", origin, { name, problem: converted.problem });
  else if (value.kind === "number" || value.kind === "boolean") {
    document.report("variable-value", origin, {
      name,
      problem: "is written without quotes; the standard wants a string",
    });
  }
}

function described(name: string, tree: ObjectTree): Variable {
  const description = stringMember(tree, "description")?.value;
  return { name, ...(description === undefined ? {} : { description }) };
}

function secretFlag(secret: boolean): { secret?: true } {
  return secret ? { secret: true } : {};
}

/** As its type has it; a value that doesn't fit stays as it was written. Null is the same as none: not known yet. */
function initialValue(tree: ObjectTree): Value | undefined {
  const value = tree.members.get("value");
  if (value === undefined || value.kind === "null") return undefined;
  const json = toJson(value);
  const converted = convertValue(stringMember(tree, "type")?.value ?? "string", json);
  return { json: "json" in converted ? converted.json : json };
}

/** Variables that stand where authentication information wants a secret. */
function secretVariables(playbook: Playbook): ReadonlySet<string> {
  const names = new Set<string>();
  for (const definition of playbook.authentication.values()) {
    for (const [member, value] of definition.members) {
      const name = value.kind === "string" ? soleReference(value.value) : undefined;
      if (name !== undefined && !openAuthenticationMembers.has(member)) names.add(name);
    }
  }
  return names;
}

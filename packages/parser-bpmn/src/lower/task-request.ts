import type { Binding, Value } from "@rb/ir";
import type { FlowNode } from "../model/model.js";
import { nameOf } from "../model/name.js";
import { isDrools } from "../vendor/names.js";
import { type Members, put } from "../vendor/place.js";
import { addDroolsInputs, requestMembers } from "../vendor/request.js";
import { resultVariable } from "../vendor/result-variable.js";
import { hidesSecret } from "../vendor/values.js";
import { attribute, childText, type XmlElement } from "../xml/element.js";
import type { Lowering } from "./lowering.js";
import { isJavaScript, scriptNames } from "./script-names.js";

/** Which task is asked for. */
interface Asked {
  readonly task: XmlElement;
  readonly wordsIn: readonly XmlElement[];
  readonly isScript: boolean;
}

/** What an executor needs in order to know which task it is; scripts and implementations are named here, and never run by us. */
export function requestOf(
  lowering: Lowering,
  node: FlowNode,
  { task, wordsIn, isScript }: Asked,
  inputs: readonly Binding[],
): Value {
  const name = nameOf(task) ?? attribute(task, "id") ?? task.type;
  const members: Members = new Map([["task", { json: name }]]);
  const add = (key: string, text: string | undefined): void => {
    if (text !== undefined) members.set(key, { json: text });
  };
  const implementation = attribute(task, "implementation");
  if (implementation !== "##unspecified") add("implementation", implementation);
  add("operation", attribute(task, "operationRef"));
  for (const one of wordsIn) for (const [key, value] of requestMembers(lowering, node, one)) put(members, key, value);
  if (isDrools(lowering.process.element)) addDroolsInputs(members, inputs);
  add("format", attribute(task, "scriptFormat") ?? attribute(task, "scriptLanguage"));
  add("script", childText(task, "script"));
  if (isScript) add("result", resultVariable(task));
  const given = inputs.map(({ path: [name = ""], from }) => [name, inRequest(name, from)] as const);
  if (given.length === 0 && isScript) given.push(...mentioned(lowering, members));
  if (given.length > 0) members.set("inputs", { object: given });
  return { object: [...members] };
}

/** A script that is given nothing by name means the variables of its process. */
function mentioned({ variables }: Lowering, members: Members): readonly (readonly [string, Value])[] {
  const [format, script] = [textOf(members.get("format")), textOf(members.get("script"))];
  if (script === undefined || !isJavaScript(format)) return [];
  return [...scriptNames(script)].map(([name, { isAssigned }]) => {
    variables.scripts.set(name, isAssigned || variables.scripts.get(name) === true);
    return [name, { variable: name }];
  });
}

const textOf = (value: Value | undefined): string | undefined =>
  value !== undefined && "json" in value && typeof value.json === "string" ? value.json : undefined;

/** An input is a variable while the request is made. */
function inRequest(name: string, from: Value): Value {
  return hidesSecret(from) ? from : { variable: name };
}

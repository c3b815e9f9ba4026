/** A file in the format of our own: a runbook with steps or with a flow, and others beside it. */
import { type Form, irShapes, type JsonObject, type Route, type Shape } from "@rb/ir";
import type { Log } from "../log.js";
import type { YamlNode } from "../yaml/tree.js";
import { type FlowFields, flowRunbook, flowTable } from "./flow/flow-runbook.js";
import { constantOf } from "./flow/fragment.js";
import type { ObjectForm } from "./flow/shape-reader.js";
import type { Runbook } from "./model.js";
import { withParts } from "./parts.js";
import {
  type Fields,
  fields,
  fieldsSchema,
  later,
  listOf,
  mapped,
  oneOf,
  optional,
  type Reader,
  reader,
  readFields,
  required,
} from "./reader.js";
import { type RunbookFields, runbookOf, runbookTable } from "./runbook.js";
import { defined, type Schema } from "./schema.js";
import { flows } from "./steps.js";

/** What stands at the beginning of a file. */
const head = {
  apiVersion: required(oneOf("rb/v1"), "The version of the format."),
  kind: required(oneOf("Runbook"), "What the document is."),
} as const satisfies Fields;

const routeShape = (irShapes.bundle.form as ObjectForm).optional.routes?.form as Extract<Form, { item: Shape }>;
const route: Reader<Route> = mapped(
  later(() => flows.fragments.of(routeShape.item)),
  (fragment) => constantOf<Route>(fragment),
);
/** What stands at its end. */
const beside = {
  runbooks: optional(
    listOf(
      later(() => inner),
      "A runbook",
    ),
    "Other runbooks, each as a whole one but for apiVersion and kind, which 'call' reaches by their names.",
  ),
  routes: optional(listOf(route, "A route"), "Which message goes from a node of one runbook to one of another."),
} as const satisfies Fields;

type Beside = { readonly runbooks?: readonly Runbook[]; readonly routes?: readonly Route[] };

function read(node: YamlNode, log: Log, what: string, around: Fields, after: Fields): Runbook | undefined {
  const hasFlow = node.kind === "map" && node.entries.has("flow");
  if (hasFlow && node.entries.has("steps")) {
    log.say("choose-one", node.entries.get("steps")?.key ?? node, {
      what,
      fields: ["steps", "flow"],
      found: ["steps", "flow"],
    });
    return undefined;
  }
  const table = { ...around, ...(hasFlow ? flowTable() : runbookTable), ...after };
  if (node.kind !== "map") {
    fields(table)(node, log, what);
    return undefined;
  }
  return withParts(log, () => {
    const found = readFields(node, table, log, what) as unknown;
    if (found === undefined) return undefined;
    const { runbooks, routes } = found as Beside;
    const own = hasFlow ? flowRunbook(found as FlowFields, node, log) : runbookOf(found as RunbookFields, node, log);
    return {
      ...own,
      isNative: true,
      ...(runbooks === undefined ? {} : { others: runbooks }),
      ...(routes === undefined ? {} : { routes }),
    };
  });
}

/** Editors offer the fields of both; which of them go together stands beside. */
function schemaOf(around: Fields, after: Fields): Schema {
  return (definitions) => {
    const { outputs: _outputs, messages: _messages, meta: _meta, ...first } = runbookTable;
    const flow = flowTable();
    const either: Fields = { ...around, ...first, ...flow, ...after };
    const all = Object.entries(either).map(([word, field]) => [
      word,
      word === "steps" || word === "flow" ? { ...field, required: false } : field,
    ]);
    return {
      ...fieldsSchema(Object.fromEntries(all))(definitions),
      anyOf: [without("steps", flow, runbookTable), without("flow", runbookTable, flow)],
    };
  };
}

/** With this word, and without those that only the other table has. */
function without(word: string, others: Fields, own: Fields): JsonObject {
  const foreign = Object.keys(others).filter((one) => !Object.hasOwn(own, one));
  return { required: [word], not: { anyOf: foreign.map((one) => ({ required: [one] })) } };
}

const inner: Reader<Runbook> = reader(defined("runbook", schemaOf({}, {})), (node, log, what) =>
  read(node, log, what, {}, {}),
);

/** The typed form of a document; undefined when it is so wrong that nothing more can be said about it. */
export const readDocument: Reader<Runbook> = reader(schemaOf(head, beside), (node, log) =>
  read(node, log, "A runbook", head, beside),
);

/** A file in the format of our own: a runbook with steps or with a flow, and others beside it. */
import { type Form, type Governance, irShapes, type Messages, type Meta, type Route, type Shape } from "@rb/ir";
import type { Log } from "../log.js";
import type { YamlMap, YamlNode } from "../yaml/tree.js";
import { constantOf, type Fragment } from "./flow/fragment.js";
import type { FlowBody } from "./flow/model.js";
import { regionOf } from "./flow/region.js";
import { anyText, type ObjectForm } from "./flow/shape-reader.js";
import type { Runbook } from "./model.js";
import { withParts } from "./parts.js";
import {
  type Fields,
  fields,
  fieldsSchema,
  later,
  listOf,
  mapped,
  name,
  oneOf,
  optional,
  type Reader,
  reader,
  readFields,
  required,
} from "./reader.js";
import { type RunbookFields, runbookOf, runbookTable } from "./runbook.js";
import { anySchema, defined, type Schema } from "./schema.js";
import { flows, labels } from "./steps.js";

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

// ---------------------------------------------------------------------------------------------------------------
// Runbooks with a flow

const flowMetadata = mapped(
  fields({
    id: optional(anyText, "What others call it by, where that is no name."),
    name: optional(name, "What other runbooks call this one by."),
    title: optional(anyText, "A title for people."),
    description: optional(anyText, "What the runbook is for, and when it is used."),
    version: optional(anyText, "Its version, by which callers may ask for it."),
    labels: optional(labels, "Texts by name, for whoever sorts runbooks."),
  }),
  (read, node, log, what) => {
    const { id = read.name, ...rest } = read;
    if (id === undefined) log.say("missing-field", node, { what, name: "name" });
    return id === undefined ? undefined : { id, ...rest };
  },
);

interface FlowFields extends Beside, Pick<RunbookFields, "inputs" | "secrets" | "vars" | "approvals" | "parts"> {
  readonly metadata: { readonly id: string } & Pick<Runbook, "title" | "description" | "version" | "labels"> & {
      readonly name?: string;
    };
  readonly outputs?: Fragment;
  readonly meta?: Fragment;
  readonly messages?: Fragment;
  readonly governance?: Fragment;
}

const declarations = ["inputs", "secrets", "vars", "approvals", "parts"] as const;
const facts = ["outputs", "messages", "governance", "meta"] as const;

let knownFlowTable: Fields | undefined;
/** Made when the first flow is met. */
function flowTable(): Fields {
  if (knownFlowTable !== undefined) return knownFlowTable;
  const graph = flows.fragments.fields(irShapes.graph.form as ObjectForm);
  knownFlowTable = {
    metadata: required(flowMetadata, "What the runbook is called, and what it is for."),
    ...pick(runbookTable, declarations),
    ...flows.regionFields,
    flow: { ...flows.regionFields.flow, required: true } as Fields[string],
    ...(pick(graph as unknown as Fields, facts) as Fields),
  };
  return knownFlowTable;
}

function pick(table: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((one) => [one, table[one] as Fields[string]]));
}

function flowRunbook(read: FlowFields & { readonly [word: string]: unknown }, node: YamlMap, log: Log): Runbook {
  const { id, name: _, title, ...metadata } = read.metadata;
  const region = Object.fromEntries(Object.keys(flows.regionFields).map((word) => [word, read[word]]));
  const said = Object.fromEntries(Object.entries(region).filter(([, value]) => value !== undefined));
  const flow: FlowBody = {
    region: regionOf(node, said),
    ...(title === undefined ? {} : { title }),
    ...(read.outputs === undefined ? {} : { outputs: read.outputs }),
  };
  const { inputs = [], secrets = [], vars = [], approvals = [], parts = [] } = read;
  const declared: RunbookFields = {
    metadata: { ...metadata, name: id },
    inputs,
    secrets,
    vars,
    approvals,
    parts,
    steps: [],
  };
  return {
    ...runbookOf(declared, node, log),
    ...(read.messages === undefined ? {} : { messages: constantOf<Messages>(read.messages) }),
    ...(read.governance === undefined ? {} : { governance: constantOf<Governance>(read.governance) }),
    ...(read.meta === undefined ? {} : { meta: constantOf<Meta>(read.meta) }),
    flow,
  };
}

// ---------------------------------------------------------------------------------------------------------------
// Either

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
    const own = hasFlow
      ? flowRunbook(found as Parameters<typeof flowRunbook>[0], node, log)
      : runbookOf(found as RunbookFields, node, log);
    return {
      ...own,
      ...(runbooks === undefined ? {} : { others: runbooks }),
      ...(routes === undefined ? {} : { routes }),
    };
  });
}

function schemaOf(around: Fields, after: Fields): Schema {
  return (definitions) =>
    anySchema(
      fieldsSchema({ ...around, ...runbookTable, ...after }),
      fieldsSchema({ ...around, ...flowTable(), ...after }),
    )(definitions);
}

const inner: Reader<Runbook> = reader(defined("runbook", schemaOf({}, {})), (node, log, what) =>
  read(node, log, what, {}, {}),
);

/** The typed form of a document; undefined when it is so wrong that nothing more can be said about it. */
export const readDocument: Reader<Runbook> = reader(schemaOf(head, beside), (node, log) =>
  read(node, log, "A runbook", head, beside),
);

/** A runbook with a flow: what is said about it, and about its graph. */
import { type Governance, irShapes, type Messages, type Meta } from "@rb/ir";
import type { Log } from "../../log.js";
import type { YamlMap } from "../../yaml/tree.js";
import type { Runbook } from "../model.js";
import { type Fields, fields, mapped, name, optional, required } from "../reader.js";
import { type RunbookFields, runbookOf, runbookTable } from "../runbook.js";
import { flows, labels } from "../steps.js";
import { constantOf, type Fragment } from "./fragment.js";
import type { FlowBody } from "./model.js";
import { regionOf } from "./region.js";
import { anyText, type ObjectForm } from "./shape-reader.js";

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

/** What was read of a runbook with a flow. */
export interface FlowFields extends Pick<RunbookFields, "inputs" | "secrets" | "vars" | "approvals" | "parts"> {
  readonly metadata: { readonly id: string } & Pick<Runbook, "title" | "description" | "version" | "labels"> & {
      readonly name?: string;
    };
  readonly outputs?: Fragment;
  readonly meta?: Fragment;
  readonly messages?: Fragment;
  readonly governance?: Fragment;
  readonly [word: string]: unknown;
}

const declarations = ["inputs", "secrets", "vars", "approvals", "parts"] as const;
const facts = ["outputs", "messages", "governance", "meta"] as const;

let known: Fields | undefined;

/** The fields of a runbook with a flow; made when the first one is met. */
export function flowTable(): Fields {
  if (known !== undefined) return known;
  const graph = flows.fragments.fields(irShapes.graph.form as ObjectForm);
  known = {
    metadata: required(flowMetadata, "What the runbook is called, and what it is for."),
    ...pick(runbookTable, declarations),
    ...flows.regionFields,
    flow: { ...flows.regionFields.flow, required: true } as Fields[string],
    ...(pick(graph as unknown as Fields, facts) as Fields),
  };
  return known;
}

function pick(table: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((one) => [one, table[one] as Fields[string]]));
}

/** The typed form of what was read. */
export function flowRunbook(read: FlowFields, node: YamlMap, log: Log): Runbook {
  const { id, name: _, title, ...metadata } = read.metadata;
  const region = Object.entries(read).filter(([word]) => Object.hasOwn(flows.regionFields, word));
  const flow: FlowBody = {
    region: regionOf(node, Object.fromEntries(region)),
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

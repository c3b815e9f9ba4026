/** Nodes in the words of the graph. */
import { type Form, irShapes } from "@rb/ir";
import { type Fields, fieldsSchema, mapped, type Reader, reader, required } from "../reader.js";
import { anySchema, defined } from "../schema.js";
import { aboutMember } from "./about.js";
import { constant, type Fragment } from "./fragment.js";
import { nodeId } from "./ids.js";
import type { FlowNode, Way } from "./model.js";
import {
  type FragmentFields,
  type FragmentReaders,
  fragmentOf,
  type ObjectForm,
  readMap,
  wordUnder,
} from "./shape-reader.js";

interface Table {
  readonly all: Fields;
  /** Those that are members of the node. */
  readonly fragments: FragmentFields;
}

/** `then`: the field that says where a node goes on. */
export function nodeReader(readers: () => FragmentReaders, then: Fields): Reader<FlowNode> {
  let known: ReadonlyMap<string, Table> | undefined;
  const tables = (): NonNullable<typeof known> => {
    known ??= nodeTables(readers(), then);
    return known;
  };
  return reader(
    defined("node", (definitions) =>
      anySchema(...[...tables().values()].map(({ all }) => fieldsSchema(all)))(definitions),
    ),
    (node, log, what) => {
      const kind = wordUnder(node, "kind", [...tables().keys()], log, what);
      const table = kind === undefined ? undefined : tables().get(kind);
      if (table === undefined) return undefined;
      const read = readMap(node, table.all, log, what);
      if (read === undefined) return undefined;
      const { then: ways, ...members } = read as { readonly [word: string]: unknown };
      return {
        kind: "node",
        fragment: fragmentOf(members as { readonly [word: string]: Fragment }, table.fragments, node, kind),
        ...(ways === undefined ? {} : { then: ways as readonly Way[] }),
      };
    },
  );
}

function nodeTables(readers: FragmentReaders, then: Fields): ReadonlyMap<string, Table> {
  const { shapes } = irShapes.node.form as Extract<Form, { is: "chosen" }>;
  return new Map(
    Object.entries(shapes).map(([kind, { form }]): [string, Table] => {
      const fragments = readers.fields(form as ObjectForm, "kind", kind);
      const { region, ...rest } = fragments;
      const id = required(mapped(nodeId, constant), aboutMember("id"));
      return [kind, { all: { ...rest, id, ...then, ...(region === undefined ? {} : { region }) }, fragments }];
    }),
  );
}

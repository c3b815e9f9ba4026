/** `then`: where a token goes next. */
import { irShapes } from "@rb/ir";
import type { NameRef } from "../model.js";
import {
  either,
  type Fields,
  fieldsSchema,
  listOf,
  mapped,
  optional,
  type Reader,
  reader,
  required,
} from "../reader.js";
import { defined } from "../schema.js";
import { aboutMember } from "./about.js";
import type { Fragment } from "./fragment.js";
import { nodeId, nodeRef } from "./ids.js";
import type { Way } from "./model.js";
import { type FragmentFields, type FragmentReaders, fragmentOf, type ObjectForm, readMap } from "./shape-reader.js";

/** An id, a way, or a list of them. */
export function waysReader(readers: () => FragmentReaders): Reader<readonly Way[]> {
  let known: { readonly all: Fields; readonly fragments: FragmentFields } | undefined;
  const table = (): NonNullable<typeof known> => {
    known ??= wayFields(readers());
    return known;
  };
  const long: Reader<Way> = reader(
    defined("way", (definitions) => fieldsSchema(table().all)(definitions)),
    (node, log, what) => {
      const { all, fragments } = table();
      const read = readMap(node, all, log, what);
      if (read === undefined) return undefined;
      const { to, id, ...rest } = read as unknown as { readonly to: NameRef; readonly id?: string };
      return {
        to,
        ...(id === undefined ? {} : { id }),
        fragment: fragmentOf(rest as { readonly [word: string]: Fragment }, fragments, node),
        isPlain: Object.keys(rest).length === 0 && id === undefined,
      };
    },
  );
  const short: Reader<Way> = mapped(nodeRef, (to, node) => ({ to, fragment: fragmentOf({}, {}, node), isPlain: true }));
  const way = either((node) => node.kind === "map", long, short);
  return either(
    (node) => node.kind === "list",
    listOf(way, "A way"),
    mapped(way, (one) => [one]),
  );
}

function wayFields(readers: FragmentReaders): { readonly all: Fields; readonly fragments: FragmentFields } {
  const fragments = readers.fields(irShapes.flow.form as ObjectForm);
  const { id: _id, from: _from, to: _to, slot, port, name, when, ...rest } = fragments;
  const id = optional(nodeId, aboutMember("flowId"));
  const to = required(nodeRef, aboutMember("to"));
  return { all: { id, port, name, when, ...rest, to, slot } as Fields, fragments };
}

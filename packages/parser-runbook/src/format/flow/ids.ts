/** The ids of nodes and of ways: any text, since other languages know them by that. */
import { describe } from "../../yaml/tree.js";
import type { NameRef } from "../model.js";
import { mapped, type Reader, reader } from "../reader.js";
import { anyText } from "./shape-reader.js";

const longest = 256;

export const nodeId: Reader<string> = reader(
  { type: "string", minLength: 1, maxLength: longest },
  (node, log, what) => {
    const id = anyText(node, log, what);
    if (id === undefined || (id.length >= 1 && id.length <= longest)) return id;
    if (id === "") log.say("wrong-type", node, { what, expected: "a text", found: describe(node) });
    else log.say("out-of-range", node, { what: `The length of ${what}`, least: 1, most: longest, found: id.length });
    return undefined;
  },
);

/** The id of a node that stands elsewhere. */
export const nodeRef: Reader<NameRef> = mapped(nodeId, (name, node) => ({ name, node }));

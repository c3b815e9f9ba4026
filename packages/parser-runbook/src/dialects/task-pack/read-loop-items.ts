/** What a loop goes through: an expression, numbers, or a list as it is. */
import { any, fields, integer, listOf, mapped, optional, type Reader, required, scalar } from "../../format/reader.js";
import type { Log } from "../../log.js";
import type { YamlMap, YamlNode } from "../../yaml/tree.js";
import { scalarAt } from "../native-text.js";
import type { LoopStep } from "./model.js";

const furthest = 1_000_000;
/** As many items as a loop may have. */
export const mostIterations = 10_000;

const number = integer(-furthest, furthest);
const rangeFields = fields({
  start: required(number, "The first number."),
  end: required(number, "The number before which it ends."),
  step: optional(number, "From one number to the next; 1, unless said otherwise."),
});
const range: Reader<YamlNode> = mapped(rangeFields, ({ start, end, step = 1 }, node, log, what) => {
  const count = step === 0 ? Number.POSITIVE_INFINITY : Math.max(0, Math.ceil((end - start) / step));
  if (count > mostIterations) {
    log.say("out-of-range", node, { what, found: count, least: 0, most: mostIterations });
    return undefined;
  }
  const items = Array.from({ length: count }, (_, index) => scalarAt(node, start + index * step));
  return { kind: "list", start: node.start, end: node.end, pointer: node.pointer, items };
});
const itself: Reader<YamlNode> = mapped(listOf(any, "An item"), (_, node) => node);

const ways = ["expression", "range", "static"] as const;

export const loopItems: Reader<LoopStep["items"]> = mapped(
  fields({
    expression: optional(scalar, "An expression that gives a list."),
    range: optional(range, "Numbers."),
    static: optional(itself, "A list."),
  }),
  ({ expression, range: numbers, static: list }, node, log, what) => {
    const found = ways.filter((way) => (node as YamlMap).entries.has(way));
    if (found.length !== 1) {
      log.say("choose-one", node, { what, fields: ways, found });
      return undefined;
    }
    if (expression !== undefined) return { expression };
    const known = numbers ?? list;
    return known && { list: known };
  },
);

/** More items than the loop may have are a mistake where they are known, and fail it otherwise. */
export function checkIterations(items: LoopStep["items"], most: number, log: Log): void {
  if (!("list" in items) || items.list.kind !== "list" || items.list.items.length <= most) return;
  log.say("out-of-range", items.list, { what: "'items'", found: items.list.items.length, least: 0, most });
}

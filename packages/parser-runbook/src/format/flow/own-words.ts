/** The fragments of a graph that are written in the words of runbooks: values, conditions, assignments, variables, durations. */
import { type Form, irShapes, type Shape } from "@rb/ir";
import { readDuration } from "../../duration.js";
import { analyse } from "../../jsonata/analyse.js";
import { jsonataLanguage } from "../../jsonata/language.js";
import { hasExpression } from "../../template.js";
import { describe } from "../../yaml/tree.js";
import { either, fieldsSchema, later, listOf, mapped, type Reader, reader } from "../reader.js";
import { anySchema, defined } from "../schema.js";
import { constant, type Fragment, listFragment, made, mapFragment } from "./fragment.js";
import { FragmentReaders, fragmentOf, type ObjectForm, readMap, recordOf } from "./shape-reader.js";

type ListForm = Extract<Form, { item: Shape }>;
type HavingForm = Extract<Form, { is: "having" }>;

/** Made when it is first met, since the readers of the graph know each other. */
function once(make: () => Reader<Fragment>): Reader<Fragment> {
  let known: Reader<Fragment> | undefined;
  return later(() => {
    known ??= make();
    return known;
  });
}

/** What is in the language of runbooks is looked at here; whoever brings the others looks at the rest. */
const writtenExpr = once(() => {
  const read = plainFragments.object(irShapes.expr.form as ObjectForm);
  return reader(read.schema, (node, log, what) => {
    const fragment = read(node, log, what);
    if (fragment === undefined || node.kind !== "map") return fragment;
    const [language, text] = ["language", "text"].map((word) => node.entries.get(word)?.value);
    if (language?.kind !== "scalar" || language.value !== jsonataLanguage.name || text?.kind !== "scalar")
      return fragment;
    const known = analyse(String(text.value));
    if ("error" in known) log.say("expression-syntax", text, { what: `${known.error}.` });
    return fragment;
  });
});

/** Values and conditions as the graph has them, written out as data. */
export const plainFragments: FragmentReaders = new FragmentReaders(new Map([[irShapes.expr.form, writtenExpr]]));

const value: Reader<Fragment> = reader({}, (node) => made((making) => making.value(node)));

/** Durations as everywhere in runbooks; what is ISO 8601 stays a text. */
const span: Reader<Fragment> = reader({ type: ["string", "number", "object"] }, (node, log, what) => {
  const text = node.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
  if (text === undefined || hasExpression(text) || /^[PR+-]/.test(text)) return value(node, log, what);
  const ms = readDuration(text);
  if (ms !== null) return constant({ json: ms });
  log.say("bad-duration", node, { found: text });
  return undefined;
});

const guardShapes = Object.entries((irShapes.guard.form as HavingForm).shapes);
const expr = once(() => plainFragments.of(irShapes.expr));
/** What no text says. */
const otherGuard = once(() =>
  plainFragments.having(guardShapes.filter(([name]) => name !== "json" && name !== "expr")),
);
const guard: Reader<Fragment> = reader(
  defined(
    "condition",
    anySchema(() => ({ type: ["boolean", "string"] }), expr.schema, otherGuard.schema),
  ),
  (node, log, what) => {
    if (node.kind === "map") {
      if (!node.entries.has("language") && !node.entries.has("text")) return otherGuard(node, log, what);
      const fragment = expr(node, log, what);
      return fragment && mapFragment([["expr", fragment]]);
    }
    if (node.kind === "scalar" && (typeof node.value === "boolean" || typeof node.value === "string"))
      return made((making) => making.guard(node));
    log.say("wrong-type", node, { what, expected: "a condition", found: describe(node) });
    return undefined;
  },
);

const itemOf = ({ form }: Shape): Shape => (form as ListForm).item;

/** By the names of variables, or as a list, where a path leads into one of them. */
function bindings(readers: () => FragmentReaders): Reader<Fragment> {
  const list = listOf(
    later(() => readers().of(itemOf(irShapes.bindings))),
    "An assignment",
  );
  const byName = recordOf(value, (fragments) =>
    listFragment(
      fragments.map(([name, from]) => mapFragment([["path", constant([name])] as const, ["from", from] as const])),
    ),
  );
  return either((node) => node.kind === "map", byName, mapped(list, listFragment));
}

/** By their names; of some, nothing else is said. */
function variables(readers: FragmentReaders): Reader<Fragment> {
  const variable = once((): Reader<Fragment> => {
    const { name: _, ...table } = readers.fields(itemOf(irShapes.variables).form as ObjectForm);
    return reader(
      anySchema(fieldsSchema(table), () => ({ type: "null" })),
      (node, log, what) => {
        if (node.kind === "scalar" && node.value === null) return mapFragment([]);
        const read = readMap(node, table, log, what);
        return read && fragmentOf(read, table);
      },
    );
  });
  return recordOf(variable, (fragments) =>
    listFragment(
      fragments.map(([name, { regions, make }]) => ({
        regions,
        make: (making) => ({ name, ...(make(making) as object) }),
      })),
    ),
  );
}

/** Fragments of the graph as flows have them; `region` reads what stands in them. */
export function flowFragments(region: Reader<Fragment>): FragmentReaders {
  const fragments: FragmentReaders = new FragmentReaders(
    new Map<Form, Reader<Fragment>>([
      [irShapes.value.form, value],
      [irShapes.guard.form, guard],
      [irShapes.expr.form, writtenExpr],
      [irShapes.bindings.form, bindings(() => fragments)],
      [irShapes.variables.form, later(() => theVariables)],
      [irShapes.region.form, region],
    ]),
    new Map(["after", "attemptTimeout", "expires"].map((member) => [member, span])),
  );
  const theVariables = variables(fragments);
  return fragments;
}

/** The functions that expressions of Task Packs have, as JSONata. */
interface PackFunction {
  /** How many arguments it takes. */
  readonly takes: readonly [least: number, most: number];
  readonly write: (args: readonly string[]) => string;
  /** Its second argument is an expression that is looked up in each item, `&name`. */
  readonly looks?: true;
}

function call(name: string, least: number, most: number = least): PackFunction {
  return { takes: [least, most], write: (args) => `$${name}(${args.join(", ")})` };
}

function byKey(write: (sorted: string) => string): PackFunction {
  return { takes: [2, 2], looks: true, write: ([list, look]) => write(`$sortBy(${list}, ${look})`) };
}

const many = 32;

export const packFunctions: ReadonlyMap<string, PackFunction> = new Map([
  ["length", call("size", 1)],
  ["contains", call("includes", 2)],
  ["starts_with", call("startsWith", 2)],
  ["ends_with", call("endsWith", 2)],
  ["not_null", call("given", 1, many)],
  ["join", { takes: [2, 2], write: ([glue, list]) => `$join(${list}, ${glue})` }],
  // JSONata makes a single value of a list of one.
  ["keys", { takes: [1, 1], write: ([map]) => `[$keys(${map})]` }],
  ["sort", { takes: [1, 1], write: ([list]) => `[$sort(${list})]` }],
  ["reverse", { takes: [1, 1], write: ([list]) => `[$reverse(${list})]` }],
  ["values", call("valuesOf", 1)],
  ["to_array", { takes: [1, 1], write: ([value]) => `$flatten($listOf(${value}))` }],
  ["type", { takes: [1, 1], write: ([value]) => `$type($given(${value}))` }],
  ["sort_by", byKey((sorted) => sorted)],
  ["min_by", byKey((sorted) => `$at(${sorted}, 0)`)],
  ["max_by", byKey((sorted) => `$at(${sorted}, -1)`)],
  ["merge", { takes: [1, many], write: (maps) => `$merge([${maps.join(", ")}])` }],
  ["min", call("min", 1)],
  ["max", call("max", 1)],
  ["sum", call("sum", 1)],
  ["avg", call("average", 1)],
  ["abs", call("abs", 1)],
  ["ceil", call("ceil", 1)],
  ["floor", call("floor", 1)],
  ["to_string", call("string", 1)],
  ["to_number", call("number", 1)],
  ["lower", call("lowercase", 1)],
  ["upper", call("uppercase", 1)],
]);

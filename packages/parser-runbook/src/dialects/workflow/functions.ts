/** The functions of a workflow's expressions, as JSONata has them. What doesn't fit fails, but for the first two, which take anything. */
export interface WorkflowFunction {
  readonly takes: number;
  readonly written: (...values: string[]) => string;
}

function of(takes: number, name: string): WorkflowFunction {
  return { takes, written: (...values) => `${name}(${values.join(", ")})` };
}

export const functions: { readonly [name: string]: WorkflowFunction } = {
  /** What has no length has none. */
  length: { takes: 1, written: (value) => `$given($size(${value}), 0)` },
  first: { takes: 1, written: (value) => `$at(${value}, 0)` },
  last: { takes: 1, written: (value) => `$at(${value}, -1)` },
  len: of(1, "$size"),
  lower: of(1, "$lowercase"),
  upper: of(1, "$uppercase"),
  hasPrefix: of(2, "$startsWith"),
  hasSuffix: of(2, "$endsWith"),
  replace: of(3, "$replace"),
  split: of(2, "$split"),
  join: of(2, "$join"),
  string: of(1, "$textOf"),
  abs: of(1, "$abs"),
  ceil: of(1, "$ceil"),
  floor: of(1, "$floor"),
  min: { takes: 2, written: (a, b) => `$min([${a}, ${b}])` },
  max: { takes: 2, written: (a, b) => `$max([${a}, ${b}])` },
  sum: of(1, "$sum"),
  float: of(1, "$number"),
};

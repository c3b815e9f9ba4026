/**
 * What the catalogue's rules weigh, and which of them say the same. Arguments of every exception stand here, by rule and never by file.
 */

/**
 * `error`: a process that breaks it has no defined execution. `executable`: an error where a process says that it is executable, else a warning.
 * `warning`: the execution stays defined.
 */
export type RuleWeight = "error" | "executable" | "warning";

const weights: Readonly<Record<Exclude<RuleWeight, "warning">, string>> = {
  error: `REF 002 003 006 007 021 022 026 028 036 037 038 041 049 054 055 056 057 058 059 061 062 080 082 092 093 096 098 099 100 104 106
    110 111 112 114 117 118 120 121 122 126 129 130 131 137 138 140 142 143 144 146 147 148 149 152`,
  // Not 012: an expression that isn't marked as formal, and makes sense as one, runs as drawn. Only words are an error.
  executable: "001 013 024 035 067 068 071 072 123 127 132 133 134",
};

/** What breaking a rule means; a rule that isn't listed is a matter of quality. */
export function weightOf(rule: string): RuleWeight {
  for (const weight of ["error", "executable"] as const) if (listed.get(weight)?.has(rule)) return weight;
  return "warning";
}

const listed: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(weights).map(([weight, rules]) => [
    weight,
    new Set(rules.split(/\s+/).map((rule) => (rule === "REF" ? rule : `EXT${rule}`))),
  ]),
);

interface Equivalence {
  readonly rules: readonly string[];
  readonly because: string;
}

const equivalences: readonly Equivalence[] = [
  {
    rules: ["EXT020", "EXT077", "EXT081", "EXT083"],
    because: "The later ones repeat the first for a data object, an input and an output.",
  },
  { rules: ["EXT028", "EXT152"], because: "Both ends of a flow share a parent: the catalogue checks it as one rule." },
  { rules: ["EXT041", "EXT054", "EXT055"], because: "One rule, stated for three kinds of activity." },
  { rules: ["EXT059", "EXT129"], because: "The second is the case of the first in which there is no definition." },
  { rules: ["EXT085", "EXT087"], because: "The catalogue reports the second under the number of the first." },
  { rules: ["EXT098", "EXT121"], because: "A compensation start is a case of a start that a process can't have." },
  {
    rules: ["EXT110", "EXT130", "EXT147"],
    because: "One table of what a boundary event may catch, stated three times.",
  },
  { rules: ["EXT111", "EXT120"], because: "A cancel event outside of a transaction, stated twice." },
  { rules: ["EXT122", "EXT148"], because: "A compensation catch is a case of a catch that isn't allowed." },
  {
    rules: ["EXT101", "EXT107", "EXT023"],
    because:
      "A start or an end whose flow is drawn, and only not listed in its outgoing or incoming, has a flow: flows are read from sequenceFlow.",
  },
];

/** The rule and those that say the same, or of which it is a case. */
export function sameAs(rule: string): readonly string[] {
  return [
    ...new Set([rule, ...equivalences.filter(({ rules }) => rules.includes(rule)).flatMap(({ rules }) => rules)]),
  ];
}

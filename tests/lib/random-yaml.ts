/** The same YAML document, laid out by chance: quotes, brackets, spaces, comments, line ends. Always the same from the same chance. */
import { stringify } from "yaml";

/** What a layout asks of chance; `Draws` of the simulator has it. */
export interface Chance {
  readonly below: (n: number) => number;
}

/** A document with these values. `shuffle` gives the order of a map's members. */
export function randomYaml(
  value: unknown,
  chance: Chance,
  shuffle: (keys: readonly string[], path: readonly string[]) => readonly string[] = (keys) => keys,
): string {
  const lines: string[] = [];
  const noise = (): void => {
    if (chance.below(6) === 0)
      lines.push(" ".repeat(chance.below(8)) + (chance.below(2) === 0 ? "# '\"{[: said beside" : ""));
  };
  const scalar = (one: unknown): string => (typeof one === "string" ? text(one, chance) : JSON.stringify(one));
  const flow = (one: unknown, path: readonly string[]): string => {
    const space = " ".repeat(chance.below(3));
    if (Array.isArray(one))
      return `[${space}${one.map((item, at) => flow(item, [...path, `${at}`])).join(`,${space} `)}${space}]`;
    if (!isMap(one)) return scalar(one);
    const members = shuffle(Object.keys(one), path).map(
      (key) => `${text(key, chance)}: ${flow(one[key], [...path, key])}`,
    );
    return `{${space}${members.join(`,${space} `)}${space}}`;
  };
  const inner = (head: string, one: unknown, indent: number, path: readonly string[]): void => {
    if (isEmpty(one) || !isNest(one) || chance.below(5) === 0)
      lines.push(`${head} ${flow(one, path)}${chance.below(5) === 0 ? "  # so" : ""}`);
    else {
      lines.push(head + " ".repeat(chance.below(3)));
      block(one, indent + 1 + chance.below(4), path);
    }
  };
  const block = (one: unknown, indent: number, path: readonly string[]): void => {
    const margin = " ".repeat(indent);
    if (Array.isArray(one)) {
      one.forEach((item, at) => {
        noise();
        inner(`${margin}-`, item, indent, [...path, `${at}`]);
      });
    } else if (isMap(one)) {
      for (const key of shuffle(Object.keys(one), path)) {
        noise();
        inner(`${margin}${text(key, chance)}:`, one[key], indent, [...path, key]);
      }
    }
  };
  block(value, 0, []);
  return lines.join(chance.below(2) === 0 ? "\n" : "\r\n") + (chance.below(2) === 0 ? "\n" : "");
}

/** In one of the ways in which YAML writes it. */
function text(one: string, chance: Chance): string {
  const how = chance.below(3);
  const plain = stringify(one, { lineWidth: 0 }).trimEnd();
  if (how === 0 && plain === one && !/[,[\]{}#]/.test(one)) return one;
  return how === 1 && !/[\n\r\t]/.test(one) ? `'${one.replaceAll("'", "''")}'` : JSON.stringify(one);
}

function isMap(one: unknown): one is { readonly [key: string]: unknown } {
  return typeof one === "object" && one !== null && !Array.isArray(one);
}
function isNest(one: unknown): boolean {
  return typeof one === "object" && one !== null;
}
function isEmpty(one: unknown): boolean {
  return isNest(one) && Object.keys(one as object).length === 0;
}

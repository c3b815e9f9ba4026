/** The order in which the fields of a document are best read: that of its schema. */
import type { Json, JsonObject } from "@rb/ir";
import { isJsonObject } from "@rb/ir";
import { isMap, isPair, isScalar, isSeq, type Pair, type YAMLMap } from "yaml";

/** Puts the fields of every map into the order of the schema; what the schema doesn't name keeps its order, behind them. */
export function orderKeys(node: unknown, schema: JsonObject): void {
  new Ordering(schema).visit(node, schema);
}

class Ordering {
  readonly #root: JsonObject;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  visit(node: unknown, schema: JsonObject): void {
    if (isMap(node)) this.#visitMap(node, schema);
    else if (isSeq(node)) {
      const items = this.#first(schema, "items");
      if (items !== undefined) for (const item of node.items) this.visit(item, items);
    }
  }

  #visitMap(map: YAMLMap, schema: JsonObject): void {
    const keys = map.items.map(keyOf);
    const fields = this.#fieldsFor(keys, schema);
    const others = this.#first(schema, "additionalProperties");
    if (fields !== undefined) {
      const rank = new Map(Object.keys(fields).map((name, index) => [name, index]));
      const last = rank.size;
      const isKnown = keys.every((key) => key !== undefined);
      const ranked = map.items.map((pair, index) => ({ pair, at: rank.get(keys[index] ?? "") ?? last + index }));
      // A comment above the first field is the map's, and stays where it is.
      if (isKnown) map.items = ranked.sort((a, b) => a.at - b.at).map(({ pair }) => pair);
    }
    for (const pair of map.items) {
      const own = fields === undefined ? undefined : fields[keyOf(pair) ?? ""];
      const inner = isJsonObject(own) ? own : others;
      if (inner !== undefined) this.visit(pair.value, inner);
    }
  }

  /** Of several forms of a map the one that knows the most of its keys. */
  #fieldsFor(keys: readonly (string | undefined)[], schema: JsonObject): JsonObject | undefined {
    let best: JsonObject | undefined;
    let most = -1;
    for (const form of this.#forms(schema)) {
      const { properties } = form;
      if (!isJsonObject(properties)) continue;
      const known = keys.filter((key) => key !== undefined && Object.hasOwn(properties, key)).length;
      if (known > most) [best, most] = [properties, known];
    }
    return best;
  }

  #first(schema: JsonObject, member: string): JsonObject | undefined {
    return this.#forms(schema)
      .map((form) => form[member])
      .find((found): found is JsonObject => isJsonObject(found));
  }

  /** A schema and everything that it is made of. */
  #forms(schema: JsonObject): readonly JsonObject[] {
    const inner = [schema.allOf, schema.anyOf].flatMap((list) =>
      Array.isArray(list) ? (list as readonly Json[]) : [],
    );
    const referred = typeof schema.$ref === "string" ? this.#resolve(schema.$ref) : undefined;
    return [schema, ...(referred === undefined ? [] : [referred]), ...inner].flatMap((form) =>
      form === schema ? [schema] : isJsonObject(form) ? this.#forms(form) : [],
    );
  }

  #resolve(reference: string): JsonObject | undefined {
    let at: Json | undefined = this.#root;
    for (const name of reference.split("/").slice(1)) at = isJsonObject(at) ? at[name] : undefined;
    return isJsonObject(at) ? at : undefined;
  }
}

function keyOf(pair: Pair): string | undefined {
  return isPair(pair) && isScalar(pair.key) && typeof pair.key.value === "string" ? pair.key.value : undefined;
}

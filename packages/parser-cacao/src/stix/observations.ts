/** Observed data as it comes: of STIX 2.0 with its objects inside, of 2.1 with references to objects beside it (STIX 2.1, 4.14). */
import { EvaluationError, type Json, type JsonObject } from "@rb/ir";
import { isObject, type Resolve } from "./object-path.js";
import { instantOf } from "./timestamp.js";

/** Something that was seen, `count` times between `first` and `last`: nanoseconds since 1970. */
export interface Sighting {
  readonly objects: readonly JsonObject[];
  readonly resolve: Resolve;
  readonly first: bigint;
  readonly last: bigint;
  readonly count: number;
  /** The object that says so. */
  readonly source: JsonObject;
}

/**
 * The sightings among what is given: observed data, or bundles of them and of the objects that they refer to. Other objects were not
 * observed, whatever they say.
 *
 * @throws EvaluationError for observed data without its times or its number, or with wrong ones
 */
export function sightingsOf(given: readonly Json[]): Sighting[] {
  const items = given.filter(isObject);
  const beside = byId(items);
  return items.flatMap((item) => {
    if (item.type !== "bundle") return sighting(item, beside);
    const members = Array.isArray(item.objects) ? item.objects.filter(isObject) : [];
    const around = byId(members);
    return members.flatMap((member) => sighting(member, around));
  });
}

function byId(objects: readonly JsonObject[]): ReadonlyMap<string, JsonObject> {
  return new Map(objects.flatMap((object) => (typeof object.id === "string" ? [[object.id, object] as const] : [])));
}

function sighting(item: JsonObject, around: ReadonlyMap<string, JsonObject>): readonly Sighting[] {
  const { objects, object_refs: references } = item;
  if (!isObject(objects) && !Array.isArray(references)) return [];
  const inside = new Map(isObject(objects) ? Object.entries(objects).filter(hasObject) : []);
  const referred = Array.isArray(references) ? references.map((id) => around.get(String(id))).filter(isObject) : [];
  const [first, last] = [time(item, "first_observed"), time(item, "last_observed")];
  if (last < first) throw new EvaluationError(`${nameOf(item)}: 'last_observed' is before 'first_observed'.`);
  return [
    {
      objects: [...inside.values(), ...referred],
      resolve: (id) => inside.get(id) ?? around.get(id),
      first,
      last,
      count: count(item),
      source: item,
    },
  ];
}

function hasObject(entry: [string, Json]): entry is [string, JsonObject] {
  return isObject(entry[1]);
}

function time(item: JsonObject, name: string): bigint {
  const value = item[name];
  const at = typeof value === "string" ? instantOf(value) : undefined;
  if (at === undefined) throw new EvaluationError(`${nameOf(item)}: '${name}' is no timestamp.`);
  return at;
}

function count(item: JsonObject): number {
  const value = item.number_observed;
  if (Number.isSafeInteger(value) && (value as number) >= 1) return value as number;
  throw new EvaluationError(`${nameOf(item)}: 'number_observed' is no whole number above 0.`);
}

function nameOf(item: JsonObject): string {
  return typeof item.id === "string" ? item.id.slice(0, 80) : "Observed data without an id";
}

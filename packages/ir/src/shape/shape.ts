/** A few words to say what JSON has to look like, so that a type of ours can be checked member by member. */
export interface ShapeProblem {
  readonly pointer: string;
  readonly what: string;
}

/** Collects what is wrong with a value at a place. */
export type Shape = (value: unknown, pointer: string, problems: ShapeProblem[]) => void;
export type Members = { readonly [name: string]: Shape };

export function checkShape(shape: Shape, value: unknown): readonly ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  shape(value, "", problems);
  return problems;
}

const simple =
  (what: string, test: (value: unknown) => boolean): Shape =>
  (value, pointer, problems) => {
    if (!test(value)) problems.push({ pointer, what: `${placeName(pointer)} has to be ${what}` });
  };

export const string: Shape = simple("a text", (value) => typeof value === "string");
export const boolean: Shape = simple("true or false", (value) => typeof value === "boolean");
export const number: Shape = simple("a number", (value) => typeof value === "number");
export const natural: Shape = simple(
  "a whole number of at least 1",
  (value) => Number.isSafeInteger(value) && Number(value) >= 1,
);
export const json: Shape = () => {};
export const jsonObject: Shape = simple("an object", isObject);

export function oneOf(...words: readonly (string | number)[]): Shape {
  return simple(`one of ${words.map((word) => JSON.stringify(word)).join(", ")}`, (value) =>
    words.includes(value as string | number),
  );
}

export function list(item: Shape): Shape {
  return (value, pointer, problems) => {
    if (!Array.isArray(value)) problems.push({ pointer, what: `${placeName(pointer)} has to be a list` });
    else for (const [index, entry] of value.entries()) item(entry, `${pointer}/${index}`, problems);
  };
}

export function pair(first: Shape, second: Shape): Shape {
  return (value, pointer, problems) => {
    if (!Array.isArray(value) || value.length !== 2) {
      problems.push({ pointer, what: `${placeName(pointer)} has to be a list of two` });
      return;
    }
    first(value[0], `${pointer}/0`, problems);
    second(value[1], `${pointer}/1`, problems);
  };
}

/** Values of any name. */
export function record(item: Shape): Shape {
  return (value, pointer, problems) => {
    if (!isObject(value)) problems.push({ pointer, what: `${placeName(pointer)} has to be an object` });
    else for (const [name, entry] of Object.entries(value)) item(entry, member(pointer, name), problems);
  };
}

/** All of the required members, any of the optional ones, and no others. */
export function object(required: Members, optional: Members = {}): Shape {
  const shapes = new Map([...Object.entries(required), ...Object.entries(optional)]);
  return (value, pointer, problems) => {
    if (!isObject(value)) {
      problems.push({ pointer, what: `${placeName(pointer)} has to be an object` });
      return;
    }
    for (const name of Object.keys(required)) {
      if (!Object.hasOwn(value, name)) problems.push({ pointer, what: `${placeName(pointer)} lacks '${name}'` });
    }
    for (const [name, entry] of Object.entries(value)) {
      const shape = shapes.get(name);
      if (shape === undefined)
        problems.push({ pointer: member(pointer, name), what: `'${name}' is not a member that is known here` });
      else shape(entry, member(pointer, name), problems);
    }
  };
}

/** The shape that the text of one member chooses. */
export function chosenBy(tag: string, shapes: Members): Shape {
  const byTag = new Map(Object.entries(shapes));
  return (value, pointer, problems) => {
    const word = isObject(value) && Object.hasOwn(value, tag) ? value[tag] : undefined;
    const shape = typeof word === "string" ? byTag.get(word) : undefined;
    if (shape !== undefined) shape(value, pointer, problems);
    else {
      const words = [...byTag.keys()].join(", ");
      problems.push({ pointer, what: `${placeName(pointer)} has to be an object whose '${tag}' is one of ${words}` });
    }
  };
}

/** The shape of the first of these members that is there. */
export function havingOne(shapes: Members): Shape {
  return (value, pointer, problems) => {
    const found = isObject(value) ? Object.entries(shapes).find(([name]) => Object.hasOwn(value, name)) : undefined;
    if (found !== undefined) found[1](value, pointer, problems);
    else
      problems.push({
        pointer,
        what: `${placeName(pointer)} has to be an object with one of ${Object.keys(shapes).join(", ")}`,
      });
  };
}

/** For shapes that contain themselves. */
export function later(shape: () => Shape): Shape {
  return (value, pointer, problems) => shape()(value, pointer, problems);
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function member(pointer: string, name: string): string {
  return `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function placeName(pointer: string): string {
  return pointer === "" ? "the document" : `'${pointer.slice(pointer.lastIndexOf("/") + 1)}'`;
}

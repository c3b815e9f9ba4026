/** A few words to say what JSON has to look like, so that a type of ours can be checked member by member. */
export interface ShapeProblem {
  readonly pointer: string;
  readonly what: string;
}

/** Collects what is wrong with a value at a place, and says as data what is right there. */
export interface Shape {
  (value: unknown, pointer: string, problems: ShapeProblem[]): void;
  readonly form: Form;
}
export type Members = { readonly [name: string]: Shape };

/** What a shape is made of, for whoever reads or describes the same in another notation. */
export type Form =
  | { readonly is: "text" | "boolean" | "number" | "natural" | "json" | "jsonObject" }
  | { readonly is: "word"; readonly words: readonly (string | number)[] }
  | { readonly is: "list" | "record"; readonly item: Shape }
  | { readonly is: "pair"; readonly first: Shape; readonly second: Shape }
  | { readonly is: "object"; readonly required: Members; readonly optional: Members }
  /** The text of the member `tag` chooses. */
  | { readonly is: "chosen"; readonly tag: string; readonly shapes: Members }
  /** Whichever of these members is there chooses. */
  | { readonly is: "having"; readonly shapes: Members }
  | { readonly is: "textOr"; readonly other: Shape };

function shapeOf(form: Form, collect: (value: unknown, pointer: string, problems: ShapeProblem[]) => void): Shape {
  return Object.assign(collect, { form });
}

export function checkShape(shape: Shape, value: unknown): readonly ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  shape(value, "", problems);
  return problems;
}

function simple(form: Form, what: string, test: (value: unknown) => boolean): Shape {
  return shapeOf(form, (value, pointer, problems) => {
    if (!test(value)) problems.push({ pointer, what: `${placeName(pointer)} has to be ${what}` });
  });
}

export const string: Shape = simple({ is: "text" }, "a text", (value) => typeof value === "string");
export const boolean: Shape = simple({ is: "boolean" }, "true or false", (value) => typeof value === "boolean");
export const number: Shape = simple({ is: "number" }, "a number", (value) => typeof value === "number");
export const natural: Shape = simple(
  { is: "natural" },
  "a whole number of at least 1",
  (value) => Number.isSafeInteger(value) && Number(value) >= 1,
);
export const json: Shape = shapeOf({ is: "json" }, () => {});
export const jsonObject: Shape = simple({ is: "jsonObject" }, "an object", isObject);

export function oneOf(...words: readonly (string | number)[]): Shape {
  return simple({ is: "word", words }, `one of ${words.map((word) => JSON.stringify(word)).join(", ")}`, (value) =>
    words.includes(value as string | number),
  );
}

export function textOr(other: Shape): Shape {
  return shapeOf({ is: "textOr", other }, (value, pointer, problems) => {
    if (typeof value !== "string") other(value, pointer, problems);
  });
}

export function list(item: Shape): Shape {
  return shapeOf({ is: "list", item }, (value, pointer, problems) => {
    if (!Array.isArray(value)) problems.push({ pointer, what: `${placeName(pointer)} has to be a list` });
    else for (const [index, entry] of value.entries()) item(entry, `${pointer}/${index}`, problems);
  });
}

export function pair(first: Shape, second: Shape): Shape {
  return shapeOf({ is: "pair", first, second }, (value, pointer, problems) => {
    if (!Array.isArray(value) || value.length !== 2) {
      problems.push({ pointer, what: `${placeName(pointer)} has to be a list of two` });
      return;
    }
    first(value[0], `${pointer}/0`, problems);
    second(value[1], `${pointer}/1`, problems);
  });
}

/** Values of any name. */
export function record(item: Shape): Shape {
  return shapeOf({ is: "record", item }, (value, pointer, problems) => {
    if (!isObject(value)) problems.push({ pointer, what: `${placeName(pointer)} has to be an object` });
    else for (const [name, entry] of Object.entries(value)) item(entry, member(pointer, name), problems);
  });
}

/** All of the required members, any of the optional ones, and no others. */
export function object(required: Members, optional: Members = {}): Shape {
  const shapes = new Map([...Object.entries(required), ...Object.entries(optional)]);
  return shapeOf({ is: "object", required, optional }, (value, pointer, problems) => {
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
  });
}

/** The shape that the text of one member chooses. */
export function chosenBy(tag: string, shapes: Members): Shape {
  const byTag = new Map(Object.entries(shapes));
  return shapeOf({ is: "chosen", tag, shapes }, (value, pointer, problems) => {
    const word = isObject(value) && Object.hasOwn(value, tag) ? value[tag] : undefined;
    const shape = typeof word === "string" ? byTag.get(word) : undefined;
    if (shape !== undefined) shape(value, pointer, problems);
    else {
      const words = [...byTag.keys()].join(", ");
      problems.push({ pointer, what: `${placeName(pointer)} has to be an object whose '${tag}' is one of ${words}` });
    }
  });
}

/** The shape of the first of these members that is there. */
export function havingOne(shapes: Members): Shape {
  return shapeOf({ is: "having", shapes }, (value, pointer, problems) => {
    const found = isObject(value) ? Object.entries(shapes).find(([name]) => Object.hasOwn(value, name)) : undefined;
    if (found !== undefined) found[1](value, pointer, problems);
    else
      problems.push({
        pointer,
        what: `${placeName(pointer)} has to be an object with one of ${Object.keys(shapes).join(", ")}`,
      });
  });
}

/** For shapes that contain themselves. */
export function later(shape: () => Shape): Shape {
  const collect = (value: unknown, pointer: string, problems: ShapeProblem[]): void =>
    shape()(value, pointer, problems);
  return Object.defineProperty(collect, "form", { get: () => shape().form }) as Shape;
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

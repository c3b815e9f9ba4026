/**
 * What a script finds around it. This is a script itself, run in the interpreter before the document's own: text here, so that nothing of it
 * ever runs in the host. A script may break what it finds here, and so its own output; the host believes none of it.
 */
export const surroundings = `
(function (given, result, logLength) {
  "use strict";
  const { parse, stringify } = JSON;
  const { create, keys, defineProperty, getPrototypeOf, assign, freeze } = Object;
  const { isArray } = Array;
  const { isFinite } = Number;
  const limitErrors = [InternalError, RangeError];
  const then = Promise.prototype.then;
  const plain = [Object.prototype, Array.prototype, null];
  const boxed = [Number.prototype, String.prototype, Boolean.prototype];

  // Without a prototype, a name such as __proto__ is a name like any other.
  const variables = assign(create(null), parse(given));
  const before = create(null);
  for (const name of keys(variables)) {
    before[name] = stringify(variables[name]);
    // What the language has, keeps its meaning; such a variable is read by the object.
    if (name in globalThis || name === "variables" || name === "execution") continue;
    defineProperty(globalThis, name, {
      configurable: true,
      enumerable: true,
      get: () => variables[name],
      set: (value) => { variables[name] = value; },
    });
  }

  const own = (value) => ({ value, configurable: true, writable: true, enumerable: false });
  defineProperty(globalThis, "variables", own(variables));
  defineProperty(globalThis, "execution", own(freeze({
    getVariable: (name) => (name in variables ? variables[name] : null),
    hasVariable: (name) => name in variables,
    getVariables: () => assign({}, variables),
    setVariable: (name, value) => { variables[name] = value; },
    setVariables: (values) => { for (const name of keys(values)) variables[name] = values[name]; },
  })));

  const written = [];
  let left = logLength;
  const word = (value) => {
    if (typeof value === "string") return value;
    try {
      const text = typeof value === "object" ? stringify(value) : undefined;
      return text === undefined ? String(value) : text;
    } catch {
      return "?";
    }
  };
  const log = (...values) => {
    if (left <= 0) return;
    const line = values.map(word).join(" ").slice(0, left);
    left -= line.length + 1;
    written[written.length] = line;
  };
  defineProperty(globalThis, "console", own(freeze({ log, debug: log, info: log, warn: log, error: log })));

  class NotJson extends Error {}
  /** As JSON without loss: what JSON would leave out or turn into something else is refused. */
  const text = (value) => stringify(value === undefined ? null : value, function (key, member) {
    const where = key === "" ? "" : " as '" + key + "'";
    switch (typeof member) {
      case "number":
        if (!isFinite(member)) throw new NotJson("it holds the number " + member + where);
        return member;
      case "undefined":
        if (isArray(this)) throw new NotJson("it holds an element without a value" + where);
        return member;
      case "function":
      case "symbol":
      case "bigint":
        throw new NotJson("it holds a " + typeof member + where);
      case "object": {
        if (member === null || isArray(member)) return member;
        const prototype = getPrototypeOf(member);
        if (!plain.includes(prototype) && !boxed.includes(prototype)) throw new NotJson("it holds an object of a class" + where);
      }
    }
    return member;
  });

  /** The variables that are not what they were. */
  const changed = () => {
    const found = create(null);
    for (const name of keys(variables)) {
      if (variables[name] === undefined && !(name in before)) continue;
      if (text(variables[name]) !== before[name]) found[name] = variables[name] === undefined ? null : variables[name];
    }
    return found;
  };
  const output = (value) => {
    const found = changed();
    if (result !== null) found[result] = value === undefined ? null : value;
    else if (keys(found).length === 0) return text(value);
    return text(found);
  };

  let settled = null;
  return {
    settle(value) {
      if (!(value instanceof Promise)) settled = { value };
      else then.call(value, (value) => { settled = { value }; }, (error) => { settled = { error, isWrong: true }; });
    },
    answer() {
      if (settled === null) return "!it is a promise that nothing will settle";
      if (settled.isWrong) throw settled.error;
      try {
        return "=" + output(settled.value);
      } catch (error) {
        if (error instanceof NotJson) return "!" + error.message;
        // Of a getter, a toJSON or a cycle, and not of a limit.
        if (limitErrors.some((limit) => error instanceof limit)) throw error;
        return "!" + (error instanceof Error ? error.message : "something throws when it is read");
      }
    },
    lines: () => stringify(written),
  };
})
`;

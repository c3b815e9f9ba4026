import type { Outcome } from "@rb/kernel";
import { describe, expect, test } from "vitest";
import { invocation, javaScript, never, runner, short } from "../../test/script-world.js";
import { scriptExecutor } from "./script-executor.js";
import { scriptLimits } from "./script-limits.js";

const run = runner();
const messageOf = (outcome: Outcome): string => (outcome.kind === "failed" ? outcome.message : outcome.kind);

describe("the output of a script", () => {
  test.each([
    ["price * amount", 12],
    ["({ total: price * amount })", { total: 12 }],
    ["`${amount} pieces`", "4 pieces"],
    ["if (amount > 3) 'many'; else 'few'", "many"],
    ["", null],
    ["let x = 1;", null],
    ["new Date(0)", "1970-01-01T00:00:00.000Z"],
    ["[new Number(1), new String('a'), { a: undefined }]", [1, "a", {}]],
    ["JSON.parse('{\"__proto__\": 1}')", JSON.parse('{"__proto__": 1}')],
    ["(async () => (await Promise.resolve(amount)) + 1)()", 5],
  ])("%s is the value of the last expression, where no variable is set", async (script, expected) => {
    expect(short(await run(script, { price: 3, amount: 4 }))).toEqual({ ok: expected });
  });

  test.each([
    ["execution.setVariable('total', price * amount); 'ignored'", { total: 12 }],
    ["execution.setVariables({ a: 1, b: [2] })", { a: 1, b: [2] }],
    ["variables.total = variables.price * variables.amount", { total: 12 }],
    ["amount = amount + 1", { amount: 5 }],
    ["var amount = amount + 1", { amount: 5 }],
    ["order.lines.push('c')", { order: { lines: ["a", "b", "c"] } }],
    ["order.lines.push('c'); order.lines.pop(); 7", 7],
    ["amount = 4; 7", 7],
    ["let amount = 1; var other = 2; 7", 7],
    ["amount = undefined", { amount: null }],
    ["variables.__proto__ = 1", JSON.parse('{"__proto__": 1}')],
    ["(async () => { execution.setVariable('late', await 1); })()", { late: 1 }],
  ])("%s: those variables that it has set, where it has set some", async (script, expected) => {
    expect(short(await run(script, { price: 3, amount: 4, order: { lines: ["a", "b"] } }))).toEqual({ ok: expected });
  });

  test("the request may name a variable for the value of the last expression", async () => {
    const more = { result: "sum" };
    expect(short(await run("a + 1", { a: 1 }, more))).toEqual({ ok: { sum: 2 } });
    expect(short(await run("execution.setVariable('b', 5); a + 1", { a: 1 }, more))).toEqual({ ok: { b: 5, sum: 2 } });
    expect(short(await run("if (false) 1", {}, more))).toEqual({ ok: { sum: null } });
  });

  test.each([
    ["({ a: NaN })", "the number NaN as 'a'"],
    ["-1/0", "the number -Infinity"],
    ["() => 1", "a function"],
    ["({ a: Symbol() })", "a symbol as 'a'"],
    ["10n", "a bigint"],
    ["[1, undefined]", "an element without a value as '1'"],
    ["new Map([[1, 2]])", "an object of a class"],
    ["execution.setVariable('e', new Error('x'))", "an object of a class"],
    ["var a = {}; a.a = a; a", "circular reference"],
    ["'\\ud800'", "half a character"],
    ["({ ['\\udc00']: 1 })", "half a character"],
    ["var a = []; for (let i = 0; i < 1200; i++) a = [a]; a", "nested deeper than 1000 levels"],
    ["({ toJSON() { throw new Error('no') } })", "no"],
    ["({ get a() { throw 1 } })", "something throws when it is read"],
    ["new Promise(() => {})", "a promise that nothing will settle"],
  ])("%s is none: %s", async (script, why) => {
    const outcome = await run(script);
    expect(short(outcome)).toBe("script-output");
    expect(messageOf(outcome)).toContain(why);
  });
});

describe("what a script sees", () => {
  test("its inputs: as globals by name, in `variables`, and by `execution`", async () => {
    const script = `[a.b, variables.a.b, execution.getVariable("a").b, execution.getVariable("x"), execution.hasVariable("a"),
      Object.keys(execution.getVariables()), typeof x]`;
    expect(short(await run(script, { a: { b: 1 } }))).toEqual({ ok: [1, 1, 1, null, true, ["a"], "undefined"] });
  });

  test("names of the language keep their meaning, and are read in `variables`", async () => {
    const inputs = { JSON: 1, undefined: 2, execution: 3, variables: 4, toString: 5, "not a name": 6 };
    const script = `[typeof JSON, typeof undefined, typeof execution, typeof variables, Object.values(variables)]`;
    expect(short(await run(script, inputs))).toEqual({
      ok: ["object", "undefined", "object", "object", [1, 2, 3, 4, 5, 6]],
    });
  });

  test("nothing of the host", async () => {
    const names = ["process", "require", "module", "fetch", "setTimeout", "setInterval", "setImmediate", "performance"];
    const more = ["WebAssembly", "Worker", "Atomics", "Buffer", "global", "self", "postMessage"];
    const all = [...names, ...more, "std", "os", "scriptArgs", "print", "WeakRef", "FinalizationRegistry", "crypto"];
    const found = await run("names.filter((name) => name in globalThis)", { names: all });
    expect(short(found)).toEqual({ ok: [] });
  });

  test("no script sees what another one has left", async () => {
    await run("globalThis.left = 1; Object.prototype.left = 1; Array.prototype.map = () => 'broken'; variables.a = 1");
    expect(short(await run("[typeof left, ({}).left === undefined, [1].map((x) => x + 1)]"))).toEqual({
      ok: ["undefined", true, [2]],
    });
  });

  test("chance comes from the effect's id", async () => {
    const executor = scriptExecutor();
    const draw = async (effect: string) =>
      short(
        await executor.invoke(
          {
            ...javaScript("[Math.random(), Math.random()]"),
            job: { ...javaScript("[Math.random(), Math.random()]").job, effect },
          },
          never,
        ),
      );
    const [one, again, other] = [await draw("run.1.1"), await draw("run.1.1"), await draw("run.1.2")];
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });

  test("no time, unless it is given one; then it stands still, in UTC", async () => {
    for (const script of ["Date.now()", "new Date()", "try { Date() } catch {} 1"])
      expect(short(await run(script))).toBe("script-clock");
    expect(short(await run("new Date(2020, 5, 1).toISOString()"))).toEqual({ ok: "2020-06-01T00:00:00.000Z" });
    const timed = runner({ clock: () => Date.UTC(2026, 0, 31) });
    const script =
      "const a = Date.now(); for (let i = 0; i < 1e5; i++); [a === Date.now(), new Date().getTimezoneOffset(), new Date()]";
    expect(short(await timed(script))).toEqual({ ok: [true, 0, "2026-01-31T00:00:00.000Z"] });
  });

  test("a console, which is told of afterwards, up to a limit", async () => {
    const told: (readonly string[])[] = [];
    const logging = runner({ limits: { logLength: 20 }, onLog: (_, lines) => told.push(lines) });
    await logging("console.log('a', 1, { b: 2 }, null, undefined); console.error('0123456789'); console.info('never')");
    await logging("console.warn('before'); null.x");
    await logging("1");
    expect(told).toEqual([['a 1 {"b":2} null und'], ["before"]]);
  });
});

describe("a script that goes wrong", () => {
  test.each([
    ["var a = 1;\n var b = ;", "script-syntax", 2, 10],
    ["return 5", "script-syntax", 1, 1],
    ["\n  null.x", "script-error", 2, 3],
    ["const f = () => {\n  throw new TypeError('no');\n};\nf()", "script-error", 2, 13],
    ["eval('1 +')", "script-error", 1, 1],
  ])("%s", async (script, code, line, column) => {
    const outcome = await run(script);
    expect(outcome).toMatchObject({ kind: "failed", code, data: { line, column } });
    expect(messageOf(outcome)).toContain(`(line ${line}, column ${column})`);
    expect(JSON.stringify(outcome)).not.toMatch(/node:|\.js\b|wasm|surroundings/);
  });

  test("says the name and the message of what it throws, whatever that is", async () => {
    expect(await run("throw new RangeError('far')")).toMatchObject({ data: { name: "RangeError", message: "far" } });
    expect(await run("throw 'text'")).toMatchObject({ code: "script-error", data: { message: "text" } });
    expect(short(await run("throw null"))).toBe("script-error");
    expect(short(await run("throw { toString() { throw 1 } }"))).toBe("script-error");
    expect(short(await run("Promise.reject(new Error('x'))"))).toBe("script-error");
    expect(await run("queueMicrotask(() => { throw new TypeError('late') }); 1")).toMatchObject({
      code: "script-error",
      data: { name: "TypeError", message: "late" },
    });
  });

  test("says no more of it than fits a line", async () => {
    for (const script of [
      "throw new Error('x'.repeat(1e6))",
      "({ toJSON() { throw new Error('x'.repeat(1e6)) } })",
      "({ ['x'.repeat(1e6)]: NaN })",
      "const e = new Error(); e.name = 'x'.repeat(1e6); throw e",
      "queueMicrotask(() => { throw new Error('x'.repeat(1e6)) })",
    ])
      expect(JSON.stringify(await run(script)).length).toBeLessThan(3_000);
  });

  test("may say the code that its failure is caught by", async () => {
    expect(await run("const e = new Error('no stock'); e.code = 'OUT_OF_STOCK'; throw e")).toMatchObject({
      code: "OUT_OF_STOCK",
      message: expect.stringContaining("no stock"),
    });
    expect(short(await run("throw { code: 'E-1', message: 'm' }"))).toBe("E-1");
    for (const code of ["''", "'a b'", "'x'.repeat(101)", "7", "{ toString: () => 'E' }"])
      expect(short(await run(`throw { code: ${code} }`))).toBe("script-error");
  });
});

describe("what is not run", () => {
  const executor = scriptExecutor();
  const codeOf = async (request: Parameters<typeof invocation>[0], more = {}) =>
    short(await executor.invoke(invocation(request, more), never));

  test.each([
    "javascript",
    "JavaScript",
    " js ",
    "ECMAScript",
    "text/javascript",
    "application/x-javascript",
    "text/javascript; charset=utf-8",
  ])("the format %j is", async (format) => expect(await codeOf({ format, script: "1" })).toEqual({ ok: 1 }));

  test.each(["groovy", "python", "feel", "java", "javascript1", "", "typescript", 7, null])(
    "the format %j",
    async (format) => {
      expect(await codeOf({ format, script: "1" })).toBe("script-format-unsupported");
    },
  );

  test("a format that isn't stated; the message says how to state it", async () => {
    const outcome = await executor.invoke(invocation({ script: "1" }), never);
    expect(short(outcome)).toBe("script-format-unsupported");
    expect(messageOf(outcome)).toContain("'javascript'");
  });

  test("what is no script, or has no inputs by name", async () => {
    for (const request of [null, "1", [], { script: "1" }])
      expect(await codeOf(request)).toBe("script-format-unsupported");
    expect(await codeOf({ format: "js" })).toBe("script-missing");
    expect(await codeOf({ format: "js", script: 1 })).toBe("script-missing");
    expect(await codeOf({ format: "js", script: "1", inputs: [1] })).toBe("script-inputs");
    expect(await codeOf({ format: "js", script: "1", result: 1 })).toBe("script-result");
  });

  test("what is to have a secret, or is allowed under constraints that nobody here keeps", async () => {
    const request = { format: "js", script: "1", inputs: { token: null } };
    const secrets = [{ pointer: "/inputs/token", parts: [{ secret: "secret://token" }] }];
    expect(await codeOf(request, { secrets })).toBe("script-secret");
    expect(short(await executor.invoke({ ...invocation(request), constraints: { hosts: [] } }, never))).toBe(
      "script-constraints",
    );
  });

  test("a script that is longer than one may be", async () => {
    const outcome = await run(" ".repeat(scriptLimits.scriptLength + 1));
    expect(messageOf(outcome)).toBe("The script has 65537 characters, and scripts may have 65536.");
    expect(short(await run(" ".repeat(scriptLimits.scriptLength)))).toEqual({ ok: null });
  });
});

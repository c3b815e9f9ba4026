/** Scripts that want out, or want everything. None gets at the host, and each ends within its limits, in an outcome that names the limit. */
import type { Outcome } from "@rb/kernel";
import { describe, expect, test } from "vitest";
import { scriptExecutor } from "../src/index.js";
import { javaScript, never, runner, short } from "./script-world.js";

const TIME_MS = 250;
/** The thread is stopped by force a second after the script's time, and a busy machine takes its own. */
const LONGEST_MS = TIME_MS + 4_000;
const impatient = runner({ limits: { timeMs: TIME_MS } });
const run = runner({ limits: { timeMs: 10_000 } });

/** The names of whatever the host has, so that anything a script adds shows. */
const hostNames = (): readonly string[] =>
  [globalThis, Object.prototype, Array.prototype, Function.prototype, Promise.prototype, String.prototype].flatMap(
    (one) => Reflect.ownKeys(one).map(String),
  );

describe("the way out", () => {
  test.each([
    ["this.constructor.constructor('return typeof process')()"],
    ["variables.a.constructor.constructor('return typeof process')()"],
    ["a.constructor.constructor('return typeof require')()"],
    ["execution.getVariable.constructor('return typeof process')()"],
    ["console.log.constructor('return typeof process')()"],
    ["(async () => {}).constructor('return typeof process')().then((x) => x)"],
    ["(function* () {}).constructor('return typeof process')().next().value"],
    ["Function('return typeof process')()"],
    ["(0, eval)('typeof process')"],
    ["new Function('return typeof globalThis.process')()"],
    ["Reflect.construct(Function, ['return typeof process'])()"],
    ["(() => {}).constructor.bind(null, 'return typeof process')()()"],
    ["typeof (function () { return this })().process"],
    ["typeof globalThis.constructor.constructor('return this')().process"],
    [
      "try { null.x } catch (e) { typeof e.constructor.constructor('return process') === 'function' && typeof process }",
    ],
    ["Error.prepareStackTrace = (_, frames) => frames; typeof new Error().stack[0].getThis"],
    ["typeof new Error().stack.match(/node:|file:/)?.[0]"],
    ["typeof Object.getPrototypeOf(execution).constructor.constructor('return this')().require"],
    ["typeof (function f() { return f.caller })()?.caller"],
    ["typeof [].map.constructor('return this')().process"],
    ["typeof Symbol.for('nodejs.util.inspect.custom').process"],
    ["typeof new Proxy(function () {}, {}).constructor('return this')().process"],
    ["typeof Reflect.getPrototypeOf(variables)?.process"],
  ])("%s leads nowhere", async (script) => {
    const outcome = await run(script, { a: {} });
    expect(outcome).toEqual({ kind: "ok", output: { json: "undefined" } });
  });

  test.each([
    ["import('node:fs')"],
    ["import('fs').then((fs) => fs.readFileSync('/etc/passwd'))"],
    ["import('file:///etc/passwd')"],
    ["import('data:text/javascript,export default 1')"],
    ["(async () => (await import('os')).hostname())()"],
    ["eval(\"import('child_process')\")"],
  ])("%s finds no module", async (script) => expect(short(await run(script))).toBe("script-error"));

  test.each([
    ["import fs from 'fs'"],
    ["export default 1"],
    ["require('fs')"],
    ["process.exit(1)"],
    ["fetch('http://127.0.0.1/')"],
    ["setTimeout(() => {}, 0)"],
    ["new Worker('x')"],
    ["std.loadFile('/etc/passwd')"],
    ["os.exec(['id'])"],
    ["new WebAssembly.Memory({ initial: 1 })"],
    ["Java.type('java.lang.Runtime')"],
  ])("%s names nothing that is there", async (script) => {
    expect(short(await run(script))).toMatch(/^script-(?:syntax|error)$/);
  });

  test("what a script breaks is broken for itself alone", async () => {
    const before = hostNames();
    const scripts = [
      "Object.prototype.polluted = 1; ({}).__proto__.alsoPolluted = 1; 1",
      "Array.prototype.includes = () => true; Object.keys = () => ['x']; JSON.stringify = () => 'broken'; ({ f() {} })",
      "Object.defineProperty(Object.prototype, 'ok', { get() { return true } }); execution.setVariable('__proto__', { polluted: 1 })",
      "globalThis.console = null; globalThis.execution = null; globalThis.variables = null; 1",
      "Promise.prototype.then = function () { throw 1 }; Promise.resolve(1)",
      "String.prototype.slice = () => 'x'; Array.prototype.map = () => 1; console.log('y'); 1",
      "Object.setPrototypeOf(globalThis, new Proxy({}, { get: () => 1, has: () => true })); 1",
      "delete globalThis.Object; delete globalThis.JSON; delete globalThis.Promise; 1",
      "Object.freeze(Object.prototype); Object.freeze(globalThis); 1",
    ];
    for (const script of scripts) {
      const outcome = await run(script, { a: 1 });
      expect([script, outcome.kind]).toEqual([script, expect.stringMatching(/^(?:ok|failed)$/)]);
    }
    expect(hostNames()).toEqual(before);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(short(await run("[1, 2].map((x) => x + 1)"))).toEqual({ ok: [2, 3] });
  });
});

describe("everything", () => {
  const time = ["script-time"];
  const memory = ["script-memory"];
  const stack = ["script-stack"];
  test.each<readonly [script: string, codes: readonly string[]]>([
    ["for (;;);", time],
    ["for (;;) { try { for (;;); } catch {} }", time],
    ["try { for (;;); } finally { for (;;); }", time],
    ["/(a+)+$/.test('a'.repeat(40) + 'b')", time],
    ["'a'.repeat(1e5).replace(/a*?b|(a+)+c/g, 'x')", time],
    ["'x'.repeat(2 ** 30)", ["script-error", ...memory]],
    ["let s = 'x'; for (;;) s += s", ["script-error", ...memory]],
    ["''.padStart(2 ** 29, 'abc')", memory],
    ["new Array(1e9).fill(0).sort()", memory],
    ["const a = []; for (;;) a.push({})", memory],
    ["const a = []; for (;;) a.push(new Uint8Array(1e6))", memory],
    ["new Uint8Array(1e9)", memory],
    ["new ArrayBuffer(2 ** 40)", ["script-error", ...memory]],
    ["const g = (function* () { for (;;) yield 1 })(); [...g]", [...time, ...memory]],
    ["const a = new Array(1e5).fill({ a: 1 }); for (;;) JSON.stringify(a)", time],
    ["JSON.stringify(new Array(1e6).fill('x'.repeat(10)))", [...memory, ...time]],
    ["const s = 'a'.repeat(1e6); for (;;) s.indexOf('a'.repeat(5e5) + 'b')", time],
    ["const a = new Uint8Array(8e6); for (;;) a.copyWithin(1, 0)", time],
    ["Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)", time],
    ["const a = []; a[4294967294] = 1; a.indexOf(5)", time],
    ["let n = 3n; for (;;) n *= n", ["script-error", ...time, ...memory]],
    ["2n ** (2n ** 30n)", ["script-error", ...time, ...memory]],
    ["function f() { return f() + 1 } f()", stack],
    ["function f() { try { return f() + 1 } catch { return f() } } f()", [...time, ...stack]],
    ["const a = []; a[0] = a; a.flat(Infinity)", stack],
    ["let a = []; for (let i = 0; i < 30; i++) a = [a, a]; a.join()", time],
    ["JSON.parse('['.repeat(1e6))", [...stack, ...memory]],
    ["eval('('.repeat(1e5))", stack],
    ["eval('!'.repeat(1e5) + '1')", stack],
    ["Function('return ' + '1+'.repeat(1e6) + '1')()", [...memory, ...time, ...stack]],
    ["new RegExp('('.repeat(1e5))", ["script-error"]],
    ["new RegExp('(?:'.repeat(1e5) + ')'.repeat(1e5))", ["script-error", ...stack, ...memory]],
    ["function f() { Promise.resolve().then(f) } f()", time],
    ["(async () => { for (;;) await 1 })()", time],
    ["(async () => { for (;;) try { for (;;); } catch {} })()", time],
    ["queueMicrotask(function f() { queueMicrotask(f); queueMicrotask(f) })", [...time, ...memory]],
    ["({ get a() { for (;;); } })", time],
    ["({ toJSON() { for (;;); } })", time],
    ["({ toJSON() { return this.toJSON() } })", stack],
    ["new Proxy({}, { ownKeys() { for (;;); } })", time],
    ["new Proxy({}, { getPrototypeOf() { for (;;); } })", time],
    ["new Proxy({}, { ownKeys: () => Array.from({ length: 1e6 }, (_, i) => 'k' + i) })", [...memory, ...time]],
    ["({ then: 1, get toJSON() { for (;;); } })", time],
    ["`${{ [Symbol.toPrimitive]() { for (;;); } }}`", time],
    ["throw { get message() { for (;;); } }", time],
    ["throw { toString() { for (;;); } }", time],
    ["throw new Proxy({}, { get() { for (;;); } })", time],
    ["console.log({ toJSON() { for (;;); } })", time],
    ["for (;;) console.log('x'.repeat(1000))", time],
    ["Array.prototype.toJSON = () => { for (;;); }; console.log('x'); [1]", time],
    ["execution.setVariable('a', { get b() { for (;;); } })", time],
    ["Object.defineProperty(variables, 'a', { enumerable: true, get() { for (;;); } })", time],
    ["let a = {}; for (let i = 0; i < 1e5; i++) a = { a }; a", [...time, ...stack, "script-output", ...memory]],
    [
      "const a = Array(2000).fill(0); let o = a; for (let i = 0; i < 4; i++) o = [o, o, o, o, o, o, o, o]; o",
      [...memory, ...time, "script-output"],
    ],
  ])("%s", async (script, codes) => {
    const begin = performance.now();
    const outcome = await impatient(script);
    expect(codes).toContain(short(outcome));
    expect(performance.now() - begin).toBeLessThan(LONGEST_MS);
    // Whatever it did, the next one doesn't notice.
    expect(short(await impatient("1 + 1"))).toEqual({ ok: 2 });
  });

  test.each([["'x'.repeat(300_000)"], ["'\\u20ac'.repeat(90_000)"], ["Array(150_000).fill(0)"]])(
    "%s is more than one may give",
    async (script) => expect(short(await run(script))).toBe("script-output"),
  );

  test("each refusal names its limit", async () => {
    const limits = { memoryBytes: 4e6, stackBytes: 65_536, outputBytes: 10, scriptLength: 60 };
    const said = async (script: string, timeMs = 10_000): Promise<string> => {
      const outcome: Outcome = await runner({ limits: { ...limits, timeMs } })(script);
      return outcome.kind === "failed" ? outcome.message : outcome.kind;
    };
    expect(await said("for (;;);", 50)).toContain("longer than 50 ms");
    expect(await said("const a = []; for (;;) a.push({})")).toContain("4000000 bytes of memory");
    expect(await said("function f() { f() } f()")).toContain("65536 bytes of stack");
    expect(await said("'0123456789'")).toContain("10 bytes");
    expect(await said(`1${" ".repeat(60)}`)).toContain("may have 60");
  });
});

describe("the host", () => {
  test("goes on while a script doesn't", async () => {
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 5);
    await impatient("const a = new Array(1e5).fill({ a: 1 }); for (;;) JSON.stringify(a)");
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(10);
  });

  test("can cancel a script: one that runs, one that waits for its turn, and one that has not begun", async () => {
    const executor = scriptExecutor({ threads: 1, limits: { timeMs: 60_000 } });
    const [running, waiting, early] = [new AbortController(), new AbortController(), new AbortController()];
    early.abort();
    expect(await executor.invoke(javaScript("1"), early.signal)).toEqual({ kind: "cancelled" });
    const first = executor.invoke(javaScript("for (;;);"), running.signal);
    const second = executor.invoke(javaScript("1"), waiting.signal);
    const third = executor.invoke(javaScript("2"), never);
    waiting.abort();
    expect(await second).toEqual({ kind: "cancelled" });
    running.abort();
    expect(await first).toEqual({ kind: "cancelled" });
    expect(await third).toEqual({ kind: "ok", output: { json: 2 } });
  });

  test("runs scripts side by side, without one seeing another", async () => {
    const executor = scriptExecutor({ threads: 3 });
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        executor.invoke(
          javaScript("globalThis.seen = (globalThis.seen ?? 0) + n; for (let i = 0; i < 1e4; i++); seen", { n }),
          new AbortController().signal,
        ),
      ),
    );
    expect(outcomes.map(short)).toEqual(Array.from({ length: 60 }, (_, n) => ({ ok: n })));
  });

  test("doesn't grow over a thousand scripts", async () => {
    const executor = scriptExecutor({ threads: 1 });
    const some = async (count: number): Promise<number> => {
      for (let n = 0; n < count; n++)
        await executor.invoke(javaScript("const a = Array.from({ length: 1e4 }, () => ({})); a.length"), never);
      return process.memoryUsage().rss;
    };
    const early = await some(150);
    const late = await some(850);
    expect((late - early) / 2 ** 20).toBeLessThan(100);
  }, 120_000);
});

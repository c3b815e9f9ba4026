import { expect, test } from "vitest";
import { isJavaScript, scriptNames } from "./script-names.js";

test.each<[script: string, names: readonly string[]]>([
  ["amount = amount + 1", ["amount="]],
  ["count++; --left; share /= parts", ["count=", "left=", "share=", "parts"]],
  ["if (x === y) z <= 1", ["x", "y", "z"]],
  ["var t = price * n; execution.setVariable('total', t)", ["price", "n"]],
  ["({ total: price * n, hosts })", ["price", "n", "hosts"]],
  ["execution.getVariable('due date') + getVariable(other)", ["due date", "getVariable", "other"]],
  ["ok ? yes : no", ["ok", "yes", "no"]],
  ["hosts.map(h => h.cost + tax).filter((a, { b }) => a && b && c)", ["hosts", "tax", "c"]],
  ["function f(p, q) { return p + q + r }\nf(1, 2) // zed", ["r"]],
  ["try { const { a, b } = whole; let [c] = a } catch (e) { e }", ["whole"]],
  ["`to ${who}` + \"b c\" + 'd' /* e */ + g", ["who", "g"]],
  ["/foo bar/g.test(text) && n / total / 2", ["text", "n", "total"]],
  ["order.items['k'] = Math.max(1e5, JSON.parse(s))", ["order", "s"]],
  ["größe + $x + _y", ["größe", "$x", "_y"]],
  ["'unfinished", []],
  ["`unfinished", []],
  ["__proto__ = constructor", ["constructor"]],
])("%s", (script, names) => {
  expect([...scriptNames(script)].map(([name, { isAssigned }]) => (isAssigned ? `${name}=` : name))).toEqual(names);
});

test.each(["(", ".", "1.", "a=>", "/", "`", "function(", "let {", "/*", " \t", "=\n", "${", "`${"])(
  "a long text of %j costs no more than its length",
  (piece) => {
    const script = piece.repeat(Math.ceil(65_536 / piece.length));
    const before = process.cpuUsage();
    scriptNames(`${script}/x`);
    const { user, system } = process.cpuUsage(before);
    expect(user + system).toBeLessThan(1_500_000);
  },
);

test("which formats it reads", () => {
  for (const format of ["javascript", "JavaScript", "text/javascript", "application/ecmascript", "js"])
    expect(isJavaScript(format)).toBe(true);
  for (const format of [undefined, "", "java", "groovy", "text/x-python", "typescript"])
    expect(isJavaScript(format)).toBe(false);
});

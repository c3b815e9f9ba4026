import { readFileSync } from "node:fs";
import type { Bundle, Flow, Node, Origin, Region } from "@rb/ir";
import { describe, expect, it } from "vitest";
import { diagramOf, type Figure } from "./diagram.js";
import { dotOf } from "./dot.js";
import { layoutDiagram, type Placed } from "./layout.js";
import { mermaidOf } from "./mermaid.js";
import { svgOf } from "./svg.js";

const origin: Origin = { kind: "source", uri: "x", pointer: "", start: { line: 1, column: 1 } };
const task = (id: string, rest: object = {}): Node => ({ kind: "action", id, executor: "http", origin, ...rest });
const scope = (id: string, region: Region): Node => ({ kind: "scope", id, region, origin });
const flow = (from: string, to: string, rest: Partial<Flow> = {}): Flow => ({
  id: `${from}-${to}`,
  from,
  to,
  origin,
  ...rest,
});
const bundle = (region: Region, nodes: readonly Node[], flows: readonly Flow[]): Bundle => ({
  version: 1,
  main: "g",
  graphs: [{ id: "g", region, nodes, flows, origin }],
});

/** `a b(c d)`: figures in order, boxes with what is in them. */
const outline = (figures: readonly Figure[]): string =>
  figures.map(({ label, children }) => (children.length === 0 ? label : `${label}(${outline(children)})`)).join(" ");

describe("diagramOf", () => {
  it("puts every node into the outermost box that reaches it", () => {
    const shared = bundle(
      { entries: ["a"] },
      [task("a"), scope("s", { entries: ["b"] }), task("b"), task("shared"), task("z")],
      [flow("a", "s"), flow("s", "shared"), flow("b", "shared"), flow("shared", "z")],
    );
    expect(outline(diagramOf(shared).figures)).toBe("a s(b) shared z");
  });

  it("draws what nothing leads to, and what runs on an event", () => {
    const handlers = [
      { id: "h", name: "On error", triggers: [{ on: "error" }], origin, body: { entries: ["x"] } },
    ] as const;
    const odd = bundle(
      { entries: ["a"], handlers },
      [task("a"), task("x"), task("lost"), task("after")],
      [flow("lost", "after")],
    );
    expect(outline(diagramOf(odd).figures)).toBe("a On error(x) lost after");
  });

  it("nests only so deep, and draws the rest beside", () => {
    const scopes = Array.from({ length: 500 }, (_, index) => scope(`s${index}`, { entries: [`s${index + 1}`] }));
    const { figures } = diagramOf(bundle({ entries: ["s0"] }, scopes, []));
    const deepest = (list: readonly Figure[]): number =>
      Math.max(0, ...list.map(({ children }) => 1 + deepest(children)));
    expect(deepest(figures)).toBeLessThan(100);
    expect(svgOf(diagramOf(bundle({ entries: ["s0"] }, scopes, [])), "right")).toContain("s499");
  });

  it("tells boundary events, failures and undoing from ordinary flows", () => {
    const handlers = [{ id: "late", triggers: [{ on: "timer", after: { json: "PT1H" } }], origin }];
    const { arrows } = diagramOf(
      bundle(
        { entries: ["a"] },
        [task("a", { handlers, compensation: "undo" }), task("b"), task("c"), task("d"), task("undo")],
        [flow("a", "b"), flow("a", "c", { port: "late" }), flow("a", "d", { port: "failed" })],
      ),
    );
    expect(arrows.map(({ kind, label, sign }) => [kind, label, sign])).toEqual([
      ["flow", "", "none"],
      ["boundary", "after PT1H", "timer"],
      ["exception", "failed", "none"],
      ["association", "undone by", "none"],
    ]);
  });
});

describe("layoutDiagram", () => {
  const nested = bundle(
    { entries: ["a"] },
    [
      task("a"),
      scope("s", { entries: ["b"] }),
      scope("t", { entries: ["c"] }),
      task("b"),
      task("c"),
      task("d"),
      task("e"),
    ],
    [flow("a", "s"), flow("b", "t"), flow("c", "d"), flow("s", "e"), flow("c", "e"), flow("a", "a")],
  );

  it.each(["right", "down"] as const)("keeps figures apart, and inside of their boxes (%s)", (direction) => {
    const drawing = layoutDiagram(diagramOf(nested), direction);
    const check = (
      figures: readonly Placed[],
      outer: { x: number; y: number; width: number; height: number },
    ): void => {
      for (const one of figures) {
        expect(Math.abs(one.x - outer.x) + one.width / 2).toBeLessThanOrEqual(outer.width / 2);
        expect(Math.abs(one.y - outer.y) + one.height / 2).toBeLessThanOrEqual(outer.height / 2);
        for (const other of figures) {
          if (other === one) continue;
          const apartX = Math.abs(one.x - other.x) >= (one.width + other.width) / 2;
          expect(apartX || Math.abs(one.y - other.y) >= (one.height + other.height) / 2).toBe(true);
        }
        check(one.children, one);
      }
    };
    check(drawing.figures, {
      x: drawing.width / 2,
      y: drawing.height / 2,
      width: drawing.width,
      height: drawing.height,
    });
    expect(drawing.routes).toHaveLength(6);
  });

  it("keeps names and boundary events off the way of flows that run down", () => {
    const handlers = [{ id: "late", triggers: [{ on: "timer", after: { json: "PT1H" } }], origin }];
    const split = bundle(
      { entries: ["a"] },
      [
        task("a", { handlers }),
        { kind: "gateway", id: "g", name: "Which way?", origin },
        task("b"),
        { kind: "end", id: "e", name: "Done", origin },
      ],
      [flow("a", "g"), flow("a", "b", { port: "late" }), flow("g", "e"), flow("b", "e")],
    );
    const diagram = diagramOf(split);
    const at = new Map(layoutDiagram(diagram, "down").figures.map((placed) => [placed.figure.label, placed]));
    const svg = svgOf(diagram, "down");
    for (const label of ["Which way?", "Done"]) {
      const [, x, y] =
        new RegExp(`class="label halo side" x="([^"]+)" y="([^"]+)">${label.replace("?", "\\?")}<`).exec(svg) ?? [];
      const figure = at.get(label) as Placed;
      expect(Number(x)).toBeGreaterThan(figure.x + 15);
      expect(Math.abs(Number(y) - figure.y)).toBeLessThan(15);
    }
    // The boundary event's line begins at its circle, and doesn't run under the activity.
    const [host, target] = [at.get("a") as Placed, at.get("b") as Placed];
    const [, start] = /class="arrow boundary" d="M([\d.]+) /.exec(svg) ?? [];
    const side = target.x < host.x ? -1 : 1;
    expect((Number(start) - host.x) * side).toBeGreaterThan(0);
  });

  it("is done in time for more than anybody can look at", () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `n${index}`);
    const flows = ids.slice(1).map((id, index) => flow(ids[index] ?? "", id));
    const started = performance.now();
    expect(
      svgOf(
        diagramOf(
          bundle(
            { entries: ["n0"] },
            ids.map((id) => task(id)),
            flows,
          ),
        ),
        "right",
      ),
    ).toMatch(/<\/svg>\n$/);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe("every notation", () => {
  const evil = `x"]; <script>alert(1)</script> & %% \\N \u001b[2J \u202e --> end #quot; \`**a**\``;
  const hostile = bundle({ entries: ["a"] }, [task("a", { name: evil }), task("b")], [flow("a", "b", { name: evil })]);

  it("draws names as text, whatever is in them", () => {
    const diagram = diagramOf(hostile);
    const svg = svgOf(diagram, "right");
    expect([...svg].filter((character) => ["\u001b", "\u202e"].includes(character))).toEqual([]);
    expect(svg).not.toContain("<script");
    expect(svg).toContain("&#60;script&#62;");
    const dot = dotOf(diagram, "right");
    expect(dot.replace(/"(?:[^"\\]|\\.)*"/g, "")).not.toMatch(/script|alert/);
    const mermaid = mermaidOf(diagram, "right");
    expect(mermaid.replace(/"[^"]*"/g, "")).not.toMatch(/script|alert|%%/);
    expect(mermaid.replaceAll("<br/>", "")).not.toMatch(/[<`\\]/);
  });

  it("gives the same bytes again", () => {
    const draw = (): string =>
      svgOf(diagramOf(hostile), "right") + dotOf(diagramOf(hostile), "down") + mermaidOf(diagramOf(hostile), "down");
    expect(draw()).toBe(draw());
  });

  it("the layout library is the only one that is needed, and only for pictures", () => {
    for (const file of ["diagram", "mermaid", "dot"]) {
      expect(readFileSync(new URL(`./${file}.ts`, import.meta.url), "utf8")).not.toContain("dagre");
    }
  });
});

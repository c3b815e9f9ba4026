import type { JournalRecord } from "@rb/kernel";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, test } from "vitest";
import { readGraph } from "../../../kernel/test/scenario/graph.js";
import { Driven, randomHistory } from "../../test/histories.js";
import { ganttSvg } from "./gantt.js";
import { spanText, ticksOf } from "./time-axis.js";

const svgOf = (run: Driven, title?: string) => ganttSvg([run.history], title === undefined ? {} : { title });

function wellFormed(svg: string): string {
  expect(XMLValidator.validate(svg)).toBe(true);
  // XML 1.0, 2.2: no other characters, not even escaped.
  expect(svg.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}\ufffe\uffff]/u);
  return svg;
}

/** Titles of bars, by their look. */
function bars(svg: string): readonly string[] {
  return [...svg.matchAll(/<g class="([^"]+)"><title>([^<]*)<\/title>/g)].map(([, look, title]) => `${look}: ${title}`);
}

describe("the picture of a run", () => {
  test("is well formed, the same each time, whatever the run did", () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const history = randomHistory(seed);
      if (history === null) continue;
      const svg = wellFormed(ganttSvg([history]));
      expect(ganttSvg([history])).toBe(svg);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  test("has a bar for each attempt, with what became of it, and marks for trouble", () => {
    const bundle = readGraph("start s\naction a retry: {attempts: 2, firstMs: 10}\naction b\ns > a > b");
    const run = new Driven(bundle, (effect) => {
      if (effect.type !== "invoke") return undefined;
      const { node, attempt, effect: id } = effect.invocation.job;
      const failed = { kind: "failed", code: "boom", message: "" } as const;
      if (node === "a" && attempt === 1) return { type: "settled", effect: id, outcome: failed };
      if (node === "b") return { type: "settled", effect: id, outcome: { kind: "unknown", reason: "cut off" } };
      return undefined;
    }).start();
    run.nowMs = 100;
    run.send({ type: "tick" });
    expect(bars(wellFormed(svgOf(run)))).toEqual([
      "failed: a: attempt 1, failed, 1 ms",
      "ok: a: attempt 2, done, 1 ms",
      "unknown: b: nobody knows whether it happened, 1 ms",
      "mark incident: b: incident unknown-outcome: Nobody knows whether &#39;b&#39; happened: cut off",
    ]);
  });

  test("shows what waits for approval, and that it still does", () => {
    const run = new Driven(readGraph("start s\ngate g\ns > g"), (effect) =>
      effect.type === "review" ? null : undefined,
    ).start();
    run.nowMs = 1000;
    run.send({ type: "tick" });
    expect(bars(svgOf(run))).toEqual(["review open: g: waiting for approval, 999 ms so far"]);
  });

  test("nests scopes, and puts what doesn't overlap into one row", () => {
    const bundle = readGraph(
      'start s\nscope r [t] loop: {kind: "repeat", max: 3, while: "true"}\nstart t\naction a\ns > r\nt > a'.replace(
        ', while: "true"',
        "",
      ),
    );
    const svg = wellFormed(svgOf(new Driven(bundle).start()));
    const labels = [...svg.matchAll(/<text x="(\d+)" y="\d+">([^<]*)</g)].map(([, x, label]) => [Number(x), label]);
    expect(labels).toEqual([
      [16, "r"],
      [28, "a"],
    ]);
    expect(bars(svg).filter((bar) => bar.startsWith("ok"))).toHaveLength(3);
  });

  test("escapes whatever a document calls its steps, and the title", () => {
    const name = `</text><script>alert("1")</script>&\u0000\u001b[31m\u202e\uffff'`;
    const bundle = readGraph("start s\naction a executor: manual\ns > a");
    const graphs = bundle.graphs.map((graph) => ({
      ...graph,
      nodes: graph.nodes.map((node) => ({ ...node, name })),
    }));
    const svg = wellFormed(svgOf(new Driven({ ...bundle, graphs }).start(), `${name}\ud800`));
    expect(svg).not.toContain("<script");
    expect(JSON.stringify(new XMLParser().parse(svg))).not.toContain('script":');
  });

  test("of a journal that somebody else wrote has no class but its own", () => {
    const run = new Driven(readGraph("start s\naction a\ns > a")).start();
    const kind = `ok"><script>alert(1)</script>\u001b`;
    const forged = run.history.records.map((record) =>
      record.type === "jobSettled" ? { ...record, outcome: { ...record.outcome, kind } } : record,
    ) as unknown as JournalRecord[];
    expect(JSON.stringify(forged)).toContain("<script");
    const svg = wellFormed(ganttSvg([{ ...run.history, records: forged }]));
    expect(bars(svg)[0]).toMatch(/^unknown: /);
  });

  test("of a run that has not begun says so", () => {
    const records: JournalRecord[] = [];
    const svg = wellFormed(ganttSvg([{ bundle: readGraph("start s\nend e\ns > e"), records }], { title: "Nothing" }));
    expect(svg).toContain("No step has begun.");
  });

  test("of a very long run is bounded, and says what is left out", () => {
    const run = new Driven(readGraph("start s\naction a executor: manual\ns > a"));
    const { bundle } = run.history;
    const records: JournalRecord[] = [
      { type: "received", seq: 1, nowMs: 0, actor: "x", input: { type: "tick" } },
      { type: "frameOpened", frame: 1, kind: "root", owner: null, graph: "main", variables: [] },
    ];
    for (let token = 2; token < 6000; token += 1) {
      records.push({ type: "received", seq: token, nowMs: token * 86_400_000, actor: "x", input: { type: "tick" } });
      records.push({ type: "tokenCreated", token, frame: 1, node: "a", via: null, from: null });
      records.push({ type: "tokenEnded", token, how: "ended" });
    }
    const svg = wellFormed(ganttSvg([{ bundle, records }]));
    expect(bars(svg).length).toBeLessThanOrEqual(2000);
    expect(svg).toContain("Not drawn, as they would be too many: 3998 steps completed.");
  });
});

test.each([
  [0, ["0"]],
  [3, ["0", "1 ms", "2 ms", "3 ms"]],
  [4001, ["0", "1 s", "2 s", "3 s", "4 s"]],
  [90_000, ["0", "15 s", "30 s", "45 s", "1 min", "1 min 15 s", "1 min 30 s"]],
  [5_400_000, ["0", "15 min", "30 min", "45 min", "1 h", "1 h 15 min", "1 h 30 min"]],
  [3 * 86_400_000, ["0", "12 h", "1 d", "1 d 12 h", "2 d", "2 d 12 h", "3 d"]],
])("an axis of %d ms has round ticks", (ms, labels) => {
  expect(ticksOf(ms, 8).map(({ label }) => label)).toEqual(labels);
});

test("an axis has few ticks, however long it is", () => {
  for (let ms = 1; ms < 1e15; ms *= 3) expect(ticksOf(ms, 8).length).toBeLessThanOrEqual(9);
  expect([spanText(1), spanText(1500), spanText(59_999), spanText(3_600_000)]).toEqual([
    "1 ms",
    "1.5 s",
    "60 s",
    "1 h",
  ]);
});

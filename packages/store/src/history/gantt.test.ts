import type { JournalRecord } from "@rb/kernel";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, test } from "vitest";
import { readGraph } from "../../../kernel/test/scenario/graph.js";
import { Driven, policy, randomHistory } from "../../test/histories.js";
import { StoreError } from "../store-error.js";
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
      "stuck open: b: incident unknown-outcome waits to be resolved, 0 so far",
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
    const later = (nowMs: number) => ganttSvg([run.history], { nowMs });
    expect(bars(later(61_001))).toEqual(["review open: g: waiting for approval, 1 min so far"]);
    expect(later(61_001)).toContain("1 min 1 s so far, waiting.");
    for (const nowMs of [0, Number.NaN, Number.POSITIVE_INFINITY]) expect(later(nowMs)).toBe(svgOf(run));
    expect(later(61_001)).toContain("torn end: not over");
  });

  test("shows what people came to, and that nothing is waited for any more", () => {
    const graph = readGraph("start s\ngate g expires: =1000\naction a\nend e\ns > g > a > e");
    const reviewed = (verdict: "approve" | "reject") => {
      const run = new Driven(graph).start();
      const { hash = "" } = run.saved.tokens[0]?.job?.request ?? {};
      run.nowMs = 500;
      return run.send({ type: "reviewed", effect: run.effectOf("g"), approval: { by: "user:bob", verdict, hash } });
    };
    const approved = wellFormed(svgOf(reviewed("approve")));
    expect(bars(approved)).toEqual(["approved: g: approved by user:bob, 500 ms", "ok: a: done, 1 ms"]);
    expect(approved).not.toContain("waits for approval");
    expect(ganttSvg([reviewed("approve").history], { nowMs: 1e9 })).toBe(approved);
    expect(bars(svgOf(reviewed("reject")))).toEqual(["rejected: g: rejected by user:bob, 499 ms"]);
    const late = new Driven(graph).start();
    late.nowMs = 2000;
    expect(bars(svgOf(late.send({ type: "tick" })))).toEqual(["cancelled: g: withdrawn, 2 s"]);
  });

  test("tells the time that people took to approve a job from the job itself", () => {
    const run = new Driven(readGraph("start s\naction a executor: manual\ns > a"), (effect) => {
      if (effect.type !== "decide") return undefined;
      const { job, approvals } = effect.request;
      const decision = approvals.length === 0 ? "requireApproval" : "allow";
      return { type: "decided", effect: job.effect, hash: job.hash, verdict: { ...policy, decision } };
    }).start();
    const { hash = "" } = run.saved.tokens[0]?.job?.request ?? {};
    run.nowMs = 100;
    run.send({ type: "reviewed", effect: run.effectOf("a"), approval: { by: "user:bob", verdict: "approve", hash } });
    expect(bars(ganttSvg([run.history], { nowMs: 1102 }))).toEqual([
      "approved: a: approved by user:bob, 100 ms",
      "wait open: a: waiting, 1 s so far",
    ]);
  });

  test("shows how long an incident waited, at a gateway too", () => {
    const run = new Driven(
      readGraph("start s\ngateway w take: first\naction a\nend e\ns > w\nw > a if false\na > e"),
    ).start();
    run.nowMs = 1000;
    const token = run.saved.tokens[0]?.id ?? 0;
    run.send({ type: "resolved", token, how: { do: "choose", flows: ["w>a"] } }, "user:carol");
    expect(bars(wellFormed(svgOf(run)))).toEqual([
      "stuck: w: incident no-flow-taken waits to be resolved, 1 s",
      expect.stringMatching(/^mark incident: w: incident no-flow-taken/),
      "mark resolved: w: resolved by user:carol",
      "ok: a: done, 1 ms",
    ]);
  });

  test("puts the sign of a short bar beside it, and leaves it out where something else stands", () => {
    const bundle = readGraph(
      "start s\naction a retry: {attempts: 2, firstMs: 500}\naction b\ncatch c\n  arm t on: timer, after: =1000\ns > a > b > c",
    );
    const run = new Driven(bundle).start();
    run.nowMs = 1010;
    run.send({ type: "tick" });
    const svg = svgOf(run);
    const [bar] = [
      ...svg.matchAll(/<path class="bar" d="M([\d.]+) [\d.]+h([\d.]+)[^>]*><path class="sign" d="M([\d.]+) /g),
    ];
    const [x, width, sign] = (bar ?? []).slice(1).map(Number);
    expect(sign).toBeGreaterThanOrEqual((x ?? 0) + (width ?? 0) + 5);
    const loop = readGraph('start s\naction a loop: {kind: "repeat", max: 50}\ns > a');
    const dense = svgOf(new Driven(loop).start());
    expect(dense.match(/class="bar"/g)?.length).toBeGreaterThan(45);
    expect(dense.match(/class="sign/g)?.length ?? 0).toBeLessThan(3);
  });

  test("explains the looks that are in it, and no others", () => {
    const svg = svgOf(new Driven(readGraph("start s\naction a\ns > a")).start());
    const texts = [...svg.matchAll(/<text class="faint" [^>]*>([^<]*)</g)].map(([, text]) => text);
    expect(texts.slice(1)).toEqual(["done"]);
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

  test("of a journal whose records aren't what their type says is refused, whichever record it is", () => {
    const run = new Driven(
      readGraph("start s\ngate g\ncatch c\n  arm t on: timer, after: =10\nend e\ns > g > c\nc:t > e"),
    ).start();
    const { hash = "" } = run.saved.tokens[0]?.job?.request ?? {};
    run.send({ type: "reviewed", effect: run.effectOf("g"), approval: { by: "user:bob", verdict: "approve", hash } });
    run.nowMs = 100;
    const { bundle, records } = run.send({ type: "tick" }).history;
    const forged = (type: string, member: string, value: unknown) => [
      { bundle, records: records.map((record) => (record.type === type ? { ...record, [member]: value } : record)) },
    ];
    for (const [type, member] of [
      ["jobReviewed", "approval"],
      ["jobSettled", "outcome"],
    ] as const)
      for (const value of [undefined, null, {}])
        expect(() => ganttSvg(forged(type, member, value))).toThrow(StoreError);
    const wait = records.flatMap((record) => (record.type === "waitOpened" ? [record.wait] : []))[0];
    expect(bars(svgOf(run))).toContain("mark timer: c: timer");
    const svg = wellFormed(ganttSvg(forged("waitOpened", "wait", { ...wait, kind: "constructor" })));
    expect(bars(svg).filter((bar) => bar.startsWith("mark"))).toEqual([]);
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

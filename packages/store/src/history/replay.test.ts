import type { Bundle, Json } from "@rb/ir";
import { createState, decode, encode, type JournalRecord, step, transition } from "@rb/kernel";
import { type Random, random, randomGraphLimits } from "@rb/testing";
import { describe, expect, test } from "vitest";
import { readGraph } from "../../../kernel/test/scenario/graph.js";
import { Driven, type History, programOf, randomHistory, reread } from "../../test/histories.js";
import { planMigration } from "./migrate.js";
import { replay, stateHash } from "./replay.js";

const seeds = Number(process.env.RB_SEEDS ?? 150);
const histories: History[] = [];
for (let seed = 1; seed <= seeds; seed += 1) {
  const history = randomHistory(seed);
  if (history !== null) histories.push(history);
}

const replayed = ({ program }: History, records: Iterable<JournalRecord>) =>
  replay([{ program, records }], { limits: randomGraphLimits });

describe(`over ${histories.length} random histories`, () => {
  test("each comes out byte for byte, and its records alone give the state that it came to", () => {
    expect(histories.length).toBeGreaterThan(seeds * 0.3);
    for (const history of histories) {
      const report = replayed(history, history.records);
      expect(report.difference).toBeNull();
      expect(report.records).toBe(history.records.length);
      expect(report.stateHash).toBe(stateHash(history.state));
    }
  });

  test("a changed, lost, doubled or misplaced record is found, at the batch that it is in", () => {
    const next = random(1);
    for (const history of histories) {
      for (let round = 0; round < 4; round += 1) {
        const [records, seq] = damaged(history.records, next);
        const { difference } = replayed(history, records);
        expect(difference, JSON.stringify(history.records)).not.toBeNull();
        expect(difference?.seq).toBeLessThanOrEqual(seq);
      }
    }
  });

  test("a changed outcome or verdict is found", () => {
    const next = random(2);
    let count = 0;
    for (const history of histories) {
      const told = history.records.flatMap((record, at) =>
        record.type === "received" && (record.input.type === "settled" || record.input.type === "decided") ? at : [],
      );
      const at = told[Math.floor(next() * told.length)];
      if (at === undefined || history.records[at + 1]?.type === "ignored") continue;
      const records = reread(history.records) as JournalRecord[];
      const { input } = records[at] as { input: { outcome?: Json; verdict?: Json } };
      changeLeaf((input.outcome ?? input.verdict) as object, next);
      expect(replayed(history, records).equal, JSON.stringify(records[at])).toBe(false);
      count += 1;
    }
    expect(count).toBeGreaterThan(histories.length / 2);
  });
});

/** Something done to a record that was made; and in which batch. */
function damaged(records: readonly JournalRecord[], next: Random): readonly [JournalRecord[], number] {
  const copy = reread(records) as JournalRecord[];
  const made = copy.flatMap((record, at) => (record.type === "received" ? [] : at));
  const at = made[Math.floor(next() * made.length)] as number;
  const seq = copy.slice(0, at).filter((record) => record.type === "received").length;
  const roll = next();
  if (roll < 0.2) copy.splice(at, 1);
  else if (roll < 0.4) copy.splice(at, 0, copy[at] as JournalRecord);
  else if (roll < 0.6 && copy[at - 1]?.type !== "received")
    copy.splice(at - 1, 2, copy[at] as JournalRecord, copy[at - 1] as JournalRecord);
  else changeLeaf(copy[at] as object, next);
  return JSON.stringify(copy) === JSON.stringify(records) ? damaged(records, next) : [copy, seq];
}

function changeLeaf(value: object, next: Random): void {
  const members = value as { [key: string]: unknown };
  const keys = Object.keys(members);
  const key = keys[Math.floor(next() * keys.length)] as string;
  const held = members[key];
  if (typeof held === "object" && held !== null && Object.keys(held).length > 0) return changeLeaf(held, next);
  members[key] = typeof held === "number" ? held + 1 : typeof held === "boolean" ? !held : `${String(held)}?`;
}

const timed: Bundle = readGraph("start s\ncatch c on: timer, after: =1000\nend e\ns > c > e");

describe("what is found", () => {
  test("a time that something depended on", () => {
    const { program, records } = new Driven(timed).start().history;
    const [first, ...rest] = records as [JournalRecord & { type: "received" }, ...JournalRecord[]];
    const { difference } = replay([{ program, records: [{ ...first, nowMs: first.nowMs + 1 }, ...rest] }], {
      limits: randomGraphLimits,
    });
    expect(difference).toMatchObject({ seq: 1, about: "record" });
    expect(difference?.expected).toContain('"dueAtMs":1001');
    expect(difference?.made).toContain('"dueAtMs":1002');
  });

  test("a trace that begins in the middle, or was cut within a batch", () => {
    const { program, records } = new Driven(timed).start().history;
    expect(replay([{ program, records: records.slice(1) }], { limits: randomGraphLimits }).difference).toMatchObject({
      about: "record",
    });
    const { difference } = replay([{ program, records: records.slice(0, -1) }], { limits: randomGraphLimits });
    expect(difference).toMatchObject({ seq: 1, expected: null });
  });

  test("an input that no run accepts, without an exception", () => {
    const program = programOf(timed);
    for (const input of [{ type: "nonsense" }, null, { type: "start", run: "r" }, { type: "settled", effect: 7 }]) {
      const records = [{ type: "received", seq: 1, nowMs: 0, actor: "x", input }] as unknown as JournalRecord[];
      expect(replay([{ program, records }], { limits: randomGraphLimits }).equal, JSON.stringify(input)).toBe(false);
    }
  });

  test("a plan that goes round for ever is not followed further than the journal goes", () => {
    const program = programOf(readGraph("start s\ngateway g\ngateway h\ns > g > h > g"));
    const { records } = new Driven(program.bundle).start().history;
    const cut = records.slice(0, 10);
    const unbounded = { ...randomGraphLimits, maxRecords: Number.MAX_SAFE_INTEGER };
    expect(replay([{ program, records: cut }], { limits: unbounded }).difference).toMatchObject({ seq: 1, record: 10 });
  });

  test("an answer that is missing, as a question", () => {
    const asking = readGraph("start s\ngateway g\nend a\nend b\ns > g\ng > a if ?nobody said\ng > b if ?nobody said");
    const program = programOf(asking);
    const input = { type: "start", run: "r", variables: {} } as const;
    const answers = [{ n: 0, option: ["g>a"] }];
    const made = step(program, createState(), { nowMs: 0, actor: "x", input, answers }, randomGraphLimits);
    const records = made.kind === "done" ? (reread(made.records) as JournalRecord[]) : [];
    expect(replay([{ program, records }], { limits: randomGraphLimits }).equal).toBe(true);
    const [{ answers: _, ...unanswered }, ...rest] = records as [
      JournalRecord & { type: "received" },
      ...JournalRecord[],
    ];
    const versions = { writtenBy: "rb 0.1.0", engine: "rb 0.2.0" };
    const { difference } = replay([{ program, records: [unanswered, ...rest] }], {
      limits: randomGraphLimits,
      ...versions,
    });
    expect(difference).toMatchObject({ seq: 1, about: "question" });
    expect(difference?.because.join(" ")).toContain("written by rb 0.1.0, and this is rb 0.2.0");
  });
});

describe("a migrated run", () => {
  const old = readGraph("start s\naction a executor: manual\nend e\ns > a > e");
  const newer = readGraph("start s\naction a executor: manual\naction b\nend e\ns > a > b > e");
  const first = new Driven(old).start();
  const to = programOf(newer);
  const { state } = planMigration(first.program, to, first.saved);
  const segments = (from: typeof state) => [
    { program: first.program, records: first.history.records },
    { program: to, records: [], ...(from === null ? {} : { from }) },
  ];

  test("is replayed across its migration", () => {
    expect(replay(segments(state), { limits: randomGraphLimits })).toMatchObject({ equal: true, batches: 2 });
  });

  test("and on under the plan that it was moved to", () => {
    const under = new Driven(readGraph("start s\naction a\nend e\ns > a > e"), (effect) =>
      effect.type === "invoke" ? null : undefined,
    ).start();
    const next = programOf(readGraph("start s\naction a\naction b\nend e\ns > a > b > e"));
    const from = planMigration(under.program, next, under.saved).state;
    if (from === null) throw new Error("not moved");
    const outcome = { kind: "ok", output: { json: 1 } } as const;
    const input = { type: "settled", effect: under.effectOf("a"), outcome } as const;
    const made = transition(next, decode(next, from), { nowMs: 9, actor: "system", input }, randomGraphLimits);
    if (made.kind !== "done") throw new Error("asked");
    const report = replay(
      [
        { program: under.program, records: under.history.records },
        { program: next, records: reread(made.records), from },
      ],
      { limits: randomGraphLimits },
    );
    expect(report).toMatchObject({ equal: true, stateHash: stateHash(encode(next, made.state)) });
  });

  test("can't have gone on with anything else than what it had come to", () => {
    const forged = state === null ? null : { ...state, nowMs: state.nowMs + 1 };
    expect(replay(segments(forged), { limits: randomGraphLimits }).difference).toMatchObject({ about: "migration" });
  });
});

/** The suite's scripts hold tokens, not code; what each of them means is a row here. */
import type { Json } from "@rb/ir";
import type { Outcome } from "@rb/kernel";

/** What scripts act upon. */
export interface ScriptWorld {
  readonly log: (token: string) => void;
  readonly mark: () => void;
  /** Resolves after that time; rejects never. */
  readonly wait: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** When a script that notes its times ran. */
  readonly timed: (name: string, fromMs: number, untilMs: number) => void;
  /** A variable that the script can see. */
  readonly read: (name: string) => Json;
  /** The data that the script can see: what its data associations give it, and the variable `data`. */
  readonly data: () => readonly Json[];
  /** The names under which its data associations take what it answers. */
  readonly dataOutputs: readonly string[];
}

type Meaning = (world: ScriptWorld) => Outcome | Promise<Outcome>;

const answer = (json: Json): Outcome => ({ kind: "ok", output: { json } });
const nothing: Outcome = answer(null);
const TEXT = "String";
const TEN_SECONDS = 10_000;

const increment = (world: ScriptWorld): Outcome =>
  answer({ integerVariable: Number(world.read("integerVariable") ?? 0) + 1 });

/** Runs ten seconds, and notes when. */
const timestamp =
  (name: string): Meaning =>
  async (world) => {
    const from = world.now();
    await world.wait(TEN_SECONDS);
    world.timed(name, from, world.now());
    return nothing;
  };

const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["CREATE_LOG_FILE", () => nothing],
  [
    "CREATE_MARKER_FILE",
    (world) => {
      world.mark();
      return nothing;
    },
  ],
  ["INCREMENT_INTEGER_VARIABLE", increment],
  [
    "INCREMENT_INTEGER_VARIABLE_AND_LOG",
    (world) => {
      world.log("INCREMENT_correct");
      return increment(world);
    },
  ],
  ["SET_STRING_DATA", ({ dataOutputs }) => answer(Object.fromEntries(["data", ...dataOutputs].map((n) => [n, TEXT])))],
  [
    "LOG_DATA",
    (world) => {
      if (world.data().includes(TEXT)) world.log("DATA_correct");
      return nothing;
    },
  ],
  ["THROW_ERROR", () => ({ kind: "failed", code: "ERR_CODE", message: "The script threw its error." })],
  [
    "WAIT_TEN_SECONDS",
    async (world) => {
      await world.wait(TEN_SECONDS);
      return nothing;
    },
  ],
  ["CREATE_TIMESTAMP_LOG_1", timestamp("1")],
  ["CREATE_TIMESTAMP_LOG_2", timestamp("2")],
]);

/** Tokens that log themselves, the number being the task's. */
const logsItself = /^SCRIPT_task\d+$/;

/** What a script does; null when its token isn't known. */
export function meaningOf(script: string): Meaning | null {
  const token = script.trim();
  if (logsItself.test(token)) {
    return (world) => {
      world.log(token);
      return nothing;
    };
  }
  return meanings.get(token) ?? null;
}

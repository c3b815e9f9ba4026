/**
 * Plays a document by a few lines of input, and writes down which nodes tokens came to, in order. Time is virtual. Tasks answer at once, with
 * what their script says (JSON, or `throw CODE`); those of people wait for `done` or `fail`.
 *
 *   start x=1 graph=other     done a {"x": 2}     message m {"n": 1}     wait PT10S
 *   again x=1                 fail a CODE         signal s
 *
 * `again` begins a new run. Printed: nodes that tokens came to, activities that began, `✕` where one was ended, `!h` for a handler that fired, `x=1` for a variable.
 */
import { type Json, parseDuration, type Slot } from "@rb/ir";
import {
  createState,
  type Effect,
  type Input,
  type JobRequest,
  type JournalRecord,
  type Outcome,
  type Program,
  step,
} from "@rb/kernel";

type NodeProgram = Program["main"]["nodes"][number];

/** What nodes are called in what is played: their ids, if nothing else is said. */
export type Called = (id: string, name: string | undefined) => string;

/** The inputs, each with what came of it. */
export function play(program: Program, script: string, called: Called = (id) => id): string {
  let player = new Player(program, called);
  const played = (line: string): readonly string[] => {
    if (line.startsWith("again")) player = new Player(program, called);
    return [`> ${line}`, ...player.play(line)];
  };
  return script
    .split("\n")
    .filter((line) => line !== "")
    .flatMap(played)
    .join("\n");
}

class Player {
  readonly #program: Program;
  readonly #called: Called;
  readonly #state = createState();
  readonly #queue: Input[] = [];
  /** Jobs of people, by effect, in the order in which they came. */
  readonly #held = new Map<string, JobRequest>();
  #nowMs = 0;
  #wakeAtMs: number | null = null;
  #seen: string[] = [];
  #sent = 0;

  constructor(program: Program, called: Called) {
    this.#program = program;
    this.#called = called;
  }

  play(line: string): readonly string[] {
    const [, word = "", rest = ""] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
    this.#seen = [];
    if (word === "wait") this.#wait(rest);
    else this.#feed(this.#input(word, rest));
    this.#settle();
    return [...(this.#seen.length === 0 ? [] : [this.#seen.join(" ")]), this.#status()];
  }

  #input(word: string, rest: string): Input {
    if (word === "start" || word === "again") return startInput(rest);
    const [, name = "", text = ""] = /^(\S+)\s*(.*)$/.exec(rest) ?? [];
    if (word === "done") return this.#settled(name, { kind: "ok", output: slot(text) });
    if (word === "fail") return this.#settled(name, { kind: "failed", code: text, message: "it failed" });
    if (word !== "message" && word !== "signal") throw new Error(`no such input: ${word}`);
    this.#sent += 1;
    return { type: "delivered", kind: word, id: `m${this.#sent}`, name, payload: slot(text) };
  }

  #settled(node: string, outcome: Outcome): Input {
    const [effect] = [...this.#held].find(([, job]) => this.#name(job.node) === node) ?? [];
    if (effect === undefined) throw new Error(`nobody is asked to do '${node}'`);
    this.#held.delete(effect);
    return { type: "settled", effect, outcome };
  }

  #wait(text: string): void {
    const duration = parseDuration(text);
    const untilMs = this.#nowMs + (duration?.ms ?? 0) + (duration?.days ?? 0) * 86_400_000;
    while (this.#wakeAtMs !== null && this.#wakeAtMs <= untilMs) {
      this.#nowMs = this.#wakeAtMs;
      this.#wakeAtMs = null;
      this.#feed({ type: "tick" });
      this.#settle();
    }
    this.#nowMs = untilMs;
  }

  #settle(): void {
    for (let input = this.#queue.shift(); input !== undefined; input = this.#queue.shift()) this.#feed(input);
  }

  #feed(input: Input): void {
    const made = step(this.#program, this.#state, { nowMs: this.#nowMs, actor: "test", input });
    if (made.kind !== "done") throw new Error("a choice has no condition");
    for (const record of made.records) this.#see(record);
    for (const effect of made.effects) this.#owe(effect);
  }

  #owe(effect: Effect): void {
    if (effect.type === "wakeAt") this.#wakeAtMs = effect.atMs;
    else if (effect.type === "decide") {
      const { effect: id, hash } = effect.request.job;
      this.#queue.push({ type: "decided", effect: id, hash, verdict: { decision: "allow", rule: "r", policy: "p" } });
    } else if (effect.type === "dispatch") this.#dispatch(effect.invocation.job);
    else if (effect.type === "invoke") {
      const { job } = effect.invocation;
      this.#queue.push({ type: "settled", effect: job.effect, outcome: answerOf(job) });
    }
  }

  #dispatch(job: JobRequest): void {
    if (job.executor === "manual") this.#held.set(job.effect, job);
    else this.#queue.push({ type: "started", effect: job.effect, policy: "p" });
  }

  #see(record: JournalRecord): void {
    switch (record.type) {
      case "tokenCreated":
        return this.#enter(record.node);
      case "tokenMoved":
        return this.#enter(record.to);
      // Activities count each time that they begin: in a loop that is more often than a token comes to them.
      case "jobStaged":
        if (record.job.kind === "invoke") this.#seen.push(this.#name(record.job.node));
        return;
      case "frameOpened":
        if ((record.kind === "scope" || record.kind === "call") && record.node !== undefined) this.#show(record.node);
        return;
      case "tokenEnded":
        if (record.how === "terminated") this.#seen.push("✕");
        return;
      case "handlerFired":
        // Those with a slash are lowering's own.
        if (!record.handler.includes("/")) this.#seen.push(`!${record.handler}`);
        return;
      case "variablesSet":
        for (const [name, value] of record.set)
          if ("json" in value && value.json !== null) this.#seen.push(`${name}=${JSON.stringify(value.json)}`);
        return;
      case "jobCancelled":
        this.#held.delete(record.effect);
        return;
      default:
        return;
    }
  }

  #enter(id: string): void {
    if (this.#nodes(id).some((node) => node.activity === null)) this.#show(id);
  }

  /** Nodes that lowering added don't count. */
  #show(id: string): void {
    if (this.#nodes(id).some((node) => node.source.origin.kind === "source")) this.#seen.push(this.#name(id));
  }

  #name(id: string): string {
    return this.#called(id, this.#nodes(id)[0]?.source.name);
  }

  #nodes(id: string): readonly NodeProgram[] {
    return [...this.#program.graphs.values()].flatMap((graph) => graph.nodeById.get(id) ?? []);
  }

  #status(): string {
    const { status, failure, tokens } = this.#state;
    const held = [...this.#held.values()].map((job) => this.#name(job.node));
    const incidents = [...tokens.values()].flatMap((token) =>
      token.incident === null ? [] : [`${token.incident.code} at ${this.#name(token.node.id)}`],
    );
    const about = failure === null ? [...held, ...incidents].join(", ") : failure.code;
    return `${status}${about === "" ? "" : `: ${about}`}`;
  }
}

function startInput(text: string): Input {
  const found = [...text.matchAll(/([\w.-]+)=("[^"]*"|\[.*?\]|\{.*?\}|\S+)/g)];
  const { graph, entry, ...given } = Object.fromEntries(found.map(([, name = "", value = ""]) => [name, value]));
  return {
    type: "start",
    run: "r",
    ...(graph === undefined ? {} : { graph }),
    ...(entry === undefined ? {} : { entry }),
    variables: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, slot(value)])),
  };
}

function slot(text: string): Slot {
  return { json: text === "" ? null : (JSON.parse(text) as Json) };
}

function answerOf({ request }: JobRequest): Outcome {
  // What a module of a task pack is given stands among its inputs.
  const asked = request as { readonly script?: Json; readonly inputs?: { readonly script?: Json } } | null;
  const script = String(asked?.script ?? asked?.inputs?.script ?? "null");
  const [, code] = /^throw (\S+)$/.exec(script) ?? [];
  if (code !== undefined) return { kind: "failed", code, message: "it was told to" };
  return { kind: "ok", output: { json: JSON.parse(script) as Json } };
}

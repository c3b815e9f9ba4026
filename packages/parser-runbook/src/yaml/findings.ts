import type { ArgumentsOf, Reason } from "../diagnostics.js";
import type { Log } from "../log.js";
import { originOf, type YamlScalar } from "./tree.js";

/** A stretch of the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** After this, nothing else about the document can be told. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly say: (log: Log) => void;

  constructor(say: (log: Log) => void) {
    super("This document is refused.");
    this.say = say;
  }
}

/** What is wrong with a document is found from the inside to the outside, and told from the beginning to the end. */
export class Findings {
  readonly #limit: number;
  readonly #found: { readonly start: number; readonly say: (log: Log) => void }[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Throws `Refusal` when so much has been found that nobody would read on. */
  add<K extends Reason>(span: Span, reason: K, args: ArgumentsOf<K>): void {
    this.#add(span, saying(span, reason, args));
  }

  /** Throws `Refusal`, as `add` does. */
  twice(first: YamlScalar, second: YamlScalar): void {
    const say = (log: Log): void => {
      const { pointer } = first;
      const related = [{ message: "The first one is here.", origin: originOf(log.source, first) }];
      log.say("yaml-duplicate-key", { ...second, pointer }, { key: String(first.value) }, related);
    };
    this.#add(second, say);
  }

  #add(span: Span, say: (log: Log) => void): void {
    if (this.#found.length >= this.#limit - 1) throw refusal(span, "too-many-mistakes", { limit: this.#limit });
    this.#found.push({ start: span.start, say });
  }

  get isEmpty(): boolean {
    return this.#found.length === 0;
  }

  tell(log: Log): void {
    this.#found.sort((one, other) => one.start - other.start);
    for (const { say } of this.#found) say(log);
  }
}

export function refusal<K extends Reason>(span: Span, reason: K, args: ArgumentsOf<K>): Refusal {
  return new Refusal(saying(span, reason, args));
}

function saying<K extends Reason>({ start, end }: Span, reason: K, args: ArgumentsOf<K>): (log: Log) => void {
  return (log) => log.say(reason, { kind: "scalar", value: null, start, end, pointer: "" }, args);
}

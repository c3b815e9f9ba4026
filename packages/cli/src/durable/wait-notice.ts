/** Tells what a run waits for while a command stays with it: it may be for days. */
import { printable } from "../printable.js";
import { nextText } from "./next-text.js";
import { openRun } from "./open-run.js";
import { pendingOf } from "./pending.js";
import { pendingLines } from "./pending-text.js";
import type { Session } from "./session.js";

/** Nothing has happened for so long: it isn't just between two steps. */
const QUIET_MS = 300;

export class WaitNotice {
  readonly #session: Session;
  #run: string | null = null;
  #timer: NodeJS.Timeout | null = null;
  #told = Promise.resolve();
  #said = "";

  constructor(session: Session) {
    this.#session = session;
  }

  /** Something has happened: what it waits for is told if nothing more does for a while. */
  stir(run: string): void {
    this.#run = run;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#told = this.#tell(run).catch(() => {});
    }, QUIET_MS);
  }

  /** It rests. Resolves when nothing more will be told. */
  async end(): Promise<void> {
    this.#run = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#told;
  }

  async #tell(run: string): Promise<void> {
    const { out } = this.#session.terminal;
    const open = await openRun(this.#session, run);
    const waits = pendingOf(open.program, open.state, open.index).flatMap(pendingLines);
    if (waits.length === 0 || this.#run === null) return;
    const lines = waits.map((line) => `  ${printable(line)}\n`).join("");
    const text = `\n${out.paint("bold", "Waits for")}\n${lines}${nextText(open, out.paint)}\n`;
    if (text === this.#said) return;
    this.#said = text;
    out.write(`${out.interactive ? "\r\u001b[K" : ""}${text}`);
  }
}

import { Writable } from "node:stream";
import { styleText } from "node:util";
import { exitCode } from "./exit-code.js";

/** What `Paint` knows. */
export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "blue" | "cyan" | "magenta";
/** Colours a text, or leaves it alone. Only ever a second sign beside a word or symbol. */
export type Paint = (style: Style, text: string) => string;

/** One of the two streams that the commands write to. */
export interface Output {
  readonly write: (text: string) => void;
  readonly paint: Paint;
  /** A person looks at it: lines may be redrawn. */
  readonly interactive: boolean;
}

/** Everything that commands know about where they run. */
export interface Terminal {
  readonly out: Output;
  readonly err: Output;
  /** Asks the person at the terminal, and gives the line that they type, empty when they type none. Null: nobody is there. */
  readonly ask: ((question: string, options?: AskOptions) => Promise<string>) | null;
}

/** How a question is asked. */
export interface AskOptions {
  /** What is typed isn't shown. */
  readonly hidden?: boolean;
}

/** Wraps the streams of the process. */
export function openTerminal(): Terminal {
  const isPersonThere = process.stdin.isTTY === true && process.stderr.isTTY === true;
  return { out: openOutput(process.stdout), err: openOutput(process.stderr), ask: isPersonThere ? ask : null };
}

/** On standard error, since standard output may be on its way into a file. */
async function ask(question: string, { hidden = false }: AskOptions = {}): Promise<string> {
  const { createInterface } = await import("node:readline");
  // An interface echoes what is typed to its output; one that leads nowhere shows nothing.
  const output = hidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr;
  if (hidden) process.stderr.write(question);
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await new Promise<string>((answer) => {
      lines.once("close", () => answer(""));
      lines.once("SIGINT", () => lines.close());
      lines.question(question, answer);
    });
  } finally {
    lines.close();
    if (hidden) process.stderr.write("\n");
  }
}

function openOutput(stream: Writable & { readonly isTTY?: boolean }): Output {
  const interactive = stream.isTTY === true && process.env.TERM !== "dumb";
  const colours = wantsColours(interactive);
  let open = true;
  // Whoever reads may stop early (`| head`), and the disk that it goes to may be full. The command still goes to its end: a run isn't over because nobody
  // can look.
  stream.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    if (!open) return;
    open = false;
    if (code === "EPIPE") return;
    process.on("exit", () => {
      process.exitCode = exitCode.usage;
    });
    if (stream !== process.stderr) process.stderr.write(`rb: What was to be written could not be: ${message}\n`);
  });
  return {
    write: (text) => {
      if (open) stream.write(text);
    },
    paint: (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text),
    interactive,
  };
}

/** https://no-color.org: any value but an empty one turns colours off. */
function wantsColours(interactive: boolean): boolean {
  if (process.env.NO_COLOR) return false;
  const forced = process.env.FORCE_COLOR;
  return forced === undefined ? interactive : forced !== "0" && forced !== "false";
}

import type { Writable } from "node:stream";
import { styleText } from "node:util";

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
}

/** Wraps the streams of the process. */
export function openTerminal(): Terminal {
  return { out: openOutput(process.stdout), err: openOutput(process.stderr) };
}

function openOutput(stream: Writable & { readonly isTTY?: boolean }): Output {
  const interactive = stream.isTTY === true && process.env.TERM !== "dumb";
  const colours = wantsColours(interactive);
  let open = true;
  // Whoever reads may stop early (`| head`). The command still goes to its end: a run isn't over because nobody looks.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    open = false;
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

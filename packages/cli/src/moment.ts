import { type Arguments, UsageError } from "./command.js";
import { timeOf } from "./durable/times.js";

/** As of when: what `--at` says, else now. Milliseconds since 1970. Throws `UsageError`. */
export function momentOf(args: Arguments): number {
  const at = args.text("at");
  if (at === undefined) return Date.now();
  const time = timeOf(at);
  if (time === null) throw new UsageError(`'--at ${at}' is no time such as 2026-01-31T08:00:00Z.`);
  return time;
}

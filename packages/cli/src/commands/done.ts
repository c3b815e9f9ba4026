import type { Json } from "@rb/ir";
import type { Outcome } from "@rb/kernel";
import { type Arguments, type CommandRun, UsageError } from "../command.js";
import { declaredValue, misfitOf } from "../declared-values.js";
import { type ExpectedOutput, fullNameIn, namedAsExpected, setOptions } from "../durable/expected-output.js";
import { findRun } from "../durable/find-run.js";
import { findWaiting } from "../durable/find-waiting.js";
import { patienceOf } from "../durable/hand-over.js";
import { deliver } from "../durable/hand-over-report.js";
import { openRun } from "../durable/open-run.js";
import { outputOf, type ReadText } from "../durable/output-option.js";
import { durable } from "../durable/session.js";

type Said = { readonly kind: "ok"; readonly output: Json } | Extract<Outcome, { kind: "failed" }>;

/** `rb done RUN STEP` */
export const done: CommandRun = durable(async (session, args) => {
  const [wantedRun = "", wanted = ""] = args.operands;
  const open = await openRun(session, findRun(session.store, wantedRun));
  const { job, title, gives } = findWaiting(open, "manual", wanted);
  const node = open.index.node(job.graph, job.node);
  const misfit = misfitOf(node?.kind === "action" ? node.outputSchema : undefined, open.recovered.runnable.languages);
  const read: ReadText = (text, name) => declaredValue(text, (value) => misfit({ [fullNameIn(gives, name)]: value }));
  const outcome = checked(outcomeOf(args, read), gives, title, args);
  const [wrong] = outcome.kind === "ok" && "json" in outcome.output ? misfit(outcome.output.json) : [];
  if (wrong !== undefined)
    throw new UsageError(`What '${title}' is said to give is wrong${wrong}. The step still waits.`);
  return deliver(session, {
    run: open.run,
    input: { type: "settled", effect: job.effect, outcome },
    patienceMs: patienceOf(args),
    done: () => `'${title}' ${outcome.kind === "failed" ? `has failed (${outcome.code})` : "is done"}`,
  });
});

/** `--output null` says that it gave nothing; saying nothing at all may be an oversight. */
function checked(said: Said, gives: ExpectedOutput, title: string, args: Arguments): Outcome {
  if (said.kind === "failed") return said;
  if (said.output !== null) return { kind: "ok", output: { json: namedAsExpected(said.output, gives, title) } };
  if (gives.names.length > 0 && args.text("output") === undefined)
    throw new UsageError(
      `'${title}' gives something: ${setOptions(gives).join(" ")}. If nothing came of it, say --output null.`,
    );
  return { kind: "ok", output: { json: null } };
}

function outcomeOf(args: Arguments, read: ReadText): Said {
  const [code, message] = [args.text("fail"), args.text("message")];
  if (code === undefined) {
    if (message !== undefined) throw new UsageError("'--message' says how a step failed: give --fail CODE as well.");
    return { kind: "ok", output: outputOf(args, read) };
  }
  if (args.text("output") !== undefined || args.texts("set").length > 0)
    throw new UsageError("A step that failed gives nothing: leave --output and --set out, or --fail.");
  return { kind: "failed", code, message: message ?? "Whoever did it says that it failed." };
}

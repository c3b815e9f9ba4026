/** A whole runbook, as the native format writes it. */
import type { ApprovalTerms, Input, Runbook, Secret } from "../format/model.js";
import { isName, type NamedEntry } from "../format/reader.js";
import { handlersOf } from "./awaited.js";
import type { Comments } from "./comments.js";
import { type SharedList, sharedLists } from "./shared-lists.js";
import { spanOf } from "./spans.js";
import { metaOf, StepWriter } from "./steps.js";
import { blockOf, namedOf, termsOf } from "./words.js";
import { type Fields, factsOf, fieldsOf, jsonOf, linesOf, mentions, type Written } from "./written.js";

export function runbookOf(runbook: Runbook, comments?: Comments): Fields {
  const shared = sharedLists(runbook);
  const writer = new StepWriter(new Map(shared.map(({ name, steps }) => [steps, name])), comments);
  const { inputs, secrets, vars, approvals, governance, timeout, on, outputs, messages, meta } = runbook;
  const rest = linesOf([
    ["secrets", byName(secrets, secretOf)],
    ["vars", vars.length === 0 ? undefined : namedOf(vars)],
    ["approvals", approvalsOf(approvals)],
    ["governance", governance && factsOf(governance)],
    ["mistakes", runbook.failsOnMistakes === true ? "failure" : undefined],
    ["results", runbook.sharesResults === true ? "everywhere" : undefined],
    ["parts", partsOf(shared, writer)],
    ["steps", writer.steps(runbook.steps)],
    ["on", on.length === 0 ? undefined : handlersOf(on, writer.steps)],
    ["timeout", timeout && spanOf(timeout)],
    ...blockOf(runbook, writer.steps),
    ["outputs", outputs.length === 0 ? undefined : namedOf(outputs)],
    ["messages", messages && factsOf(messages)],
    ...metaOf(meta),
  ]);
  return linesOf([
    ["apiVersion", "rb/v1"],
    ["kind", "Runbook"],
    ["metadata", metadataOf(runbook)],
    ["inputs", byName(inputs, (input) => inputOf(input, rest))],
    ...rest,
  ]);
}

/** Beside what is no name stands one that people can read. */
function metadataOf({ name, title, description, version, labels }: Runbook): Fields {
  const short = isName(name) ? name : nameOf(name);
  return fieldsOf([
    ["id", short === name ? undefined : name],
    ["name", short],
    ["title", title ?? (short === name ? undefined : name)],
    ["description", description],
    ["version", version],
    ["labels", labels && factsOf(labels)],
  ]);
}

function nameOf(text: string): string {
  const plain = text
    .normalize("NFKD")
    .replaceAll(/[^A-Za-z0-9_]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 100)
    .toLowerCase();
  return isName(plain) ? plain : `runbook-${plain}`.replace(/-$/, "");
}

function byName<T extends { readonly name: string }>(
  all: readonly T[],
  write: (one: T) => Written,
): Written | undefined {
  return all.length === 0 ? undefined : linesOf(all.map((one) => [one.name, write(one)]));
}

/** That it may be unused is said only where it is, as far as texts tell. */
function inputOf(input: Input, document: Written): Written {
  const { type, description, required, mayBeUnused, secret, default: preset, enum: allowed, bounds, schema } = input;
  // A schema says all that is said beside it as well, but reads better without the type.
  const { type: asked, ...rest } = schema ?? {};
  const own = asked === type ? type : undefined;
  const fields = fieldsOf([
    ["type", schema === undefined ? type : own],
    ["description", description],
    ["required", required || preset !== undefined ? undefined : false],
    ["unused", mayBeUnused === true && !mentions(document, `inputs.${input.name}`) ? true : undefined],
    ["secret", secret ? true : undefined],
    ["default", preset === undefined ? undefined : jsonOf(preset)],
    ...(schema === undefined
      ? [["enum", allowed && jsonOf(allowed)] as const, ...(bounds ? factsOf(bounds) : [])]
      : []),
    ["schema", schema && factsOf(own === undefined ? schema : rest)],
  ]);
  return fields.size === 1 ? (fields.get("type") ?? fields) : fields;
}

function secretOf({ description, scope, required, default: preset }: Secret): Fields {
  return fieldsOf([
    ["description", description],
    ["scope", scope],
    ["required", required || preset !== undefined ? undefined : false],
    ["default", preset],
  ]);
}

function approvalsOf(approvals: readonly NamedEntry<ApprovalTerms>[]): Written | undefined {
  return approvals.length === 0 ? undefined : linesOf(approvals.map(({ name, value }) => [name, termsOf(value)]));
}

function partsOf(shared: readonly SharedList[], writer: StepWriter): Written | undefined {
  if (shared.length === 0) return undefined;
  return linesOf(
    shared.map(({ name, sees, steps }) => [
      name,
      linesOf([
        ["sees", sees.length === 0 ? undefined : sees],
        ["steps", writer.list(steps)],
      ]),
    ]),
  );
}

/** Broken rules of our own code. What is wrong with a document is a diagnostic, what is wrong in a run is an incident; neither is ever thrown. */
export class InvariantViolation extends Error {
  override readonly name = "InvariantViolation";
}

/** States what must hold at this point; `message` names the rule that a bug has broken. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantViolation(message);
}

/** Closes a switch over a union: a variant without a case fails to compile, and data that is no variant at all throws. */
export function assertNever(value: never): never {
  throw new InvariantViolation(`No case for ${describe(value)}.`);
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const { kind, on, raise, rule } = value as { readonly [discriminator: string]: unknown };
  return `an object with the discriminator '${String(kind ?? on ?? raise ?? rule)}'`;
}

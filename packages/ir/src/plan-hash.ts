/**
 * What a plan is, as one hash: verdicts, approvals and journals name it. Two bundles that mean the same have the same hash,
 * whatever machine, path or time they were read on and whatever order their members were written in.
 */
import { CanonicalError, canonicalize } from "./canonical.js";
import type { Bundle } from "./graph.js";
import type { Json } from "./json.js";
import { sha256 } from "./sha256.js";
import type { Slot } from "./slot.js";
import { bundleVocabulary, type Member, type Vocabulary } from "./vocabulary.js";

/**
 * SHA-256, as `sha256:<hex>`, over the canonical form of the bundle with the values that its external variables get.
 * Origins, descriptions and `meta.author` are left out; a member that says its default is the same as an absent one; names
 * stay, because people approve what they read. The bundle has been checked; one that is no I-JSON throws `CanonicalError`.
 */
export function planHash(bundle: Bundle, inputs: { readonly [name: string]: Slot } = {}): string {
  return sha256(canonicalize({ bundle: meaning(bundle as unknown as Members, bundleVocabulary, 0), inputs }));
}

type Members = { readonly [member: string]: unknown };

/** As deep as `canonicalize` goes, so that it is the one to say so. */
const maxDepth = 1000;

function meaning(value: Members, type: Vocabulary, depth: number): Members {
  if (depth > maxDepth) throw new CanonicalError("ir/value-too-deep", "A bundle nested too deep", "");
  const kept: { [member: string]: unknown } = {};
  for (const key of Object.keys(value)) {
    const member = type[key];
    if (member === undefined) {
      // Kept, as it may mean something to whoever wrote it; defined, not assigned, as it may be called `__proto__`.
      Object.defineProperty(kept, key, { value: value[key], enumerable: value[key] !== undefined });
      continue;
    }
    const part = meaningOf(value[key], member, depth);
    if (part !== undefined && !isDefault(part, member, value)) kept[key] = part;
  }
  return kept;
}

function meaningOf(value: unknown, member: Member, depth: number): unknown {
  if (member.is === "aside" || value === undefined) return undefined;
  if (member.is === "data") return value;
  const type = member.type();
  if (member.is === "one") return meaning(value as Members, type, depth + 1);
  return (value as readonly unknown[]).map((part) => {
    if (typeof part === "string") return part;
    if (member.is === "list") return meaning(part as Members, type, depth + 1);
    const [key, inner] = part as readonly [string, Members];
    return [key, meaning(inner, type, depth + 1)];
  });
}

function isDefault(part: unknown, member: Member, owner: Members): boolean {
  if (member.is === "aside") return true;
  if (member.is === "data" && member.defaultsTo !== undefined) return part === owner[member.defaultsTo];
  const byDefault: Json | undefined = member.default;
  if (byDefault === undefined) return false;
  if (typeof byDefault !== "object" || typeof part !== "object") return part === byDefault;
  return canonicalize(part) === canonicalize(byDefault);
}

/** Ids that people can read: those of the author, or what something is called where a tool made up its id. */

/** What tools put in front of the numbers that they make up. */
const typeWords =
  "id|sid|obj|object|node|step|action|activity|task|user|service|script|manual|send|receive|business|rule|event|start|end|boundary|intermediate|throw|catch|gateway|exclusive|inclusive|parallel|complex|based|sub|process|sequence|flow|call|transaction|playbook|if|while|switch|condition|single|element|shape";
const typeWord = new RegExp(`^(?:${typeWords})+$`, "i");
const numbered = new RegExp(`^(?:${typeWords})*\\d+$`, "i");
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const longest = 60;

/** Whether nobody chose the id: `Activity_0x3f`, `action--5b1a…`, `sid-…`. */
export function isMadeUp(id: string): boolean {
  const parts = id
    .replaceAll(uuid, "0")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== "");
  return parts.every((part) => isJumble(part) || typeWord.test(part)) && parts.some(isJumble);
}

/** Digits and letters in no order that says anything: few letters beside each other, or letters behind digits. */
function isJumble(part: string): boolean {
  // What is longer says something, or nobody has to read it.
  if (part.length > longest || !/^[a-z0-9]+$/i.test(part) || !/\d/.test(part)) return false;
  return numbered.test(part) || !/[a-z]{3}/i.test(part) || /\d[a-z]/i.test(part);
}

/** A name as an id: `Contain the host!` is `contain-the-host`. Empty where nothing is left. */
export function asId(name: string): string {
  return shortened(
    name
      .toLowerCase()
      .replaceAll(/['’]/g, "")
      .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "-"),
  );
}

/** An id of the author's, without what would need quotes. */
export function kept(id: string): string {
  return shortened(id.replaceAll(/[^\p{L}\p{M}\p{N}_.-]+/gu, "-"));
}

/** Cut between words. */
function shortened(text: string): string {
  let [from, to] = [0, text.length];
  while (text[from] === "-") from++;
  while (to > from && text[to - 1] === "-") to--;
  const trimmed = text.slice(from, to);
  if (trimmed.length <= longest) return trimmed;
  const end = trimmed.lastIndexOf("-", longest);
  // Never within a character.
  return end > longest / 2 ? trimmed.slice(0, end) : [...trimmed.slice(0, longest * 2)].slice(0, longest).join("");
}

/** Gives out ids, each of them once: `look`, `look-2`. */
export class Taken {
  readonly #counts = new Map<string, number>();

  constructor(reserved: Iterable<string> = []) {
    for (const one of reserved) this.#counts.set(one, 1);
  }

  fresh(wish: string): string {
    let count = this.#counts.get(wish) ?? 0;
    let id = wish;
    // The wish with a number may be somebody else's wish.
    while (this.#counts.has(id)) id = `${wish}-${++count}`;
    this.#counts.set(wish, Math.max(count, 1));
    if (id !== wish) this.#counts.set(id, 1);
    return id;
  }
}

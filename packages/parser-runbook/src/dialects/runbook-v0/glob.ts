/** Patterns of names: `*` stands for anything, `?` for one character. */

/** What finding out whether a name fits a pattern takes at most. */
export function globSteps(name: string, pattern: string): number {
  return (name.length + 1) * (pattern.length + 1);
}

/** Whether a name as a whole fits. Only what the last `*` stands for is ever tried again: what an earlier one could stand for more of changes nothing. */
export function isGlobbed(name: string, pattern: string): boolean {
  const [text, glob] = [[...name], [...pattern]];
  let [at, next] = [0, 0];
  let star: { readonly after: number; from: number } | undefined;
  while (at < text.length) {
    if (glob[next] === "*") star = { after: ++next, from: at };
    else if (glob[next] === "?" || (next < glob.length && glob[next] === text[at])) {
      at++;
      next++;
    } else if (star === undefined) return false;
    else {
      at = ++star.from;
      next = star.after;
    }
  }
  return glob.slice(next).every((sign) => sign === "*");
}

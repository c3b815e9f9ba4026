/** Gives out ids that nothing else in a document has, each of them an NCName (XML Namespaces 1.0, 4), as close to the wish as that allows. */
export class Ids {
  private readonly taken = new Set<string>();
  private readonly copies = new Map<string, number>();

  fresh(wish: string): string {
    const name = wish.replace(/[^\w.-]/g, "_");
    const base = /^[A-Za-z_]/.test(name) ? name : `_${name}`;
    let id = base;
    let copy = this.copies.get(base) ?? 1;
    while (this.taken.has(id)) id = `${base}_${++copy}`;
    this.copies.set(base, copy);
    this.taken.add(id);
    return id;
  }
}

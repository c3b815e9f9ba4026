/** What every contender calls. `calls` lets a benchmark prove that nobody left work out. */
export const work = { calls: 0 };

const done = { kind: "ok", output: { json: null } };

/** Its result is what rb expects of an executor; the others ignore it. */
export async function noop() {
  work.calls += 1;
  return done;
}

export async function count(i) {
  work.calls += 1;
  return i + 1;
}

/**
 * What a measurement gives back, as Markdown and for a terminal.
 *
 * @typedef {{ readonly what: string, readonly target: string, readonly measured: string, readonly met: boolean }} Target
 * @typedef {{ readonly title: string, readonly head: readonly string[], readonly rows: readonly (readonly string[])[] }} Table
 * @typedef {{ readonly targets: readonly Target[], readonly tables: readonly Table[], readonly notes: readonly string[] }} Report
 */

/** Three significant digits, without an exponent; thousands are set apart. */
export function number(value) {
  if (value >= 1000) return grouped(Number(value.toPrecision(3)));
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

export function grouped(value) {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A ratio with its spread over the rounds. */
export function spread({ median, least, greatest }) {
  return `${number(median)}× (${number(least)} to ${number(greatest)})`;
}

/** A target for a ratio. */
export function atLeast(limit, what, measured) {
  return { what, target: `≥ ${limit}×`, measured: spread(measured), met: measured.median >= limit };
}

/** A target for a ratio. */
export function atMost(limit, what, measured) {
  return { what, target: `≤ ${limit}×`, measured: spread(measured), met: measured.median <= limit };
}

function targetTable(targets) {
  return {
    title: "Targets",
    head: ["what", "target", "measured", ""],
    rows: targets.map(({ what, target, measured, met }) => [what, target, measured, met ? "met" : "**missed**"]),
  };
}

/** Targets and ratios come first, since they survive a noisy machine. */
export function markdown({ targets, tables, notes }) {
  const all = targets.length === 0 ? tables : [targetTable(targets), ...tables];
  const parts = all.map(({ title, head, rows }) => {
    const lines = [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows];
    return `${title}:\n\n${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}`;
  });
  return [...parts, ...notes].join("\n\n");
}

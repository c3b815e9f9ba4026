import type { Bounds } from "@rb/ir";
import { expect, test } from "vitest";
import { type Arranged, arrange, type Extent, type Place } from "./arrange.js";
import type { Box } from "./sheet.js";

/** One beside the other, and what room was asked for. */
function inOneRow(asked: Extent[]): Place {
  return (figures) => {
    asked.push(...figures);
    let left = 0;
    const centres = figures.map(({ id, width, height }) => {
      left += width + 60;
      return [id, { x: left - width / 2, y: height / 2 }] as const;
    });
    return { centres: new Map(centres) };
  };
}

function boundsOf({ shapes }: Arranged, id: string): Bounds {
  return shapes.get(id)?.bounds as Bounds;
}

test("a host is as wide as the boundary events on it need", () => {
  const events = Array.from({ length: 5 }, (_, at): Box => ({ id: `e${at}`, look: "event", on: "host" }));
  const arranged = arrange({ boxes: [{ id: "host", look: "activity" }, ...events], lines: [] }, inOneRow([]));
  const host = boundsOf(arranged, "host");
  let end = host.x;
  for (const { id } of events) {
    const { x, y, width, height } = boundsOf(arranged, id);
    expect(x).toBeGreaterThan(end);
    expect(y + height / 2).toBe(host.y + host.height);
    end = x + width;
  }
  expect(end).toBeLessThan(host.x + host.width);
});

test("names of events and of lines have room that nothing else is placed in", () => {
  const boxes: readonly Box[] = [
    { id: "plain", look: "event" },
    { id: "named", look: "event", name: "When the call comes" },
    { id: "task", look: "activity", name: "Inside of its figure" },
  ];
  const lines = [{ id: "line", from: "plain", to: "named", name: "yes" }];
  const asked: Extent[] = [];
  const arranged = arrange({ boxes, lines }, inOneRow(asked));
  const [plain, named, task] = asked as [Extent, Extent, Extent];
  expect(named.height).toBeGreaterThan(plain.height);
  expect(named.width).toBeGreaterThan(plain.width);
  expect(task).toMatchObject({ width: 120, height: 80 });
  const label = arranged.labels.get("line") as Bounds;
  expect(label.x).toBeGreaterThan(boundsOf(arranged, "plain").x + plain.width + 59);
  expect(label.x + label.width).toBeLessThan(boundsOf(arranged, "named").x);
});

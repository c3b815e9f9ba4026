import { expect, test } from "vitest";
import { instanceName, type Whereabouts } from "./instance-name.js";
import type { FrameKind } from "./record.js";

const frame = (kind: FrameKind, token: number | null, node: string | null = null, index: number | null = null) => ({
  kind,
  node,
  index,
  token,
  frame: null as number | null,
});
/** A loop `l` in a loop `outer`; in it a group `g`, whose step `a` is itself done for each item, with a handler on the side. */
const where: Whereabouts = {
  frames: new Map([
    [0, frame("root", null)],
    [1, frame("iteration", 10, "outer", 2)],
    [2, frame("iteration", 11, "l", 0)],
    [3, frame("scope", 12, "g")],
    [4, frame("iteration", 13, "a", 1)],
    [5, { ...frame("handler", null), frame: 3 }],
  ]),
  tokens: new Map([
    [10, { frame: 0, node: "outer" }],
    [11, { frame: 1, node: "l" }],
    [12, { frame: 2, node: "g" }],
    [13, { frame: 3, node: "a" }],
  ]),
};

test.each([
  ["outside of loops", { frame: 0, node: "s" }, "s"],
  ["a round", { frame: 1, node: "outer" }, "outer[2]"],
  ["a step in a round", { frame: 1, node: "l" }, "outer[2]::l"],
  ["a step in a group in a round in a round", { frame: 3, node: "b" }, "outer[2]::l[0]::b"],
  ["a step that is a loop itself", { frame: 4, node: "a" }, "outer[2]::l[0]::a[1]"],
  ["what belongs to a loop's own step", { frame: 2, node: "l/item" }, "outer[2]::l[0]/item"],
  ["a handler's step", { frame: 5, node: "h" }, "outer[2]::l[0]::h"],
])("%s", (_, at, name) => {
  expect(instanceName(at, where)).toBe(name);
});

import { expect, test } from "vitest";
import type { FlowNode, Level } from "../model/model.js";
import { namesAsSignal } from "./names.js";

test("what a process begins by and throws is looked for once, however many starts it has", () => {
  let looks = 0;
  const nodes: FlowNode[] = [];
  const level = {
    owner: null,
    get nodes() {
      looks += 1;
      return nodes;
    },
  } as unknown as Level;
  for (let at = 0; at < 1000; at += 1)
    nodes.push({ type: "startEvent", definitions: [], level } as unknown as FlowNode);
  expect(nodes.filter(namesAsSignal)).toEqual([]);
  expect(looks).toBeLessThan(5);
});

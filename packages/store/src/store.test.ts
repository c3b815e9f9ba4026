import { expect, test } from "vitest";
import { MemoryDisk } from "../test/memory-disk.js";
import { openStore } from "./store.js";

test("runs whose traces are results from the first line on are none of the store's", async () => {
  const disk = new MemoryDisk();
  const traces: { readonly [run: string]: string } = {
    "20260131T080000-1a2b3c4d": '{"type":"step_result","timestamp":"2026-01-31T08:00:00.000Z"}\n',
    "20260131T080001-1a2b3c4d": '{"type":"run","format":1}\n',
    "20260131T080002-1a2b3c4d": "",
    "20260131T080003-0001a2b3c4d": '{"type":"step_result"}\n',
  };
  for (const [run, text] of Object.entries(traces)) {
    disk.createDirectory(`runs/${run}`);
    const file = disk.open(`runs/${run}/trace.jsonl`, "create");
    file?.write(new TextEncoder().encode(text), 0);
    file?.close();
  }
  const store = await openStore(disk);
  // The last one is damaged, and has an id as only the store makes them.
  expect(store.runs()).toEqual(Object.keys(traces).slice(1));
  expect(store.unfinished()).toEqual(store.runs());
});

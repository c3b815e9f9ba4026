/** What the disk itself takes, by the same calls of the system and nothing around them. */
import { closeSync, fdatasync, fsync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const flush = promisify(fdatasync);
const flushAll = promisify(fsync);

/** Appends so many records of so many bytes to one file; each group of `flushEvery` is flushed. Each write has `together` of them. */
export async function append(directory, { records, bytes, flushEvery, together }) {
  const file = openSync(join(directory, "raw"), "w");
  const block = Buffer.alloc(bytes * together, "x");
  for (let done = 0; done < records; ) {
    for (let group = 0; group < flushEvery; group += together)
      writeSync(file, block, 0, block.length, (done + group) * bytes);
    done += flushEvery;
    await flush(file);
  }
  closeSync(file);
}

/** The files of a new run: one that is written once, and one that is begun and then added to, in a directory that is new as well. */
export async function create(above, name, { once, first, second }) {
  const directory = join(above, name);
  mkdirSync(directory);
  const graph = openSync(join(directory, "graph.json"), "wx");
  const trace = openSync(join(directory, "trace.jsonl"), "wx");
  writeSync(graph, once, 0, once.length, 0);
  await flush(graph);
  await flushDirectory(directory);
  await flushDirectory(above);
  writeSync(trace, first, 0, first.length, 0);
  await flush(trace);
  writeSync(trace, second, 0, second.length, first.length);
  await flush(trace);
  closeSync(graph);
  closeSync(trace);
}

async function flushDirectory(path) {
  const directory = openSync(path, "r");
  await flushAll(directory);
  closeSync(directory);
}

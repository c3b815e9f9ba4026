/**
 * The process of one case: told how often, it does the work that often, and answers with the milliseconds of processor time. What others do
 * to the machine meanwhile counts for less there than in time that passes; the threads that collect garbage and compile are included.
 */
const [module, args] = process.argv.slice(2);
const made = import(module).then(({ make }) => make(...JSON.parse(args)));

process.on("message", async (calls) => {
  const run = await made;
  // Only young objects: a full collection that is asked for also throws compiled code away, and then the next calls are three times as slow.
  globalThis.gc({ type: "minor" });
  const from = process.cpuUsage();
  for (let call = 0; call < calls; call += 1) {
    const pending = run();
    // Synchronous work is not awaited: a microtask would cost more than the least of it.
    if (pending instanceof Promise) await pending;
  }
  const { user, system } = process.cpuUsage(from);
  process.send((user + system) / 1000);
});

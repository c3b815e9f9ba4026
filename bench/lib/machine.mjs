import { cpus, loadavg, totalmem } from "node:os";

/** Facts that the numbers depend on; nothing that names the machine. */
export function machine() {
  const cores = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const load = loadavg()[0].toFixed(1);
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cores.length} cores (${cores[0].model.trim()}), ${memory}; load average ${load} when it ended.`;
}

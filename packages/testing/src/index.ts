export { Draws } from "./draws.js";
export { MountedDisk, ProcessDied } from "./mounted-disk.js";
export { type Random, random, randomBundle, randomGraphLimits } from "./random-graph.js";
export { RandomWorld } from "./random-schedule.js";
export { type ShrinkLimits, shrink } from "./shrink.js";
export { explain, type HistoryReport, type ManyReport, simplify, simulate, simulateMany } from "./simulate.js";
export { type DiskFaults, SimulatedDisk, type SimulatedDiskOptions } from "./simulated-disk.js";
export type { Counts, SimulationOptions } from "./simulation.js";
export { testLanguage, testSchemas } from "./test-language.js";

export { type Random, random, randomBundle } from "./random-graph.js";
export { RandomWorld } from "./random-schedule.js";
export { testLanguage, testSchemas } from "./test-language.js";

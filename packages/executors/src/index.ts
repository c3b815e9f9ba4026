export { governed } from "./governance/governed.js";
export { type ScriptExecutorOptions, scriptExecutor } from "./script/script-executor.js";
export { type ScriptLimits, scriptLimits } from "./script/script-limits.js";

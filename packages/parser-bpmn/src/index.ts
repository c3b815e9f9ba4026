export { type BpmnRules, bpmn } from "./diagnostics.js";
export { bpmnLanguages, parseBpmn } from "./parse-bpmn.js";

export { bpmnLanguages, parseBpmn } from "./parse-bpmn.js";

export { ruleCodes } from "./bpmn/rule-codes.js";

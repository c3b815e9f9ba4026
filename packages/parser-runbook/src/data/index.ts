/** Reading data in YAML or JSON, by the rules that runbooks are read by; apart from reading runbooks, which brings far more. */
export { type ReadData, readData } from "./read-data.js";

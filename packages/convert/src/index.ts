export type { Extent, Place, Places } from "./bpmn/arrange.js";
export { type BpmnOptions, bpmnOf } from "./bpmn/write-bpmn.js";
export { type CacaoOptions, cacaoOf } from "./cacao/write-cacao.js";
export type { Conversion } from "./conversion.js";
export { convertDiagnostics } from "./diagnostics.js";
export { TooDeep, TooManyCopies } from "./levels.js";
export { normalForm } from "./normal-form.js";

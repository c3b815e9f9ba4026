/** The part of `bpmn-moddle` that the tests use; its own types don't cover the class. */
declare module "bpmn-moddle" {
  export interface ModdleReading {
    readonly rootElement: object;
    /** References that were found or not; `element` has it as `property`. */
    readonly references: readonly { readonly element: object; readonly property: string; readonly id: string }[];
    readonly elementsById: { readonly [id: string]: object };
    readonly warnings: readonly { readonly message: string }[];
  }

  export class BpmnModdle {
    fromXML(xml: string): Promise<ModdleReading>;
    toXML(element: object, options?: { readonly format?: boolean }): Promise<{ readonly xml: string }>;
  }
}

/** What keeps the document's own diagram from being used. */
export const diagram = {
  "diagram-unused": {
    severity: "info",
    spec: "BPMN 2.0.2, 12 BPMN Diagram Interchange",
    message: (a: { why: string }): string => `The document's own diagram isn't used for drawings: ${a.why}.`,
    help: (): string => "Drawings get a layout of rb's instead. The diagram changes nothing about a run.",
  },
} as const;

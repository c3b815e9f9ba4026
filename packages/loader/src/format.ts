/** What a document may be written in. `graph` is the graph itself, as JSON, for tools that write it directly. */
export type Format = "bpmn" | "cacao" | "runbook" | "graph";

/** What people call each format. */
export const formatTitles: { readonly [F in Format]: string } = {
  bpmn: "BPMN 2.0 XML",
  cacao: "CACAO 2.0 JSON",
  runbook: "runbook YAML",
  graph: "rb graph JSON",
};

/** All of them. */
export const formats: readonly Format[] = ["bpmn", "cacao", "runbook", "graph"];

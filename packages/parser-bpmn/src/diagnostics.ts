import { type DiagnosticSet, defineDiagnostics } from "@rb/ir";
import { activities } from "./diagnostics/activities.js";
import { collaboration } from "./diagnostics/collaboration.js";
import { connections } from "./diagnostics/connections.js";
import { data } from "./diagnostics/data.js";
import { diagram } from "./diagnostics/diagram.js";
import { document } from "./diagnostics/document.js";
import { events } from "./diagnostics/events.js";
import { expressions } from "./diagnostics/expressions.js";
import { flows } from "./diagnostics/flows.js";
import { gateways } from "./diagnostics/gateways.js";
import { links } from "./diagnostics/links.js";
import { messages } from "./diagnostics/messages.js";
import { references } from "./diagnostics/references.js";
import { tasks } from "./diagnostics/tasks.js";
import { timers } from "./diagnostics/timers.js";
import { vendors } from "./diagnostics/vendors.js";

export type BpmnRules = typeof document &
  typeof references &
  typeof flows &
  typeof connections &
  typeof gateways &
  typeof events &
  typeof links &
  typeof messages &
  typeof timers &
  typeof activities &
  typeof tasks &
  typeof data &
  typeof collaboration &
  typeof expressions &
  typeof diagram &
  typeof vendors;

/** Everything that this package can find wrong with a document. */
export const bpmn: DiagnosticSet<BpmnRules> = defineDiagnostics("bpmn", {
  ...document,
  ...references,
  ...flows,
  ...connections,
  ...gateways,
  ...events,
  ...links,
  ...messages,
  ...timers,
  ...activities,
  ...tasks,
  ...data,
  ...collaboration,
  ...expressions,
  ...diagram,
  ...vendors,
});

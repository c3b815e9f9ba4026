/** Documents of any length, BPMN and runbooks: a start, `steps` steps in a row that differ only in their numbers, and an end. */
const numbered = (count, make) => Array.from({ length: count }, (_, index) => make(index));

/** As modelling tools write it: four elements a task. */
export function bpmnText(steps) {
  const flow = (index, from, to) =>
    `    <bpmn:sequenceFlow id="flow_${index}" sourceRef="${from}" targetRef="${to}" />`;
  const task = (index) => {
    const target = index === steps - 1 ? "end" : `task_${index + 1}`;
    return `    <bpmn:serviceTask id="task_${index}" name="Task number ${index}">
      <bpmn:incoming>flow_${index}</bpmn:incoming>
      <bpmn:outgoing>flow_${index + 1}</bpmn:outgoing>
    </bpmn:serviceTask>
${flow(index + 1, `task_${index}`, target)}`;
  };
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="definitions" targetNamespace="urn:bench">
  <bpmn:process id="sequence" isExecutable="true">
    <bpmn:startEvent id="start">
      <bpmn:outgoing>flow_0</bpmn:outgoing>
    </bpmn:startEvent>
${flow(0, "start", "task_0")}
${numbered(steps, task).join("\n")}
    <bpmn:endEvent id="end">
      <bpmn:incoming>flow_${steps}</bpmn:incoming>
    </bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>
`;
}

export function runbookText(steps) {
  const step = (index) => `  - id: step_${index}
    name: Step number ${index}
    run: [systemctl, restart, "service-${index}"]`;
  return `apiVersion: rb/v1
kind: Runbook
metadata:
  name: sequence
steps:
${numbered(steps, step).join("\n")}
`;
}

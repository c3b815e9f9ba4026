/** A process of `tasks` service tasks in a row, drawn as modelling tools write it: four elements and about 270 bytes a task. */
export function generateSequence(tasks: number): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="definitions" targetNamespace="urn:generated">',
    '  <bpmn:process id="sequence" isExecutable="true">',
    '    <bpmn:startEvent id="start">',
    "      <bpmn:outgoing>flow_0</bpmn:outgoing>",
    "    </bpmn:startEvent>",
    '    <bpmn:sequenceFlow id="flow_0" sourceRef="start" targetRef="task_1" />',
  ];
  for (let n = 1; n <= tasks; n++) {
    const target = n === tasks ? "end" : `task_${n + 1}`;
    lines.push(
      `    <bpmn:serviceTask id="task_${n}" name="Task number ${n}">`,
      `      <bpmn:incoming>flow_${n - 1}</bpmn:incoming>`,
      `      <bpmn:outgoing>flow_${n}</bpmn:outgoing>`,
      "    </bpmn:serviceTask>",
      `    <bpmn:sequenceFlow id="flow_${n}" sourceRef="task_${n}" targetRef="${target}" />`,
    );
  }
  lines.push(
    '    <bpmn:endEvent id="end">',
    `      <bpmn:incoming>flow_${tasks}</bpmn:incoming>`,
    "    </bpmn:endEvent>",
    "  </bpmn:process>",
    "</bpmn:definitions>",
    "",
  );
  return lines.join("\n");
}

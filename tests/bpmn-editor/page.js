// Opens documents in the editor, and says in plain data what is on its canvas then; `opens.check.ts` calls it from outside of the page.
const editor = new globalThis.BpmnJS({ container: "#canvas" });

globalThis.openInEditor = async (xml) => {
  const { warnings } = await editor.importXML(xml);
  const saved = await editor.saveXML({ format: true });
  return { warnings: warnings.map(({ message }) => message), drawn: drawnOnCanvas(), xml: saved.xml };
};

/** Moves and renames a step as a person would, and gives the document that is saved then. */
globalThis.changeInEditor = async (xml, id, name) => {
  await editor.importXML(xml);
  const modeling = editor.get("modeling");
  const step = editor.get("elementRegistry").get(id);
  modeling.moveElements([step], { x: 20, y: 30 });
  modeling.updateLabel(step, name);
  return (await editor.saveXML({ format: true })).xml;
};

function drawnOnCanvas() {
  const registry = editor.get("elementRegistry");
  const root = editor.get("canvas").getRootElement();
  return registry.filter((element) => element !== root).map((element) => drawn(element, registry, root));
}

function drawn(element, registry, root) {
  const { id, type, labelTarget, host, parent, waypoints, businessObject } = element;
  const graphics = registry.getGraphics(element);
  const { width, height } = graphics.getBBox();
  const text = graphics.querySelector(":scope > .djs-visual text")?.textContent ?? "";
  return {
    id,
    type,
    name: businessObject.name ?? "",
    text,
    painted: { width, height },
    ...(labelTarget ? { labelOf: labelTarget.id } : {}),
    ...(host ? { host: host.id } : {}),
    ...(parent && parent !== root ? { parent: parent.id } : {}),
    ...(waypoints
      ? { ends: [element.source.id, element.target.id], waypoints: waypoints.map(({ x, y }) => ({ x, y })) }
      : { bounds: { x: element.x, y: element.y, width: element.width, height: element.height } }),
  };
}

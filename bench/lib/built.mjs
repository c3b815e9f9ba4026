/** The packages as they are published: what has been built, not the sources. */
const built = (name) => import(new URL(`../../packages/${name}/dist/index.js`, import.meta.url).href);

export const executors = () => built("executors");
export const kernel = () => built("kernel");
export const store = () => built("store");
export const parserBpmn = () => built("parser-bpmn");
export const parserCacao = () => built("parser-cacao");
export const parserRunbook = () => built("parser-runbook");

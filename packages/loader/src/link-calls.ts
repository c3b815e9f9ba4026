/**
 * Linking: the graphs that calls of other documents mean are found, put into the bundle and named in the calls. What they call is found in
 * turn, so that the plan which people approve, and its hash, hold everything that will run.
 */
import { type Bundle, type CallNode, check, type Diagnostic, documentLimits, type Graph, type GraphId } from "@rb/ir";
import { findCycles } from "./call-cycles.js";
import { loaderDiagnostics } from "./diagnostics.js";
import { isVersion, versionOf } from "./library.js";
import type { Loaded, LoadOptions } from "./load.js";
import { joinLanguages, loadOne } from "./load-one.js";
import type { LibraryDocument, Resolve } from "./resolve.js";

const mostDocuments = 200;

/** The document with everything that it calls. Calls that nothing is found for stay open, and are reported. */
export async function linkCalls(main: Loaded, text: string, resolve: Resolve, options: LoadOptions): Promise<Loaded> {
  if (main.bundle === null) return main;
  const linker = new Linker(main.bundle, text, resolve, options);
  const bundle = await linker.link();
  if (linker.parts.length === 0) return { ...main, diagnostics: [...main.diagnostics, ...linker.diagnostics] };
  const diagnostics = [...main.diagnostics, ...linker.diagnostics];
  const limits = { ...documentLimits, ...options.limits };
  // Each document has been checked by itself; what only the whole can break is left.
  const broken = diagnostics.some(isError) ? [] : check(bundle, limits).filter(isError);
  return {
    ...main,
    bundle,
    diagnostics: [...diagnostics, ...broken],
    languages: joinLanguages([main.languages, ...linker.parts.map(({ loaded }) => loaded.languages)]),
    linked: linker.parts.map(({ document }) => document),
  };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

interface Part {
  readonly document: LibraryDocument;
  readonly loaded: Loaded;
}

class Linker {
  readonly parts: Part[] = [];
  readonly diagnostics: Diagnostic[] = [];
  private readonly main: Bundle;
  private readonly text: string;
  private readonly resolve: Resolve;
  private readonly options: LoadOptions;
  private readonly graphs: Graph[];
  /** By the id that its document gives it; several versions may be there. */
  private readonly known = new Map<string, Graph[]>();
  private readonly found = new Map<string, Promise<Graph | null>>();
  private readonly routes: NonNullable<Bundle["routes"]>[number][] = [];
  private readonly languages = new Map<string, { readonly name: string; readonly version: string }>();

  constructor(main: Bundle, text: string, resolve: Resolve, options: LoadOptions) {
    this.main = main;
    this.text = text;
    this.resolve = resolve;
    this.options = options;
    this.graphs = [...main.graphs];
    for (const graph of main.graphs) this.known.set(graph.id, [graph]);
    this.join(main);
  }

  async link(): Promise<Bundle> {
    const linked: Graph[] = [];
    const calls: CallNode[] = [];
    // The list grows while it is walked: what is found is walked too.
    for (const graph of this.graphs) {
      const nodes: Graph["nodes"][number][] = [];
      for (const node of graph.nodes) {
        const callee = node.kind === "call" && node.graph === undefined ? await this.calleeOf(node) : null;
        if (node.kind !== "call" || callee === null) {
          nodes.push(node);
          continue;
        }
        const call = { ...node, graph: callee.id };
        this.checkArguments(call, callee);
        calls.push(call);
        nodes.push(call);
      }
      linked.push({ ...graph, nodes });
    }
    const bundle = { ...this.main, graphs: linked, ...this.shared() };
    for (const { origin, path } of findCycles(bundle, new Set(calls))) this.report("call-cycle", origin, { path });
    return bundle;
  }

  private shared(): Partial<Bundle> {
    return {
      ...(this.routes.length === 0 ? {} : { routes: this.routes }),
      ...(this.languages.size === 0 ? {} : { languages: [...this.languages.values()] }),
    };
  }

  private join(bundle: Bundle): void {
    for (const route of bundle.routes ?? []) this.routes.push(route);
    for (const language of bundle.languages ?? []) this.languages.set(`${language.name} ${language.version}`, language);
  }

  private calleeOf(call: CallNode): Promise<Graph | null> {
    const key = JSON.stringify([call.target.id, call.target.version ?? null]);
    const known = this.found.get(key);
    if (known !== undefined) return known;
    const callee = this.find(call);
    this.found.set(key, callee);
    return callee;
  }

  private async find(call: CallNode): Promise<Graph | null> {
    const { id, version } = call.target;
    const callee = { id, version };
    let document: LibraryDocument | null;
    try {
      document = await this.resolve(call.target);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.report("callee-not-resolved", call.origin, { ...callee, reason });
      return null;
    }
    if (document === null) {
      const here = this.ofVersion(id, version);
      if (here === undefined) this.report("unknown-callee", call.origin, callee);
      return here ?? null;
    }
    // A library may have the document that everything began with.
    const isMain = document.text === this.text;
    const isThere = isMain || this.parts.some((part) => part.document.uri === document.uri);
    if (!isThere && !(await this.add(document, call))) return null;
    const graph = this.ofVersion(id, version, isMain ? this.options.uri : document.uri);
    if (graph === undefined) this.report("not-the-callee", call.origin, { ...callee, uri: document.uri });
    return graph ?? null;
  }

  /** Of what is there already; of the document, where it is given, or of any. */
  private ofVersion(id: string, version: string | undefined, uri?: string): Graph | undefined {
    const graphs = (this.known.get(id) ?? []).filter((graph) => uri === undefined || uriOf(graph) === uri);
    return graphs.find((graph) => {
      const own = versionOf(graph);
      return version === undefined || own === undefined || isVersion(own, version);
    });
  }

  /** Adds a document's graphs; false where it has none to run. */
  private async add(document: LibraryDocument, call: CallNode): Promise<boolean> {
    if (this.parts.length >= mostDocuments) {
      this.report("too-many-callees", call.origin, { max: mostDocuments });
      return false;
    }
    const loaded = await loadOne(document.text, { ...sharedOptions(this.options), ...document });
    this.parts.push({ document, loaded });
    this.diagnostics.push(...loaded.diagnostics);
    if (loaded.bundle === null || loaded.diagnostics.some(isError)) {
      this.report("unusable-callee", call.origin, { uri: document.uri });
      return false;
    }
    const bundle = this.renamed(loaded.bundle);
    for (const [index, graph] of bundle.graphs.entries()) {
      const id = loaded.bundle.graphs[index]?.id ?? graph.id;
      this.known.set(id, [...(this.known.get(id) ?? []), graph]);
      this.graphs.push(graph);
    }
    this.join(bundle);
    return true;
  }

  /** Two versions of one playbook have one id; in a bundle each graph has its own. */
  private renamed(bundle: Bundle): Bundle {
    const taken = new Set(this.graphs.map(({ id }) => id));
    const names = new Map<GraphId, GraphId>();
    for (const graph of bundle.graphs) {
      let name = graph.id;
      for (let copy = 2; taken.has(name); copy++)
        name = copy === 2 ? `${graph.id}@${versionOf(graph) ?? copy}` : `${graph.id}@${copy}`;
      taken.add(name);
      names.set(graph.id, name);
    }
    const named = (id: GraphId): GraphId => names.get(id) ?? id;
    const graphs = bundle.graphs.map((graph) => ({
      ...graph,
      id: named(graph.id),
      nodes: graph.nodes.map((node) =>
        node.kind === "call" && node.graph !== undefined ? { ...node, graph: named(node.graph) } : node,
      ),
    }));
    const routes = (bundle.routes ?? []).map((route) => ({
      ...route,
      from: { ...route.from, graph: named(route.from.graph) },
      to: { ...route.to, graph: named(route.to.graph) },
    }));
    return { ...bundle, graphs, ...(bundle.routes === undefined ? {} : { routes }) };
  }

  private checkArguments(call: CallNode, callee: Graph): void {
    const given = new Set((call.inputs ?? []).map(({ path }) => path[0]));
    if ((call.inputs ?? []).some(({ path }) => path.length === 0)) return;
    for (const { name, required, init } of callee.region.variables ?? []) {
      if (required !== true || init !== undefined || given.has(name)) continue;
      this.report("missing-argument", call.origin, { name, callee: callee.name ?? callee.id });
    }
  }

  private report(...args: Parameters<typeof loaderDiagnostics.report>): void {
    this.diagnostics.push(loaderDiagnostics.report(...args));
  }
}

function uriOf({ origin }: Graph): string | undefined {
  let at = origin;
  while (at.kind === "synthesized") at = at.from;
  return at.uri;
}

/** What holds for all documents. */
function sharedOptions({ limits = {}, schemas = {} }: LoadOptions): Pick<LoadOptions, "limits" | "schemas"> {
  return { limits, schemas };
}

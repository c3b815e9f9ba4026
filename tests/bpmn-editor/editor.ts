/** The editor in a page of a headless Chromium, which never asks the network for anything. */
import { join } from "node:path";
import type { Bounds, Point } from "@rb/ir";
import { chromium, type LaunchOptions } from "playwright-core";
import { root } from "../lib/sources.js";

/** A figure, a line or a label on the editor's canvas. */
export interface Drawn {
  readonly id: string;
  readonly type: string;
  /** What the document calls it, and what can be read there. */
  readonly name: string;
  readonly text: string;
  readonly painted: { readonly width: number; readonly height: number };
  /** Of a label: what it belongs to. */
  readonly labelOf?: string;
  /** Of a boundary event: what it sits on. */
  readonly host?: string;
  readonly parent?: string;
  readonly bounds?: Bounds;
  readonly ends?: readonly [source: string, target: string];
  readonly waypoints?: readonly Point[];
}

/** What the editor made of a document. */
export interface Opened {
  readonly warnings: readonly string[];
  readonly drawn: readonly Drawn[];
  /** What it saves. */
  readonly xml: string;
}

export interface Editor {
  open(xml: string): Promise<Opened>;
  /** Moves and renames a step, and gives what is saved then. */
  change(xml: string, id: string, name: string): Promise<string>;
  close(): Promise<void>;
}

interface Page {
  readonly openInEditor: (xml: string) => Promise<Opened>;
  readonly changeInEditor: (xml: string, id: string, name: string) => Promise<string>;
}

export async function startEditor(options: LaunchOptions): Promise<Editor> {
  const browser = await chromium.launch(options);
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  const asked: string[] = [];
  await page.route("**", (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  await page.setContent('<!doctype html><div id="canvas" style="height: 1000px"></div>');
  const dist = join(root, "node_modules", "bpmn-js", "dist");
  for (const style of ["diagram-js.css", "bpmn-js.css"]) await page.addStyleTag({ path: `${dist}/assets/${style}` });
  await page.addScriptTag({ path: `${dist}/bpmn-modeler.production.min.js` });
  await page.addScriptTag({ path: `${root}/tests/bpmn-editor/page.js` });
  return {
    open: (xml) => page.evaluate((text) => (globalThis as unknown as Page).openInEditor(text), xml),
    change: (...args) => page.evaluate((given) => (globalThis as unknown as Page).changeInEditor(...given), args),
    close: async () => {
      await browser.close();
      if (asked.length > 0) throw new Error(`The page asked for ${asked.join(", ")}.`);
    },
  };
}

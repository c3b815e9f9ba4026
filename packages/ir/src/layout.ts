/**
 * Where the author of a document drew things, and as what. It goes beside a bundle and never into it: a picture means nothing, and no hash
 * holds it. Lengths are pixels, y runs downwards. Whoever gives a layout vouches that its numbers are finite and within reason, that
 * sizes are greater than nothing, and that of a graph it shows all or nothing, but for the inside of a step that is drawn closed.
 */
import type { GraphId } from "./graph.js";

/** A place on a page. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle; `x` and `y` are its top left corner. */
export interface Bounds extends Point {
  readonly width: number;
  readonly height: number;
}

/** The pictures of a document: the main one first, then what stands apart, such as the inside of a step that is drawn closed. */
export interface Layout {
  readonly pages: readonly LayoutPage[];
}

/** One picture, with coordinates of its own. */
export interface LayoutPage {
  /** What it shows; absent when that is the document. */
  readonly title?: string;
  /** What contains others stands before them. */
  readonly shapes: readonly LayoutShape[];
  readonly lines: readonly LayoutLine[];
}

/** What is written at a shape or line; without bounds, wherever such a thing is usually written. */
export interface LayoutLabel {
  readonly text: string;
  readonly bounds?: Bounds;
}

interface LayoutItem {
  /** With `graph`: the node, boundary event, handler or flow of that graph. Else only this picture has it. */
  readonly id: string;
  readonly graph?: GraphId;
  readonly label?: LayoutLabel;
}

/** Something in its place. */
export interface LayoutShape extends LayoutItem {
  readonly bounds: Bounds;
  readonly look: ShapeLook;
}

/** What a shape is drawn as. */
export type ShapeLook =
  | {
      readonly as: "event";
      readonly position: "start" | "catch" | "throw" | "end";
      readonly sign: EventSign;
      /** It lets go on what it happens to. Default false. */
      readonly nonInterrupting?: boolean;
    }
  | { readonly as: "gateway"; readonly sign: GatewaySign }
  | {
      readonly as: "activity";
      readonly task: TaskSign;
      readonly markers: readonly ActivityMarker[];
      /** A call, a transaction, what runs on an event. Default `plain`. */
      readonly border?: "plain" | "thick" | "double" | "dashed";
      /** Its inside is drawn in it, so its name stands on top. Default false. */
      readonly open?: boolean;
    }
  /** A pool or a lane, with a strip for its name. */
  | { readonly as: "pool" | "lane"; readonly heading: "left" | "top" | "none" }
  | { readonly as: "data"; readonly use?: "input" | "output"; readonly isList?: boolean }
  | { readonly as: "store" | "message" | "note" | "group" };

/** The sign inside of an event; `several` waits for one or throws all, `all` waits for every one. */
export type EventSign =
  | "none"
  | "timer"
  | "message"
  | "signal"
  | "condition"
  | "error"
  | "escalation"
  | "compensation"
  | "cancel"
  | "terminate"
  | "link"
  | "several"
  | "all";
/** How a gateway decides: one way, every way, the ways that hold or can be reached, a condition over how many came, the event that comes first. */
export type GatewaySign = "none" | "choice" | "all" | "reachable" | "count" | "event" | "event-start" | "events-start";
/** What kind of work a task is. */
export type TaskSign = "none" | "person" | "hand" | "service" | "script" | "rules" | "send" | "receive";
/** At the bottom of an activity: how often it runs, that it undoes, that its steps come in any order, that its inside is not shown. */
export type ActivityMarker = "closed" | "loop" | "parallel" | "sequential" | "compensation" | "any-order";

/** A connection along its points. */
export interface LayoutLine extends LayoutItem {
  readonly as: "flow" | "message" | "association" | "data";
  /** Two at least. */
  readonly points: readonly Point[];
  /** The shapes that it joins. */
  readonly from?: string;
  readonly to?: string;
  /** Of a flow: taken when no other is, or only if a condition holds. */
  readonly when?: "otherwise" | "condition";
  /** Where it has a head. */
  readonly heads: "none" | "end" | "both";
}

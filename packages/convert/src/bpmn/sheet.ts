/** What is to be drawn, before it has a place. */

/** A figure. One that is `on` another sits on the border of that. */
export interface Box {
  readonly id: string;
  readonly look: "event" | "gateway" | "activity";
  /** Of an event or a gateway, which have it written below them. */
  readonly name?: string | undefined;
  readonly on?: string;
  readonly inside?: Sheet;
}

export interface Line {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly name?: string | undefined;
}

/** A level: figures, and lines among them. */
export interface Sheet {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

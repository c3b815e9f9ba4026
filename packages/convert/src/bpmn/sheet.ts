/** What is to be drawn, before it has a place. */

/** A figure. One that is `on` another sits on the border of that. */
export interface Box {
  readonly id: string;
  readonly look: "event" | "gateway" | "activity";
  readonly on?: string;
  readonly inside?: Sheet;
}

export interface Line {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** A level: figures, and lines among them. */
export interface Sheet {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

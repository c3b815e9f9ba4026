/** The signs of tasks and the markers of activities, each around (0, 0) and within 8 in each direction. */
import type { ActivityMarker, LayoutShape, TaskSign } from "@rb/ir";
import { n } from "../svg-text.js";

const envelope = "M-8-5.5H8V5.5H-8Z";
const tasks: { readonly [S in TaskSign]: string } = {
  none: "",
  person: '<path d="M-7.5 8C-7.5 3-5 .5-2.5 0H2.5C5 .5 7.5 3 7.5 8Z"/><circle cy="-3.5" r="4"/>',
  hand: '<path d="M-8-1-4-6H1.5a1.4 1.4 0 0 1 0 2.8H-1H6.5a1.4 1.4 0 0 1 0 2.8H0H6a1.4 1.4 0 0 1 0 2.8H0H5a1.4 1.4 0 0 1 0 2.8H-5.5L-8 3.5Z"/>',
  service:
    '<path d="M-1.4 -5.7 -1.2 -7.9 1.2 -7.9 1.4 -5.7 3.1 -5 4.7 -6.4 6.4 -4.7 5 -3.1 5.7 -1.4 7.9 -1.2 7.9 1.2 5.7 1.4 5 3.1 6.4 4.7 4.7 6.4 3.1 5 1.4 5.7 1.2 7.9 -1.2 7.9 -1.4 5.7 -3.1 5 -4.7 6.4 -6.4 4.7 -5 3.1 -5.7 1.4 -7.9 1.2 -7.9 -1.2 -5.7 -1.4 -5 -3.1 -6.4 -4.7 -4.7 -6.4 -3.1 -5Z"/><circle r="2.7"/>',
  script: '<path d="M-3.5-8H7C2-3.5 8 2 4 8H-7C-2 3-8-2-3.5-8ZM-4-4.5H2.5M-3.5 0H3.5M-2.5 4.5H4"/>',
  rules: '<path d="M-8-6.5H8V6.5H-8ZM-8-2.5H8M-8 2H8M-3-2.5V6.5"/><path class="solid" d="M-8-6.5H8V-2.5H-8Z"/>',
  send: `<path class="solid" d="${envelope}"/><path class="on" d="M-8-5.5 0 1 8-5.5"/>`,
  receive: `<path d="${envelope}M-8-5.5 0 1 8-5.5"/>`,
};

const markers: { readonly [M in ActivityMarker]: string } = {
  closed: '<path d="M-7-7H7V7H-7ZM0-4.5V4.5M-4.5 0H4.5"/>',
  loop: '<path class="open" d="M-2.5 6.3A6.5 6.5 0 1 1 2.5 6.1M-6.5 6.8H-2.3V2.8"/>',
  parallel: '<path class="bars" d="M-4.5-6.5V6.5M0-6.5V6.5M4.5-6.5V6.5"/>',
  sequential: '<path class="bars" d="M-6.5-4.5H6.5M-6.5 0H6.5M-6.5 4.5H6.5"/>',
  compensation: '<path d="M-.5-5.5V5.5L-7 0ZM7-5.5V5.5L.5 0Z"/>',
  "any-order": '<path class="open bars" d="M-7 2.5C-5-4-2.5-3 0 0S5 4 7-2.5"/>',
};

/** Names of what is only drawn, for those who can't see it. */
export const taskNames: { readonly [S in TaskSign]: string } = {
  none: "",
  person: "by a person",
  hand: "by hand",
  service: "service",
  script: "script",
  rules: "business rules",
  send: "send",
  receive: "receive",
};

/** Room that the sign of a task takes at the top. */
export const TASK_SIGN = 22;
/** Room that a row of markers takes at the bottom of an activity. */
export const MARKER_ROW = 18;
const MARKER_WIDTH = 18;

/** In the top left corner. */
export function taskSign({ bounds }: LayoutShape, task: TaskSign): string {
  const shape = tasks[task];
  return shape === "" ? "" : sign(shape, bounds.x + 14, bounds.y + 13);
}

/** Side by side at the bottom. */
export function activityMarkers({ bounds }: LayoutShape, shown: readonly ActivityMarker[]): readonly string[] {
  const left = bounds.x + bounds.width / 2 - ((shown.length - 1) * MARKER_WIDTH) / 2;
  return shown.map((marker, index) =>
    sign(markers[marker], left + index * MARKER_WIDTH, bounds.y + bounds.height - 11),
  );
}

export function sign(shape: string, x: number, y: number, scale = 1): string {
  return `<g class="sign" transform="translate(${n(x)} ${n(y)})${scale === 1 ? "" : ` scale(${n(scale)})`}">${shape}</g>`;
}

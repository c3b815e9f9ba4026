import type { RecordPlace } from "@rb/kernel";

/** Where every record of a live run belongs. */
export const MAIN_LINE: RecordPlace = { world: 0, conditional: false };

/** The timeline: everything that happened in a run, in order, as people would tell it. Values are pointed to, never repeated at length. */
import { isoTime } from "../iso-time.js";
import type { Stretch } from "./history.js";
import { readRecord, Scene } from "./scene.js";
import type { TimelineEntry } from "./timeline-entry.js";
import type { Told } from "./timeline-place.js";
import { Story } from "./timeline-story.js";
import { tell } from "./timeline-table.js";

/**
 * The entries of a history, one after the other, as far as it has come.
 *
 * @throws StoreError `store/broken-trace` when a record isn't of the form that its type says.
 */
export function* timelineOf(history: Iterable<Stretch>): Generator<TimelineEntry, void> {
  const scene = new Scene();
  const story = new Story();
  let n = 0;
  const numbered = (told: Told): TimelineEntry => {
    n += 1;
    const { level, eventType, message, ...rest } = told;
    return { n, at: isoTime(scene.nowMs), level, eventType, runId: scene.run, message, ...rest };
  };
  for (const { bundle, records, migration } of history) {
    scene.under(bundle);
    story.under(bundle);
    if (migration !== undefined) {
      scene.nowMs = Math.max(scene.nowMs, migration.nowMs);
      const { from, to, actor } = migration;
      yield numbered({
        level: "warning",
        eventType: "run.migrated",
        message: "The plan changes.",
        actor,
        data: { from, to },
      });
    }
    for (const record of records) {
      let told: readonly Told[] = [];
      readRecord(record, scene, (seen, at) => {
        told = tell(seen, at, story);
      });
      for (const one of told) yield numbered(one);
    }
  }
}

export { syncSites } from "./disk.js";
export type { Disk, OpenFile, SyncSite } from "./disk.js";
export { JOURNAL_FORMAT, type RunHeader } from "./run-header.js";
export { StoreError, type StoreErrorCode, type StorePlace } from "./store-error.js";

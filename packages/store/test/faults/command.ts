/** What the long form of the fault tests is made of. */
export { campaign, canTrace, killsOf } from "./campaign.js";
export { Drivers } from "./drivers.js";

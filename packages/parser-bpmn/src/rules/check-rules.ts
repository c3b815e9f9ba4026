import type { Findings } from "../findings.js";
import type { Model } from "../model/model.js";
import type { Source } from "../xml/source.js";

export function checkRules(_model: Model, _source: Source, _findings: Findings): void {}

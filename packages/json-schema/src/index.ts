export { jsonSchemaLanguage } from "./language.js";

export { cacaoLanguages, cacaoSchemaLanguages, parseCacao } from "./parse-cacao.js";

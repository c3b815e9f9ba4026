/** The short names by which engines know languages of scripts and expressions; what they are short for, nobody doubts. */
const names: ReadonlySet<string> = new Set(
  "bash ecmascript feel groovy java javascript jruby js juel jython kotlin mvel python ruby".split(" "),
);

/** jBPM has addresses for its own. */
const addresses: ReadonlySet<string> = new Set([
  "http://www.java.com/java",
  "http://www.javascript.com/javascript",
  "http://www.mvel.org/2.0",
  "http://www.jboss.org/drools/rule",
]);

export function isEngineLanguage(name: string): boolean {
  return names.has(name.toLowerCase()) || addresses.has(name);
}

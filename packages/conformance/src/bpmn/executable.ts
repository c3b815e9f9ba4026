/** Whether some process of a document says that it is meant to be run. */
export function saysExecutable(text: string): boolean {
  return /\sisExecutable\s*=\s*["'](?:true|1)["']/.test(text);
}

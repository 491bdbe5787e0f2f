/**
 * The setup code of an address from the log, `/setup#code=…`. Only of the fragment: what stands in a query string is written
 * into the logs of whatever lies between.
 */
export function setupCodeOf(hash: string): string {
  return hash.startsWith('#') ? (new URLSearchParams(hash.slice(1)).get('code') ?? '') : ''
}

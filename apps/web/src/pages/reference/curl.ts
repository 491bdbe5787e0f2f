// Programs, in no language of people.
// @wc-ignore-file
import type { Entry } from './chapters.ts'

/** How to call it from a shell; `$SWITCHBOARD_TOKEN` stands for a token. */
export function curlOf({ method, path, operation }: Entry, origin: string): string {
  const { requestBody, parameters = [] } = operation
  const query = parameters.filter(({ in: place, required }) => place === 'query' && required)
  const search = query.map(({ name }) => `${name}=…`).join('&')
  const url = origin + path + (search && `?${search}`)
  const body = requestBody?.content['application/json']?.example
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}'${url}'`,
    ...(operation['x-required-role'] === null ? [] : [`-H "Authorization: Bearer $SWITCHBOARD_TOKEN"`]),
    ...(body === undefined
      ? []
      : [`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(body))}`]),
  ].join(' \\\n  ')
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

import plugin from 'fastify-plugin'
import { invalid } from '../problem.ts'

/** No setting of ours is nested anywhere near as deep, and code that recurses over a body stays safe. */
const DEEPEST = 32

/** Bodies are JSON and nothing else. An empty one counts as none, whatever its Content-Type says. */
export const jsonBodies = plugin(
  async (app) => {
    const parse = app.getDefaultJsonParser('error', 'error')
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
      const text = body.toString()
      if (text === '') return done(null)
      if (depth(text) > DEEPEST)
        return done(invalid([{ path: '', message: `is nested deeper than ${DEEPEST}` }]))
      return parse(request, text, done)
    })
  },
  { name: 'json-bodies', dependencies: ['problems'] },
)

/** How deep arrays and objects are nested in a JSON text, without parsing it. */
function depth(text: string): number {
  let open = 0
  let deepest = 0
  let isString = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (sign === '"') isString = !isString
    else if (isString) at += sign === '\\' ? 1 : 0
    else if (sign === '[' || sign === '{') deepest = Math.max(deepest, ++open)
    else if (sign === ']' || sign === '}') open--
  }
  return deepest
}

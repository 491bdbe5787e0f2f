/** The part of JSON Schema that the contract and the protocols' options use. */
export type JsonSchema = {
  type?: string
  title?: string
  description?: string
  default?: unknown
  const?: unknown
  enum?: unknown[]
  anyOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  /** Of a text: control characters matter, so they are edited as escapes. */
  escapes?: boolean
  items?: JsonSchema
  maxItems?: number
  examples?: unknown[]
  writeOnly?: boolean
}

import { Type, type TSchema, type TSchemaOptions } from 'typebox'

/** The schema, or null where there is nothing to tell. */
export const nullable = <T extends TSchema>(schema: T, options: TSchemaOptions = {}) =>
  Type.Union([schema, Type.Null()], options)

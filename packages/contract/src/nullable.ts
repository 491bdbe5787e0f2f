import { Type, type TSchema } from 'typebox'

/** The schema, or null where there is nothing to tell. */
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

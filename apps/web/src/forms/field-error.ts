/** What is wrong with a field. `path` is a JSON Pointer (RFC 6901) into what is sent; `message` a part of a sentence. */
export type FieldError = { path: string; message: string }

/** A secret, and who knows it: the name becomes the connection's identity. */
export type NamedSecret = { name: string; secret: string }

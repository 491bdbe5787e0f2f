/** Texts of one language by what they are in English; several forms where the number decides. */
export type Catalogue = Record<string, string | string[]>

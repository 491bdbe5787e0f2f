/** A place in what was typed, in UTF-16 units from 0, and what is wrong there. */
export type Mistake = { position: number; length: number; message: string }

/** Bytes as they were typed, or the first mistake in it. */
export type Typed = { bytes: Uint8Array; mistake: null } | { bytes: null; mistake: Mistake }

export const mistakeAt = (position: number, length: number, message: string): Typed => ({
  bytes: null,
  mistake: { position, length, message },
})

import type { styleText } from 'node:util'

/** A colour or another look of text on a terminal, as Node names it. */
export type Style = Parameters<typeof styleText>[0]

/** The column of a property: `closedAt` is kept in `closed_at`. */
export const columnOf = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

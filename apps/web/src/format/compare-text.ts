const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** The order of names as people expect it: `echo-2` before `echo-10`, whatever the case. */
export const compareText = (a: string, b: string): number => collator.compare(a, b)

/** Texts are compared in this form, so that case makes no difference. */
export const fold = (text: string): string => text.toLowerCase()

/** The text without halves of characters, which not every database and language can represent. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\ufffd");

/** Bytes that a page may send while it is closed. Browsers allow 64 KB for all such calls together, of which errors take a part. */
export const keepaliveLimit = 60_000;

/** Bytes of a text as it is sent: é has two, and most characters of China and Japan have three. */
export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

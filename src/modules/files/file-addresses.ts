const WITHIN = /\/v1\/files\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\/content/gi;
const ADDRESS = /^\/v1\/files\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\/content$/i;

/** The address of a file's content in the API. Texts name files by it. */
export function fileAddress(fileId: string): string {
  return `/v1/files/${fileId}/content`;
}

/** Whether a text, or the HTML made of it, may name files: most name none, and need not be read for it. */
export function mayNameFiles(text: string | null | undefined): text is string {
  return text?.includes('/v1/files/') ?? false;
}

/** The files whose addresses stand in a text or in HTML. */
export function fileIdsWithin(text: string | null | undefined): string[] {
  return mayNameFiles(text)
    ? [...text.matchAll(WITHIN)].flatMap(([, fileId]) => fileId?.toLowerCase() ?? [])
    : [];
}

/** The files that these addresses name, each once; others are passed over. */
export function fileIdsIn(addresses: Iterable<string>): string[] {
  const ids = Array.from(addresses, (address) => ADDRESS.exec(address)?.[1]?.toLowerCase());
  return [...new Set(ids.filter((id) => id !== undefined))];
}

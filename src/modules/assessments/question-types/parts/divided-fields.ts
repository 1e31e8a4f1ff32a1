/** The fields of an object that are named, and the others. */
export function fieldsDivided(
  whole: object,
  keyFields: readonly string[],
): { content: Record<string, unknown>; key: Record<string, unknown> } {
  const fields: [string, unknown][] = Object.entries(whole);
  return {
    content: Object.fromEntries(fields.filter(([name]) => !keyFields.includes(name))),
    key: Object.fromEntries(fields.filter(([name]) => keyFields.includes(name))),
  };
}

/**
 * Whether a PATCH names no field. Then nothing is changed, and there is no new version: the example bodies of the API
 * description are such, so that trying an operation out harms nothing.
 */
export function isEmptyChange(changes: object): boolean {
  return Object.values(changes).every((value) => value === undefined);
}

/** The fields that a PATCH names. */
export function withoutMissing<T extends object>(changes: T): Partial<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
}

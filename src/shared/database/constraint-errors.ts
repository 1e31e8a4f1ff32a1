/** Whether a unique key is taken by another row (ER_DUP_ENTRY), optionally that of the named index. */
export function isDuplicateKey(error: unknown, index?: string): boolean {
  const { errno, message } = (error ?? {}) as { errno?: number; message?: string };
  return errno === 1062 && (index === undefined || (message ?? '').includes(index));
}

/** Whether a foreign key refers to a row that does not exist (ER_NO_REFERENCED_ROW). */
export function isMissingReference(error: unknown): boolean {
  const { errno } = (error ?? {}) as { errno?: number };
  return errno === 1452 || errno === 1216;
}

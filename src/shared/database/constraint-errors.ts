/** Whether the error is a unique key that another row already holds (ER_DUP_ENTRY), optionally of the named index. */
export function isDuplicateKey(error: unknown, index?: string): boolean {
  const { errno, message } = (error ?? {}) as { errno?: number; message?: string };
  return errno === 1062 && (index === undefined || (message ?? '').includes(index));
}

/** Whether the error is a row that points at another which is not there, or no longer (ER_NO_REFERENCED_ROW). */
export function isMissingReference(error: unknown): boolean {
  const { errno } = (error ?? {}) as { errno?: number };
  return errno === 1452 || errno === 1216;
}

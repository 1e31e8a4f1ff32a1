import { isDuplicateKey } from '../../../shared/database/constraint-errors';

/** An item that a unique index refused, with the error of the database. */
export interface RefusedItem<I> {
  item: I;
  error: unknown;
}

/**
 * Writes all items except those that a unique index refuses, with one statement if none is refused. A refused statement
 * has changed nothing, so the items are split into halves until the refused ones are found. Only the database knows which
 * names its collation treats as equal.
 */
export async function writeTolerantly<I>(
  items: readonly I[],
  write: (items: readonly I[]) => Promise<void>,
): Promise<RefusedItem<I>[]> {
  const [first] = items;
  if (first === undefined) return [];
  try {
    await write(items);
    return [];
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    if (items.length === 1) return [{ item: first, error }];
  }
  const middle = items.length >> 1;
  return [
    ...(await writeTolerantly(items.slice(0, middle), write)),
    ...(await writeTolerantly(items.slice(middle), write)),
  ];
}

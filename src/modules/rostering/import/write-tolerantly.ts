import { isDuplicateKey } from '../../../shared/database/constraint-errors';

/** An item that a unique index refused, with the store's error. */
export interface RefusedItem<I> {
  item: I;
  error: unknown;
}

/**
 * Writes the items with one statement, or all but those that a unique index refuses: a statement that is refused has
 * changed nothing, and halves find the culprits. The store alone knows when two names are the same to it.
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

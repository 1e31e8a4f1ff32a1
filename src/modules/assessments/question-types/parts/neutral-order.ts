import { createHash } from 'node:crypto';

/**
 * The items in an order that says nothing about the right one, whatever order the author wrote them in. It is always the same
 * for the same items.
 */
export function inNeutralOrder<Item extends { id: string; text: string }>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: createHash('sha256').update(`${item.id}\n${item.text}`).digest('hex') }))
    .sort((one, other) => (one.place < other.place ? -1 : 1))
    .map(({ item }) => item);
}

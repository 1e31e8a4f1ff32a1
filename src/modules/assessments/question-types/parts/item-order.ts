import { inNeutralOrder } from './neutral-order';

/** The ids of the items of a question in the order in which one attempt shows them; null where the quiz shuffles nothing. */
export type ItemOrder = readonly string[] | null;

/** The items in the given order, or as they were written. Those that it does not name come last. */
export function inOrder<Item extends { id: string }>(items: readonly Item[], order: ItemOrder): Item[] {
  if (order === null) return [...items];
  const placeOf = new Map(order.map((id, place) => [id, place]));
  const place = ({ id }: Item): number => placeOf.get(id) ?? order.length;
  return items.toSorted((one, other) => place(one) - place(other));
}

/**
 * The items in the given order, or in the neutral one: for lists that authors tend to write in the right order. Those that the
 * order does not name come last, in the neutral one.
 */
export function inOrderOrNeutral<Item extends { id: string; text: string }>(
  items: readonly Item[],
  order: ItemOrder,
): Item[] {
  return inOrder(inNeutralOrder(items), order);
}

import type { Transactions } from '../database/transactions';
import type { PartCounts } from './operation';
import type { OperationTask } from './operation-task';

/** How far an operation has come, as its checkpoint keeps it. */
export interface PortionPlace {
  /** The rows up to this one are done. */
  after: string | null;
}

export interface Portions<Place> {
  /** Prepares a run that has no checkpoint yet. */
  begin: () => Promise<Place>;
  /** Works on the next rows in the transaction that is running, and saves the place after them; the same place where there are none. */
  next: (place: Place) => Promise<Place>;
  summaryOf: (place: Place) => PartCounts;
}

/** Runs an operation some rows at a time, from its checkpoint on: each portion is a transaction. Returns the last place. */
export async function inPortions<Place extends PortionPlace>(
  task: OperationTask,
  transactions: Transactions,
  { begin, next, summaryOf }: Portions<Place>,
): Promise<Place> {
  let place = (task.operation.checkpoint as Place | null) ?? (await begin());
  task.summary = [summaryOf(place)];
  for (let isMore = true; isMore;) {
    const present = place;
    place = await transactions.run(() => next(present));
    isMore = place.after !== present.after;
    task.summary = [summaryOf(place)];
  }
  return place;
}

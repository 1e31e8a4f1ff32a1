import { storeFault } from '../database/store-faults';
import { UnavailableError } from '../errors/domain-error';

/**
 * Whether work may be attempted again: the store was busy, away or full, or nobody knows whether it did what it was
 * told. Where the work goes on is what it has saved, so that it does not matter which.
 */
export function isStoreAway(error: unknown): boolean {
  return error instanceof UnavailableError || storeFault(error) !== undefined;
}

import { NoSuchPeriodError } from './periods.errors';

/** The period that a request names; null: it names none, and means the whole course. Throws NoSuchPeriodError. */
export function requirePeriod(
  { periods }: { periods: readonly { id: string }[] },
  named: string | undefined,
): string | null {
  if (named === undefined) return null;
  if (!periods.some(({ id }) => id === named)) throw new NoSuchPeriodError('period');
  return named;
}

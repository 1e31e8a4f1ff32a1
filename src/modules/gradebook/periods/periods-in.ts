import { newId } from '../../../shared/database/ids';
import { nullablePlainDecimal } from '../../../shared/decimals/plain-decimal';
import type { GradingPeriodDto } from './dto/grading-period.dto';
import type { PeriodRow, WantedPeriod } from './grading-periods.repository';
import {
  NoSuchPeriodError,
  PeriodDatesError,
  PeriodInUseError,
  PeriodsOverlapError,
  PeriodWeightsError,
} from './periods.errors';

/** A period with its place in the request. */
interface Placed {
  period: WantedPeriod;
  place: number;
}

/**
 * The periods of a course by what is sent, in the order of time. Throws PeriodDatesError, PeriodsOverlapError and PeriodWeightsError.
 */
export function periodsIn(sent: readonly GradingPeriodDto[]): WantedPeriod[] {
  const placed = sent.map((dto, place) => ({ place, period: periodIn(dto) }));
  const reversed = placed.find(({ period }) => period.endDate < period.startDate);
  if (reversed) throw new PeriodDatesError(reversed.place);
  const inOrder = placed.toSorted(byTime);
  for (const [index, { place, period }] of inOrder.entries()) {
    const before = inOrder[index - 1]?.period;
    if (before && period.startDate <= before.endDate)
      throw new PeriodsOverlapError(before.title, period.title, place);
  }
  const without = placed.find(({ period }) => period.weight === null);
  if (without && placed.some(({ period }) => period.weight !== null))
    throw new PeriodWeightsError(without.place);
  return inOrder.map(({ period }) => period);
}

function periodIn({ id, title, startDate, endDate, weight }: GradingPeriodDto): WantedPeriod {
  return {
    id: id ?? newId(),
    title,
    startDate,
    endDate,
    weight: nullablePlainDecimal(weight ?? null),
  };
}

function byTime({ period: one }: Placed, { period: other }: Placed): number {
  return one.startDate === other.startDate ? 0 : one.startDate < other.startDate ? -1 : 1;
}

/** Those of the stored periods that are not sent again. Throws NoSuchPeriodError for ids that the course does not have, or PeriodInUseError. */
export function removedPeriods(sent: readonly GradingPeriodDto[], stored: readonly PeriodRow[]): PeriodRow[] {
  const ids = sent.flatMap(({ id }) => id ?? []);
  const kept = new Set(ids);
  const known = new Set(stored.map(({ id }) => id));
  if (kept.size < ids.length || !ids.every((id) => known.has(id))) throw new NoSuchPeriodError('periods');
  const removed = stored.filter(({ id }) => !kept.has(id));
  refuseNamed(removed);
  return removed;
}

export function refuseNamed(removed: readonly PeriodRow[]): void {
  const named = removed.find(({ lineItems }) => lineItems > 0);
  if (named) throw new PeriodInUseError(named.title, named.lineItems);
}

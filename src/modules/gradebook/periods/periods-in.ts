import { newId } from '../../../shared/database/ids';
import { nullablePlainDecimal } from '../../../shared/decimals/plain-decimal';
import { PeriodClosedError } from '../gradebook.errors';
import type { GradingPeriodDto } from './dto/grading-period.dto';
import type { PeriodRow, WantedPeriod } from './grading-periods.repository';
import {
  NoSuchPeriodError,
  PeriodDatesError,
  PeriodGradedError,
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

/** Those of the stored periods that are not sent again. Throws NoSuchPeriodError for ids that the course does not have, PeriodInUseError or PeriodGradedError. */
export function removedPeriods(sent: readonly GradingPeriodDto[], stored: readonly PeriodRow[]): PeriodRow[] {
  const ids = sent.flatMap(({ id }) => id ?? []);
  const kept = new Set(ids);
  const known = new Set(stored.map(({ id }) => id));
  if (kept.size < ids.length || !ids.every((id) => known.has(id))) throw new NoSuchPeriodError('periods');
  const removed = stored.filter(({ id }) => !kept.has(id));
  refuseNamed(removed);
  return removed;
}

/** Throws PeriodInUseError and PeriodGradedError. */
export function refuseNamed(removed: readonly PeriodRow[]): void {
  const named = removed.find(({ lineItems }) => lineItems > 0);
  if (named) throw new PeriodInUseError(named.title, named.lineItems);
  const graded = removed.find((period) => period.graded > 0);
  if (graded) throw new PeriodGradedError(graded.title, graded.graded);
}

/** A closed period keeps its days, so that what was recorded belongs to them. Throws PeriodClosedError. */
export function refuseClosed(
  closed: ReadonlySet<string>,
  wanted: readonly WantedPeriod[],
  stored: readonly PeriodRow[],
): void {
  for (const { id, title, startDate, endDate } of stored) {
    const next = wanted.find((period) => period.id === id);
    const isKept = next?.startDate === startDate && next.endDate === endDate;
    if (closed.has(id) && !isKept) throw new PeriodClosedError(title);
  }
}

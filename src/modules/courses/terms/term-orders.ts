import { ListOrder } from '../../../shared/http/list-order';
import type { Term } from '../academic-session.entity';

export const TERM_SORTS = ['startDate', '-startDate', 'title', '-title'] as const;
export type TermSort = (typeof TERM_SORTS)[number];

const byStart = ListOrder.by<Term>('ix_academic_sessions_start', { startDate: 'day', id: 'id' });
const byTitle = ListOrder.by<Term>('ix_academic_sessions_title', { title: 'text', id: 'id' });

export const TERM_ORDERS: Readonly<Record<TermSort, ListOrder<Term>>> = {
  startDate: byStart,
  '-startDate': byStart.reversed(),
  title: byTitle,
  '-title': byTitle.reversed(),
};

/** The index that has the order within each school year, each type, or both. */
export function termIndex(
  { index }: ListOrder<Term>,
  { schoolYear, type }: { schoolYear?: number; type?: string },
): string {
  const names = index.split('_');
  names.splice(-1, 0, ...(schoolYear === undefined ? [] : ['year']), ...(type === undefined ? [] : ['type']));
  return names.join('_');
}

import { ListOrder } from '../../../shared/http/list-order';
import type { School } from '../org.entity';

export const SCHOOL_SORTS = ['title', '-title'] as const;
export type SchoolSort = (typeof SCHOOL_SORTS)[number];

const byName = ListOrder.by<School>('ix_orgs_name', { name: 'text', id: 'id' });

export const SCHOOL_ORDERS: Readonly<Record<SchoolSort, ListOrder<School>>> = {
  title: byName,
  '-title': byName.reversed(),
};

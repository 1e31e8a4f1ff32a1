import { ListOrder } from '../../shared/http/list-order';
import type { Course } from './course.entity';

export const COURSE_SORTS = [
  ...(['title', '-title', 'code', '-code', 'startDate', '-startDate'] as const),
  ...(['newest', 'oldest'] as const),
] as const;
export type CourseSort = (typeof COURSE_SORTS)[number];

const byTitle = ListOrder.by<Course>('ix_courses_title', { title: 'text', id: 'id' });
const byCode = ListOrder.by<Course>('ix_courses_code', { code: 'text', id: 'id' });
const byStart = ListOrder.by<Course>('ix_courses_start', { startDate: 'day', id: 'id' });
const byAge = ListOrder.by<Course>('ix_courses_created', { createdAt: 'instant', id: 'id' });

/** For each index of an order, the one that has it for each status and visibility by itself. */
const BY_STATUS: Readonly<Record<string, string>> = {
  ix_courses_title: 'ix_courses_status_title',
  ix_courses_code: 'ix_courses_status_code',
  ix_courses_start: 'ix_courses_status_start',
  ix_courses_created: 'ix_courses_status_created',
};

/** The same order, for courses of one status and visibility. */
export function ofOneStatus(order: ListOrder<Course>): ListOrder<Course> {
  return order.within(BY_STATUS[order.index] ?? order.index);
}

export const COURSE_ORDERS: Readonly<Record<CourseSort, ListOrder<Course>>> = {
  title: byTitle,
  '-title': byTitle.reversed(),
  code: byCode,
  '-code': byCode.reversed(),
  startDate: byStart,
  '-startDate': byStart.reversed(),
  newest: byAge.reversed(),
  oldest: byAge,
};

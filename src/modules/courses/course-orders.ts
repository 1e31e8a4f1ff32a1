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

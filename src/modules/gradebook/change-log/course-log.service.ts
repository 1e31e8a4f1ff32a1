import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { CourseAccess } from '../../courses';
import type { LineItemChangesQuery, ResultLogQuery } from './dto/course-log.query';
import {
  type LineItemChangeResponse,
  type LoggedResultChangeResponse,
  toLineItemChangeResponse,
} from './dto/course-log.response';
import { LINE_ITEM_CHANGE_ORDER, LineItemChangesRepository } from './line-item-changes.repository';
import { RESULT_LOG_ORDER, ResultLogRepository } from './result-log.repository';

/** What was changed in the gradebook of a course. */
@Injectable()
export class CourseLogService {
  constructor(
    private readonly results: ResultLogRepository,
    private readonly lineItems: LineItemChangesRepository,
    private readonly access: CourseAccess,
  ) {}

  async ofResults(
    caller: Caller,
    courseId: string,
    query: ResultLogQuery,
  ): Promise<Page<LoggedResultChangeResponse>> {
    await this.access.course(caller, courseId, 'grades.read');
    const { userId, lineItemId, changedBy, since, limit } = query;
    const filter = { courseId, userId, lineItemId, changedBy, since };
    const changes = await this.results.page(filter, limit, RESULT_LOG_ORDER.placeIn(query.cursor));
    const page = toPage(changes, limit, RESULT_LOG_ORDER.keysOf, (change) => change);
    return withTotal(page, query, (most) => this.results.count(filter, most));
  }

  async ofLineItems(
    caller: Caller,
    courseId: string,
    query: LineItemChangesQuery,
  ): Promise<Page<LineItemChangeResponse>> {
    await this.access.course(caller, courseId, 'line_items.read_archived');
    const { lineItemId, limit } = query;
    const filter = { courseId, lineItemId };
    const after = LINE_ITEM_CHANGE_ORDER.placeIn(query.cursor);
    const changes = await this.lineItems.page(filter, limit, after);
    const page = toPage(changes, limit, LINE_ITEM_CHANGE_ORDER.keysOf, toLineItemChangeResponse);
    return withTotal(page, query, (most) => this.lineItems.count(filter, most));
  }
}

import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { CourseAccess } from '../../courses';
import { type RuleChangeResponse, toRuleChangeResponse } from './dto/rule-change.response';
import { RULE_CHANGE_ORDER, RuleChangesRepository } from './rule-changes.repository';

@Injectable()
export class RuleChangesService {
  constructor(
    private readonly changes: RuleChangesRepository,
    private readonly access: CourseAccess,
  ) {}

  async list(caller: Caller, courseId: string, query: CursorQuery): Promise<Page<RuleChangeResponse>> {
    await this.access.course(caller, courseId, 'line_items.read_archived');
    const after = RULE_CHANGE_ORDER.placeIn(query.cursor);
    const changes = await this.changes.page(courseId, query.limit, after);
    const page = toPage(changes, query.limit, RULE_CHANGE_ORDER.keysOf, toRuleChangeResponse);
    return withTotal(page, query, (most) => this.changes.count(courseId, most));
  }
}

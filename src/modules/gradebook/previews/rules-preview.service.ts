import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import type { HeavyRequest } from '../../../shared/heavy-reads/heavy-request';
import { kindOf } from '../grades/dto/explanation.query';
import type { GridLearner } from '../grid/grid.repository';
import type { GradeRulesDto } from '../rules/dto/grade-rules.dto';
import { GradeRulesService, type ProposedRules } from '../rules/grade-rules.service';
import { requirePeriod } from '../periods/require-period';
import { CoursePieces } from '../grid/course-pieces';
import type { RulesPreviewQuery } from './dto/rules-preview.query';
import { type RulesPreviewResponse, toRulesPreviewResponse } from './dto/rules-preview.response';
import { Moves, toldTotal } from './moves';

@Injectable()
export class RulesPreviewService {
  constructor(
    private readonly rules: GradeRulesService,
    private readonly pieces: CoursePieces,
  ) {}

  /** Who would be moved by other rules. Stores nothing; refuses what setting them refuses. */
  async of(
    caller: Caller,
    courseId: string,
    dto: GradeRulesDto,
    { total, learners, limit, period }: RulesPreviewQuery,
    request: HeavyRequest,
  ): Promise<RulesPreviewResponse> {
    const found = await this.rules.proposed(caller, courseId, dto);
    const asked = { courseId, total, learners, limit, period };
    return this.pieces.ofOneStructure(() => this.compared(found, asked, request));
  }

  private async compared(
    { rules: proposed, version, timeZone, today }: ProposedRules,
    { courseId, total, learners, limit, period }: RulesPreviewQuery & { courseId: string },
    request: HeavyRequest,
  ): Promise<RulesPreviewResponse> {
    const kind = kindOf(total, 'staff');
    const moves = new Moves<GridLearner>(limit);
    const chosen = { courseId, today, choice: learners };
    let periodId: string | null = null;
    for await (const { rules, rows, rowsBy } of this.pieces.inTurns(chosen, timeZone, request)) {
      periodId = requirePeriod({ periods: [...rules.periods, ...proposed.periods] }, period);
      const moved = rowsBy(proposed);
      moves.add(
        rows.map(({ learner, items }, index) => ({
          learner,
          from: toldTotal(rules, items, kind, periodId),
          to: toldTotal(proposed, moved[index]!.items, kind, periodId),
        })),
      );
    }
    const names = proposed.scheme?.inOrder(moves.gradesAfter) ?? [];
    return toRulesPreviewResponse({ courseId, total, periodId, rulesVersion: version }, moves, names);
  }
}

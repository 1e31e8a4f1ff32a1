import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { CourseAccess } from '../../courses';
import type { RemarkRuleResponse } from './dto/remark.response';
import { RemarksRepository } from './remarks.repository';

/** For how long learners may ask for another mark in a quiz. */
@Injectable()
export class RemarkRulesService {
  constructor(
    private readonly remarks: RemarksRepository,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async read(caller: Caller, activityId: string): Promise<RemarkRuleResponse> {
    await this.access.activity(caller, activityId, 'quizzes.read');
    return this.show(activityId);
  }

  async put(
    caller: Caller,
    activityId: string,
    days: number | null,
    version: ExpectedVersion,
  ): Promise<RemarkRuleResponse> {
    const { courseId } = await this.access.activity(caller, activityId, 'remarks.decide');
    await this.transactions.run(async () => {
      const now = this.clock.now();
      await this.remarks.makeRule({ activityId, courseId }, now);
      const row = await this.remarks.lockRule(activityId);
      if (isStale(version, row?.version)) throw new StaleVersionError('marking_rule');
      if (row?.days !== days) await this.remarks.updateRule(activityId, days, now);
    });
    return this.show(activityId);
  }

  /** Version 1 before anybody has said anything, as the row that is made then has. */
  private async show(activityId: string): Promise<RemarkRuleResponse> {
    const { days, version } = (await this.remarks.rule(activityId)) ?? { days: null, version: 1 };
    return { activityId, days, version };
  }
}

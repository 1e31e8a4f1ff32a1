import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { Rational } from '../../../shared/decimals/rational';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { CourseAccess } from '../../courses';
import { MarkedWorks } from '../marked-work';
import type { ItemKey } from '../rubrics/question-rubrics.repository';
import { NotMarkedByHandError } from '../rubrics/rubrics.errors';
import { type Agreement, agreementOf } from './agreement';
import { AgreementRepository } from './agreement.repository';
import { type MarkingRuleDto, toRule } from './dto/marking-rule.dto';
import { type MarkingRuleResponse, toMarkingRuleResponse } from './dto/marking-rule.response';
import type { MarkingRule } from './marking-rule';
import { MarkingRulesRepository, ruleOf } from './marking-rules.repository';
import { MarkingRuleNotFoundError, RuleHasMarksError } from './second-marking.errors';

/** Which questions of a quiz two people mark, and how much they agree. */
@Injectable()
export class MarkingRulesService {
  constructor(
    private readonly rules: MarkingRulesRepository,
    private readonly agreements: AgreementRepository,
    private readonly works: MarkedWorks,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async read(caller: Caller, key: ItemKey): Promise<MarkingRuleResponse> {
    await this.access.activity(caller, key.activityId, 'rubrics.read');
    return this.show(key);
  }

  /** Throws RuleHasMarksError where scripts have marks: changes.service does that then. */
  async use(
    caller: Caller,
    key: ItemKey,
    dto: MarkingRuleDto,
    version: ExpectedVersion,
  ): Promise<MarkingRuleResponse> {
    const { courseId } = await this.access.activity(caller, key.activityId, 'rubrics.change');
    if (!(await this.works.work.isMarkedByHand(key.activityId, key.itemId))) throw new NotMarkedByHandError();
    await this.transactions.run(async () => {
      const now = this.clock.now();
      await this.rules.make({ ...key, courseId }, now);
      await this.put(key, toRule(dto), { version, now });
    });
    return this.show(key);
  }

  /** One person marks the question from then on. Throws RuleHasMarksError likewise. */
  async stopUsing(caller: Caller, key: ItemKey, version: ExpectedVersion): Promise<void> {
    await this.access.activity(caller, key.activityId, 'rubrics.change');
    await this.transactions.run(async () => {
      if (!ruleOf(await this.rules.lock(key))) throw new MarkingRuleNotFoundError();
      await this.put(key, null, { version, now: this.clock.now() });
    });
  }

  async agreement(caller: Caller, key: ItemKey): Promise<Agreement> {
    await this.access.activity(caller, key.activityId, 'rubrics.read');
    if (!ruleOf(await this.rules.find(key))) throw new MarkingRuleNotFoundError();
    return agreementOf(await this.agreements.pairs(key));
  }

  private async put(
    key: ItemKey,
    rule: MarkingRule | null,
    { version, now }: { version: ExpectedVersion; now: Date },
  ): Promise<void> {
    const row = await this.rules.lock(key);
    const present = ruleOf(row);
    if (isStale(version, present ? row?.version : undefined)) throw new StaleVersionError('marking_rule');
    if (saySame(present, rule)) return;
    if (await this.rules.hasMarks(key)) throw new RuleHasMarksError();
    await this.rules.update(key, rule, now);
  }

  private async show(key: ItemKey): Promise<MarkingRuleResponse> {
    const row = await this.rules.find(key);
    if (!row || row.method === null) throw new MarkingRuleNotFoundError();
    return toMarkingRuleResponse({ ...row, method: row.method });
  }
}

function saySame(one: MarkingRule | null, other: MarkingRule | null): boolean {
  if (!one || !other) return one === other;
  if (one.method !== other.method || one.thirdUnit !== other.thirdUnit) return false;
  if (one.thirdAbove === null || other.thirdAbove === null) return one.thirdAbove === other.thirdAbove;
  return Rational.of(one.thirdAbove).equals(other.thirdAbove);
}

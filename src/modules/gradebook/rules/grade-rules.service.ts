import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { nullablePlainDecimal, plainDecimal } from '../../../shared/decimals/plain-decimal';
import { Rational } from '../../../shared/decimals/rational';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { CourseAccess } from '../../courses';
import { RuleChangesRepository } from '../change-log/rule-changes.repository';
import { GradeClosingsRepository } from '../final-grades/grade-closings.repository';
import { LineItemsRepository } from '../line-items/line-items.repository';
import { TotalsKeeper } from '../stored-totals/totals-keeper';
import {
  GradingPeriodsRepository,
  type PeriodRow,
  type WantedPeriod,
} from '../periods/grading-periods.repository';
import { periodsIn, refuseClosed, refuseNamed, removedPeriods } from '../periods/periods-in';
import type { GradeRulesDto } from './dto/grade-rules.dto';
import { type GradeRulesResponse, toGradeRulesResponse } from './dto/grade-rules.response';
import {
  type CategoryRow,
  GradeRulesRepository,
  type RulesRow,
  type WantedCategory,
} from './grade-rules.repository';
import { categoriesIn, refuseInUse, rulesIn, wantedCategory } from './rules-in';
import { fullScheme, toScheme } from '../schemes/grading-scheme';
import { type CourseRules, toLateness, toPeriod } from './stored-rules';

/** Rules that a course does not have yet. */
export interface ProposedRules {
  rules: CourseRules;
  /** Of those that it has. */
  version: number;
  /** Of the course: an IANA name, and the day there. */
  timeZone: string;
  today: string;
}

/** All that a course says of its totals. */
interface WantedRules {
  rules: Omit<RulesRow, 'version' | 'updatedAt'>;
  categories: readonly WantedCategory[];
  periods: readonly WantedPeriod[];
}

/** How courses make totals of scores: the rules, the categories and the grading periods. */
@Injectable()
export class GradeRulesService {
  constructor(
    private readonly rules: GradeRulesRepository,
    private readonly periods: GradingPeriodsRepository,
    private readonly lineItems: LineItemsRepository,
    private readonly log: RuleChangesRepository,
    private readonly closings: GradeClosingsRepository,
    private readonly totals: TotalsKeeper,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async read(caller: Caller, courseId: string): Promise<GradeRulesResponse> {
    await this.access.course(caller, courseId, 'line_items.read');
    return this.response(courseId);
  }

  /**
   * Replaces the rules, the categories and the grading periods of a course, all at once. Totals follow at once, since they are computed from what
   * stands.
   *
   * Throws RulesDoNotFitError, WeightsOverHundredError, LatePolicyError, MissingDeductionError, SchemeOrderError, NoSuchCategoryError, and CategoryInUseError for a category that is
   * left out though it has line items; for periods as `periodsIn`, `refuseClosed` and `removedPeriods`.
   */
  async replace(
    caller: Caller,
    courseId: string,
    dto: GradeRulesDto,
    expected: ExpectedVersion,
  ): Promise<GradeRulesResponse> {
    await this.access.course(caller, courseId, 'grade_rules.change');
    const rules = rulesIn(dto);
    const periods = periodsIn(dto.periods ?? []);
    const now = this.clock.now();
    return this.transactions.run(async () => {
      // What is not stored yet is the standard: what is wanted must not be there before it is compared.
      const version = await this.rules.lock(courseId, rulesIn({}), now);
      const closed = await this.closings.requireOpen(courseId);
      if (isStale(expected, version + 1)) throw new StaleVersionError('grade_rules');
      const stored = {
        categories: await this.rules.categories(courseId),
        periods: await this.periods.ofCourse(courseId),
      };
      const { categories, removed } = categoriesIn(dto, stored.categories);
      refuseClosed(closed, periods, stored.periods);
      const ended = removedPeriods(dto.periods ?? [], stored.periods);
      const wanted = { rules, categories, periods };
      if (await this.isSame(courseId, wanted, stored)) return this.response(courseId);
      const oldRules = await this.response(courseId);
      this.totals.structuresChanged([courseId], caller.userId);
      await this.store(courseId, wanted, now);
      await this.remove(courseId, removed, ended);
      const newRules = await this.response(courseId);
      await this.log.add({ courseId, oldRules, newRules, changedBy: caller.userId, changedAt: now });
      return newRules;
    });
  }

  /**
   * The rules that a course would have, and the version that they would replace. Changes nothing; refuses what `replace` refuses, from those
   * who may change them.
   */
  async proposed(caller: Caller, courseId: string, dto: GradeRulesDto): Promise<ProposedRules> {
    const { timeZone, today } = await this.access.course(caller, courseId, 'grade_rules.change');
    const { parts, aggregation, missing, scheme, ...lateness } = rulesIn(dto);
    const { categories } = categoriesIn(dto, await this.rules.categories(courseId));
    const periods = periodsIn(dto.periods ?? []);
    const storedPeriods = await this.periods.ofCourse(courseId);
    if (storedPeriods.length > 0)
      refuseClosed(await this.closings.closedPeriods(courseId), periods, storedPeriods);
    removedPeriods(dto.periods ?? [], storedPeriods);
    const weighed = categories.map(({ weight, ...category }) => ({
      ...category,
      weight: Rational.of(weight),
    }));
    const rules = {
      ...{ parts, aggregation, missing, scheme: toScheme(scheme), categories: weighed },
      ...toLateness(lateness),
      periods: periods.map(toPeriod),
    };
    const version = ((await this.rules.find(courseId))?.version ?? 0) + 1;
    return { rules, version, timeZone, today };
  }

  /** Sets the rules of a new course, with categories and periods whose ids the caller chooses. Checks nobody's rights. */
  async setUp(courseId: string, dto: GradeRulesDto): Promise<void> {
    const now = this.clock.now();
    const rules = rulesIn(dto);
    const periods = periodsIn(dto.periods ?? []);
    const categories = (dto.categories ?? []).map(({ id = newId(), ...own }) => wantedCategory(id, own));
    await this.transactions.run(async () => {
      await this.rules.lock(courseId, rules, now);
      this.totals.structuresChanged([courseId]);
      await this.store(courseId, { rules, categories, periods }, now);
    });
  }

  private async store(
    courseId: string,
    { rules, categories, periods }: WantedRules,
    now: Date,
  ): Promise<void> {
    await this.rules.update(courseId, rules, now);
    await this.rules.saveCategories(courseId, categories);
    await this.periods.save(courseId, periods);
  }

  /** What line items have come to name meanwhile stays. */
  private async remove(
    courseId: string,
    categories: readonly CategoryRow[],
    periods: readonly PeriodRow[],
  ): Promise<void> {
    const ids = [...categories, ...periods].map(({ id }) => id);
    if ((await this.rules.removeCategories(categories.map(({ id }) => id))) < categories.length)
      refuseInUse((await this.rules.categories(courseId)).filter(({ id }) => ids.includes(id)));
    if ((await this.periods.remove(periods.map(({ id }) => id))) < periods.length)
      refuseNamed((await this.periods.ofCourse(courseId)).filter(({ id }) => ids.includes(id)));
  }

  /** Whether nothing would change. */
  private async isSame(
    courseId: string,
    wanted: WantedRules,
    stored: { categories: readonly CategoryRow[]; periods: readonly PeriodRow[] },
  ): Promise<boolean> {
    const {
      version: _version,
      updatedAt: _updatedAt,
      ...own
    } = (await this.rules.find(courseId)) ?? { ...wanted.rules, version: 0, updatedAt: null };
    const categories = stored.categories.map(({ lineItems: _, weight, ...category }) => ({
      ...category,
      weight: plainDecimal(weight),
    }));
    const periods = stored.periods.map(({ lineItems: _items, graded: _graded, weight, ...period }) => ({
      ...period,
      weight: nullablePlainDecimal(weight),
    }));
    const sent = wanted.categories.map(({ weight, ...category }) => ({
      ...category,
      weight: plainDecimal(weight),
    }));
    const present = {
      ...{ ...own, missingDeduction: nullablePlainDecimal(own.missingDeduction) },
      scheme: own.scheme && fullScheme(own.scheme),
    };
    return (
      isDeepStrictEqual(present, wanted.rules) &&
      isDeepStrictEqual(categories, sent) &&
      isDeepStrictEqual(periods, wanted.periods)
    );
  }

  private async response(courseId: string): Promise<GradeRulesResponse> {
    const rules = await this.rules.find(courseId);
    const categories = await this.rules.categories(courseId);
    const periods = await this.periods.ofCourse(courseId);
    const withoutCategory = await this.lineItems.countWithoutCategory(courseId);
    return toGradeRulesResponse(courseId, rules, { categories, periods, withoutCategory });
  }
}

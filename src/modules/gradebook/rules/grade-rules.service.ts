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
import {
  CategoryInUseError,
  MissingDeductionError,
  NoSuchCategoryError,
  RulesDoNotFitError,
  WeightsOverHundredError,
} from '../gradebook.errors';
import { LineItemsRepository } from '../line-items/line-items.repository';
import { TotalsKeeper } from '../stored-totals/totals-keeper';
import type { GradeRulesDto } from './dto/grade-rules.dto';
import { type GradeRulesResponse, toGradeRulesResponse } from './dto/grade-rules.response';
import {
  type CategoryRow,
  GradeRulesRepository,
  type RulesRow,
  type WantedCategory,
} from './grade-rules.repository';
import { latePolicyIn } from './late-policy-in';
import { fullScheme, schemeIn, toScheme } from '../schemes/grading-scheme';
import { toFullScheme } from './dto/grading-scheme.dto';
import { type CourseRules, STANDARD_RULES, toLateness } from './stored-rules';

/** Rules that a course does not have yet. */
export interface ProposedRules {
  rules: CourseRules;
  /** Of those that it has. */
  version: number;
  /** Of the course: an IANA name, and the day there. */
  timeZone: string;
  today: string;
}

/** How courses make totals of scores: the rules, and the categories. */
@Injectable()
export class GradeRulesService {
  constructor(
    private readonly rules: GradeRulesRepository,
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
   * Replaces the rules and the categories of a course, all at once. Totals follow at once, since they are computed from what stands.
   *
   * Throws RulesDoNotFitError, WeightsOverHundredError, LatePolicyError, MissingDeductionError, SchemeOrderError, NoSuchCategoryError, and CategoryInUseError for a category that is
   * left out though it has line items.
   */
  async replace(
    caller: Caller,
    courseId: string,
    dto: GradeRulesDto,
    expected: ExpectedVersion,
  ): Promise<GradeRulesResponse> {
    await this.access.course(caller, courseId, 'grade_rules.change');
    const wanted = rulesIn(dto);
    const now = this.clock.now();
    return this.transactions.run(async () => {
      // What is not stored yet is the standard: what is wanted must not be there before it is compared.
      const version = await this.rules.lock(courseId, rulesIn({}), now);
      await this.closings.requireOpen(courseId);
      if (isStale(expected, version + 1)) throw new StaleVersionError('grade_rules');
      const stored = await this.rules.categories(courseId);
      const { categories, removed } = categoriesIn(dto, stored);
      if (!(await this.isSame(courseId, wanted, stored, categories))) {
        const oldRules = await this.response(courseId);
        await this.store(courseId, wanted, categories, now);
        const ids = removed.map(({ id }) => id);
        if ((await this.rules.removeCategories(ids)) < ids.length)
          refuseInUse((await this.rules.categories(courseId)).filter(({ id }) => ids.includes(id)));
        const newRules = await this.response(courseId);
        await this.log.add({ courseId, oldRules, newRules, changedBy: caller.userId, changedAt: now });
        return newRules;
      }
      return this.response(courseId);
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
    const weighed = categories.map(({ weight, ...category }) => ({
      ...category,
      weight: Rational.of(weight),
    }));
    const rules = {
      ...{ parts, aggregation, missing, scheme: toScheme(scheme), categories: weighed },
      ...toLateness(lateness),
    };
    const version = ((await this.rules.find(courseId))?.version ?? 0) + 1;
    return { rules, version, timeZone, today };
  }

  /** Sets the rules of a new course, with categories whose ids the caller chooses. Checks nobody's rights. */
  async setUp(courseId: string, dto: GradeRulesDto): Promise<void> {
    const now = this.clock.now();
    const wanted = rulesIn(dto);
    await this.transactions.run(async () => {
      await this.rules.lock(courseId, wanted, now);
      const categories = (dto.categories ?? []).map(({ id = newId(), ...own }) => wantedCategory(id, own));
      await this.store(courseId, wanted, categories, now);
    });
  }

  private async store(
    courseId: string,
    rules: ReturnType<typeof rulesIn>,
    categories: readonly WantedCategory[],
    now: Date,
  ): Promise<void> {
    this.totals.structuresChanged([courseId]);
    await this.rules.update(courseId, rules, now);
    await this.rules.saveCategories(courseId, categories);
  }

  /** Whether nothing would change. */
  private async isSame(
    courseId: string,
    wanted: ReturnType<typeof rulesIn>,
    stored: readonly CategoryRow[],
    categories: readonly WantedCategory[],
  ): Promise<boolean> {
    const {
      version: _version,
      updatedAt: _updatedAt,
      ...own
    } = (await this.rules.find(courseId)) ?? { ...wanted, version: 0, updatedAt: null };
    const known = stored.map(({ lineItems: _, weight, ...category }) => ({
      ...category,
      weight: plainDecimal(weight),
    }));
    const sent = categories.map(({ weight, ...category }) => ({ ...category, weight: plainDecimal(weight) }));
    const present = {
      ...{ ...own, missingDeduction: nullablePlainDecimal(own.missingDeduction) },
      scheme: own.scheme && fullScheme(own.scheme),
    };
    return isDeepStrictEqual(present, wanted) && isDeepStrictEqual(known, sent);
  }

  private async response(courseId: string): Promise<GradeRulesResponse> {
    const rules = await this.rules.find(courseId);
    const categories = await this.rules.categories(courseId);
    const withoutCategory = await this.lineItems.countWithoutCategory(courseId);
    return toGradeRulesResponse(courseId, rules, categories, withoutCategory);
  }
}

/** The categories of a course by what is sent, and those that go. */
function categoriesIn(
  { categories: sent = [] }: GradeRulesDto,
  stored: readonly CategoryRow[],
): { categories: WantedCategory[]; removed: CategoryRow[] } {
  const sentIds = sent.flatMap(({ id }) => id ?? []);
  if (new Set(sentIds).size < sentIds.length) throw new NoSuchCategoryError('categories');
  const categories = sent.map((category) => categoryIn(category, stored));
  const kept = new Set(categories.map(({ id }) => id));
  const removed = stored.filter(({ id }) => !kept.has(id));
  refuseInUse(removed);
  return { categories, removed };
}

function refuseInUse(removed: readonly CategoryRow[]): void {
  const inUse = removed.find(({ lineItems }) => lineItems > 0);
  if (inUse) throw new CategoryInUseError(inUse.title, inUse.lineItems);
}

function rulesIn({
  parts = STANDARD_RULES.parts,
  aggregation = STANDARD_RULES.aggregation,
  missing = STANDARD_RULES.missing,
  allowsOverHundred = false,
  missingDeduction = null,
  scheme = null,
  latePolicy = null,
  categories = [],
}: GradeRulesDto): Omit<RulesRow, 'version' | 'updatedAt'> {
  const isOfItems = aggregation === 'mean' || aggregation === 'points';
  if (parts === 'items' ? !isOfItems : aggregation === 'points')
    throw new RulesDoNotFitError(parts, aggregation);
  const weights = Rational.sum(categories.map(({ weight = '0' }) => weight));
  if (!allowsOverHundred && weights.gt(100)) throw new WeightsOverHundredError(weights.toDecimal(4));
  if ((missing === 'deducted') !== (missingDeduction !== null)) throw new MissingDeductionError();
  return {
    ...{ parts, aggregation, missing, allowsOverHundred, scheme: scheme && schemeIn(toFullScheme(scheme)) },
    ...latePolicyIn(latePolicy),
    missingDeduction: nullablePlainDecimal(missingDeduction),
  };
}

function categoryIn(
  { id, ...dto }: NonNullable<GradeRulesDto['categories']>[number],
  stored: readonly CategoryRow[],
): WantedCategory {
  if (id !== undefined && !stored.some((category) => category.id === id))
    throw new NoSuchCategoryError('categories');
  return wantedCategory(id ?? newId(), dto);
}

function wantedCategory(
  id: string,
  dto: Omit<NonNullable<GradeRulesDto['categories']>[number], 'id'>,
): WantedCategory {
  const { title, weight = '0', aggregation = 'points' } = dto;
  const { dropLowest = 0, dropHighest = 0, keepHighest = null, ignoresLateness = false } = dto;
  return { id, title, weight, aggregation, dropLowest, dropHighest, keepHighest, ignoresLateness };
}

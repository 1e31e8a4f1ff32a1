import { Injectable, type OnModuleInit } from '@nestjs/common';
import { IsArray, IsObject, IsOptional } from 'class-validator';
import type { FieldError } from '../../../shared/errors/domain-error';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { Rational } from '../../../shared/decimals/rational';
import { IsId } from '../../../shared/http/field-rules';
import { readPart, readWithin } from '../../../shared/http/nested-reading';
import { invalidRequest } from '../../../shared/http/validation';
import {
  type CarryPart,
  CarryParts,
  type CarryScope,
  type CarryTarget,
  type DateMoves,
  type MadeThing,
  type NamedThing,
  type ThingCount,
} from '../../courses';
import { EmptyRangeError } from '../gradebook.errors';
import { CreateLineItemDto } from '../line-items/dto/line-item.dto';
import { GradingPeriodsRepository } from '../periods/grading-periods.repository';
import { periodsIn } from '../periods/periods-in';
import { GradeRulesDto } from '../rules/dto/grade-rules.dto';
import { toGradeRulesResponse } from '../rules/dto/grade-rules.response';
import { GradeRulesRepository } from '../rules/grade-rules.repository';
import { GradeRulesService } from '../rules/grade-rules.service';
import { rulesIn } from '../rules/rules-in';
import { TotalsKeeper } from '../stored-totals/totals-keeper';
import { CarriedLineItemsRepository, type LineItemDocument } from './carried-line-items.repository';

interface GradebookDocument {
  /** With categories and periods; null where the course says nothing of its own. */
  rules: GradeRulesDto | null;
  lineItems: LineItemDocument[];
}

class PackagedGradebook {
  @IsOptional()
  @IsObject()
  rules?: object | null;

  @IsArray()
  lineItems: unknown[];
}

class PackagedLineItem extends CreateLineItemDto {
  @IsId()
  id: string;

  @IsOptional()
  @IsId()
  activityId?: string | null;
}

/** How a course grades: its rules with scheme, categories and periods, and the columns of its gradebook. Results stay where they are. */
@Injectable()
export class CarriedGradebook implements CarryPart<GradebookDocument>, OnModuleInit {
  readonly name = 'gradebook';
  readonly order = 7;
  readonly ofActivities = true;

  constructor(
    private readonly lineItems: CarriedLineItemsRepository,
    private readonly rules: GradeRulesRepository,
    private readonly periods: GradingPeriodsRepository,
    private readonly gradeRules: GradeRulesService,
    private readonly totals: TotalsKeeper,
    private readonly parts: CarryParts,
  ) {}

  onModuleInit(): void {
    this.parts.provide(this);
  }

  async collect(scope: CarryScope): Promise<GradebookDocument> {
    const lineItems = await this.lineItems.ofScope(scope);
    return { rules: scope.activityId === null ? await this.rulesOf(scope.courseId) : null, lineItems };
  }

  makes({ rules, lineItems }: GradebookDocument): MadeThing[] {
    const { categories = [], periods = [] } = rules ?? {};
    return [
      ...categories.flatMap(({ id }) => (id === undefined ? [] : [{ what: 'grade_category', id }])),
      ...periods.flatMap(({ id }) => (id === undefined ? [] : [{ what: 'grading_period', id }])),
      ...lineItems.map(({ id }) => ({ what: 'line_item', id })),
    ];
  }

  names({ lineItems }: GradebookDocument): NamedThing[] {
    return lineItems.flatMap(({ activityId, categoryId, periodId }, index) => {
      const named = (what: string, id: string | null, field: string): NamedThing[] =>
        id === null ? [] : [{ what, id, field: `gradebook.lineItems[${index}].${field}` }];
      return [
        ...named('activity:quiz', activityId, 'activityId'),
        ...named('grade_category', categoryId, 'categoryId'),
        ...named('grading_period', periodId, 'periodId'),
      ];
    });
  }

  counts({ rules, lineItems }: GradebookDocument): ThingCount[] {
    return [
      { part: 'grade_categories', count: rules?.categories?.length ?? 0 },
      { part: 'grading_periods', count: rules?.periods?.length ?? 0 },
      { part: 'line_items', count: lineItems.length },
    ];
  }

  /** Without dates there are no grading periods: they are parts of a calendar. */
  moved({ rules, lineItems }: GradebookDocument, moves: DateMoves): GradebookDocument {
    const periods = (rules?.periods ?? []).flatMap((period) => {
      const thing = { of: 'grading_periods', id: period.id ?? '', title: period.title };
      const startDate = moves.day(period.startDate, 'startDate', thing);
      const endDate = moves.day(period.endDate, 'endDate', thing);
      return startDate === null || endDate === null ? [] : [{ ...period, startDate, endDate }];
    });
    const kept = new Set(periods.map(({ id }) => id));
    return {
      rules: rules && { ...rules, periods },
      lineItems: lineItems.map((item) => {
        const thing = { of: 'line_items', id: item.id, title: item.title };
        return {
          ...item,
          periodId: item.periodId !== null && kept.has(item.periodId) ? item.periodId : null,
          assignDate: moves.day(item.assignDate, 'assignDate', thing),
          dueAt: moves.instant(item.dueAt, 'dueAt', thing),
        };
      }),
    };
  }

  write({ rules, lineItems }: GradebookDocument): object {
    return { rules, lineItems };
  }

  read(sent: object, field: string): GradebookDocument {
    const faults: FieldError[] = [];
    const read = readPart(PackagedGradebook, sent, field, faults);
    const place = `${field}.rules`;
    const rules = read?.rules ? readPart(GradeRulesDto, read.rules, place, faults) : undefined;
    if (rules)
      readWithin(place, faults, () => {
        rulesIn(rules);
        periodsIn(rules.periods ?? []);
      });
    const lineItems = (read?.lineItems ?? []).flatMap(
      (item, index) => readItem(item, `${field}.lineItems[${index}]`, faults) ?? [],
    );
    if (faults.length > 0) throw invalidRequest(faults);
    return { rules: rules ? withLowerIds(rules) : null, lineItems };
  }

  async restore(
    { rules, lineItems }: GradebookDocument,
    { courseId, place, by, now }: CarryTarget,
  ): Promise<void> {
    if (rules) await this.gradeRules.setUp(courseId, rules);
    if (place !== null) this.totals.structuresChanged([courseId], by);
    await this.lineItems.restore(courseId, lineItems, now);
  }

  private async rulesOf(courseId: string): Promise<GradeRulesDto | null> {
    const rules = await this.rules.find(courseId);
    const categories = await this.rules.categories(courseId);
    const periods = await this.periods.ofCourse(courseId);
    if (!rules && categories.length === 0 && periods.length === 0) return null;
    const { parts, aggregation, missing, missingDeduction, latePolicy, allowsOverHundred, scheme, ...own } =
      toGradeRulesResponse(courseId, rules, { categories, periods, withoutCategory: 0 });
    return {
      ...{ parts, aggregation, missing, missingDeduction, latePolicy, allowsOverHundred, scheme },
      categories: own.categories.map(({ lineItems: _items, ...category }) => category),
      periods: own.periods.map(({ id, title, startDate, endDate, weight }) => ({
        ...{ id, title, startDate, endDate, weight },
      })),
    };
  }
}

function withLowerIds(rules: GradeRulesDto): GradeRulesDto {
  const { categories = [], periods = [] } = rules;
  const lower = <T extends { id?: string }>(item: T): T =>
    item.id === undefined ? item : { ...item, id: item.id.toLowerCase() };
  return { ...rules, categories: categories.map(lower), periods: periods.map(lower) };
}

function readItem(sent: unknown, field: string, faults: FieldError[]): LineItemDocument | undefined {
  const read = readPart(PackagedLineItem, sent, field, faults);
  if (!read) return undefined;
  const { id, activityId = null, title, description = null, assignDate = null, dueAt = null } = read;
  const { categoryId = null, periodId = null, weight = '1', fixedWeight = null } = read;
  const { isExtraCredit = false, isOmitted = false, neverDropped = false, expectsSubmission = false } = read;
  const [min, max] = [read.resultValueMin ?? '0', read.resultValueMax].map((score) =>
    plainDecimal(score),
  ) as [string, string];
  if (activityId === null)
    readWithin(field, faults, () => {
      if (!Rational.of(max).gt(min)) throw new EmptyRangeError();
    });
  return {
    ...{ id: id.toLowerCase(), activityId: activityId && activityId.toLowerCase(), title, description },
    ...{ assignDate, dueAt, resultValueMin: min, resultValueMax: max },
    ...{ categoryId: categoryId && categoryId.toLowerCase(), periodId: periodId && periodId.toLowerCase() },
    ...{ weight: plainDecimal(weight), fixedWeight: fixedWeight && plainDecimal(fixedWeight) },
    ...{ isExtraCredit, isOmitted, neverDropped, expectsSubmission },
  };
}

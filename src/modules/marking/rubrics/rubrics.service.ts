import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import type { CourseAction } from '../../../shared/auth/permissions';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { CourseAccess } from '../../courses';
import { type RubricDto, toDefinition, type UpdateRubricDto } from './dto/rubric.dto';
import { type RubricResponse, toContentResponse } from './dto/rubric.response';
import type { RubricDefinition } from './kinds/rubric-kind';
import { rubricFaults } from './rubric-rules';
import {
  faultsUnder,
  InvalidRubricError,
  MOST_RUBRICS,
  RubricNotFoundError,
  TooManyRubricsError,
} from './rubrics.errors';
import { NEWEST_RUBRIC_FIRST, type RubricRecord, RubricsRepository } from './rubrics.repository';

/** The rubrics of a course. Questions use copies of them, so a change here changes no mark. */
@Injectable()
export class RubricsService {
  constructor(
    private readonly rubrics: RubricsRepository,
    private readonly access: CourseAccess,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, courseId: string, query: CursorQuery): Promise<Page<RubricResponse>> {
    const { limit, cursor } = query;
    await this.access.course(caller, courseId, 'rubrics.read');
    const rows = await this.rubrics.page(courseId, limit, NEWEST_RUBRIC_FIRST.placeIn(cursor));
    const page = toPage(rows, limit, NEWEST_RUBRIC_FIRST.keysOf, toRubricResponse);
    return withTotal(page, query, (most) => this.rubrics.count(courseId, most));
  }

  /** Throws InvalidRubricError and TooManyRubricsError. */
  async create(caller: Caller, courseId: string, dto: RubricDto): Promise<RubricResponse> {
    await this.access.course(caller, courseId, 'rubrics.change');
    const definition = requireRubric(dto, '');
    const id = newId();
    await this.transactions.run(async () => {
      if ((await this.rubrics.count(courseId, MOST_RUBRICS)) >= MOST_RUBRICS) throw new TooManyRubricsError();
      await this.rubrics.insert({ id, courseId, title: dto.title, definition }, this.clock.now());
    });
    return toRubricResponse(await this.known(id));
  }

  async read(caller: Caller, rubricId: string): Promise<RubricResponse> {
    return toRubricResponse(await this.find(caller, rubricId, 'rubrics.read'));
  }

  /** Throws InvalidRubricError and StaleVersionError. */
  async change(
    caller: Caller,
    rubricId: string,
    { rubric }: UpdateRubricDto,
    version: ExpectedVersion,
  ): Promise<RubricResponse> {
    await this.find(caller, rubricId, 'rubrics.change');
    await this.transactions.run(async () => {
      await this.hold(rubricId, version);
      if (!rubric) return;
      const definition = requireRubric(rubric, 'rubric');
      await this.rubrics.update(rubricId, rubric.title, definition, this.clock.now());
    });
    return toRubricResponse(await this.known(rubricId));
  }

  async remove(caller: Caller, rubricId: string, version: ExpectedVersion): Promise<void> {
    await this.find(caller, rubricId, 'rubrics.change');
    await this.transactions.run(async () => {
      await this.hold(rubricId, version);
      await this.rubrics.delete(rubricId);
    });
  }

  private async hold(rubricId: string, version: ExpectedVersion): Promise<void> {
    const rubric = await this.rubrics.lock(rubricId);
    if (!rubric) throw new RubricNotFoundError();
    if (isStale(version, rubric.version)) throw new StaleVersionError('rubric');
  }

  /** A rubric in whose course the caller may do this. */
  private async find(caller: Caller, rubricId: string, action: CourseAction): Promise<RubricRecord> {
    const rubric = await this.known(rubricId);
    await this.access.course(caller, rubric.courseId, action, () => new RubricNotFoundError());
    return rubric;
  }

  private async known(rubricId: string): Promise<RubricRecord> {
    const rubric = await this.rubrics.find(rubricId);
    if (!rubric) throw new RubricNotFoundError();
    return rubric;
  }
}

/** The definition that a request describes, under one of its fields. Throws InvalidRubricError. */
export function requireRubric(dto: RubricDto, field: string): RubricDefinition {
  const definition = toDefinition(dto);
  const faults = rubricFaults(definition);
  if (faults.length > 0) throw new InvalidRubricError(faultsUnder(field, faults));
  return definition;
}

function toRubricResponse({ title, definition, ...rubric }: RubricRecord): RubricResponse {
  return { ...rubric, ...toContentResponse(title, definition) };
}

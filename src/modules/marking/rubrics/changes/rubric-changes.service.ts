import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../../shared/http/pagination';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../../shared/operations/operation-task';
import type { NewOperation, Operation } from '../../../../shared/operations/operation.entity';
import { OperationNotFoundError } from '../../../../shared/operations/operations.errors';
import { OperationsRepository } from '../../../../shared/operations/operations.repository';
import { CourseAccess } from '../../../courses';
import type { ChangeRubricDto } from '../dto/rubric.dto';
import { type ItemKey, QuestionRubricsRepository } from '../question-rubrics.repository';
import { QuestionRubricsService, sourceNeeded } from '../question-rubrics.service';
import { InvalidRubricError, RubricNotFoundError } from '../rubrics.errors';
import {
  type RubricChangedScriptResponse,
  toRubricChangedScriptResponse,
} from './dto/rubric-change.response';
import { exclusiveKeyOf, RUBRIC_CHANGE, type RubricChangeInput } from './rubric-change-input';
import { RubricChangeRun } from './rubric-change-run';
import { LARGEST_FIRST, RubricChangesRepository } from './rubric-changes.repository';

/** Starts and shows changes of rubrics by which scripts have been marked: operations that mark them again. */
@Injectable()
export class RubricChangesService implements OperationHandler, OnModuleInit {
  readonly isExclusive = false;

  constructor(
    private readonly runner: OperationRunner,
    private readonly operations: OperationsRepository,
    private readonly changed: RubricChangesRepository,
    private readonly rubrics: QuestionRubricsService,
    private readonly used: QuestionRubricsRepository,
    private readonly changeRun: RubricChangeRun,
    private readonly access: CourseAccess,
  ) {}

  onModuleInit(): void {
    this.runner.register(RUBRIC_CHANGE, this);
  }

  exclusiveKeyOf({ input }: Pick<NewOperation, 'input'>): string {
    return exclusiveKeyOf(input as RubricChangeInput);
  }

  run(task: OperationTask): Promise<OperationOutcome> {
    return this.changeRun.run(task);
  }

  /** Throws InvalidRubricError, RubricNotFoundError and OperationRunningError. */
  async start(
    caller: Caller,
    key: ItemKey,
    { dryRun = false, ...wanted }: ChangeRubricDto,
  ): Promise<Operation> {
    const { courseId, activity } = await this.access.activity(caller, key.activityId, 'rubrics.change');
    if (!(await this.used.find(key))) throw new RubricNotFoundError();
    const chosen = await this.rubrics.chosen(courseId, wanted);
    if (!chosen) throw new InvalidRubricError([sourceNeeded()]);
    const input: RubricChangeInput = { ...key, courseId, ...chosen };
    return this.runner.start({
      ...{ kind: RUBRIC_CHANGE, subject: activity.title, requestedBy: caller.userId, input },
      ...{ isDryRun: dryRun, isConfirmed: false },
    });
  }

  /** Whose marks a change has changed, or would change. For staff of the course, whoever started it. */
  async scripts(
    caller: Caller,
    operationId: string,
    query: CursorQuery,
  ): Promise<Page<RubricChangedScriptResponse>> {
    const operation = await this.operations.find(operationId);
    if (operation?.kind !== RUBRIC_CHANGE) throw new OperationNotFoundError();
    const { courseId } = operation.input as RubricChangeInput;
    await this.access.course(caller, courseId, 'rubrics.read', () => new OperationNotFoundError());
    const { limit, cursor } = query;
    const rows = await this.changed.page(operationId, limit, LARGEST_FIRST.placeIn(cursor));
    const page = toPage(rows, limit, LARGEST_FIRST.keysOf, toRubricChangedScriptResponse);
    return withTotal(page, query, (most) => this.changed.count(operationId, most));
  }
}

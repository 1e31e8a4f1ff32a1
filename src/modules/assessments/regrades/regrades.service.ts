import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { type CursorQuery, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../shared/operations/operation-task';
import type { NewOperation, Operation } from '../../../shared/operations/operation.entity';
import { OperationNotFoundError } from '../../../shared/operations/operations.errors';
import { OperationsRepository } from '../../../shared/operations/operations.repository';
import { CourseAccess } from '../../courses';
import { QuizNotFoundError } from '../assessments.errors';
import { QuizzesRepository } from '../quizzes/quizzes.repository';
import type { RegradeDto } from './dto/regrade.dto';
import { type RegradedAttemptResponse, toRegradedAttemptResponse } from './dto/regraded-attempt.response';
import { exclusiveKeyOf, REGRADE, type RegradeInput } from './regrade-input';
import { RegradeRun } from './regrade-run';
import { LARGEST_FIRST, RegradesRepository } from './regrades.repository';

/** Starts and shows regrades: operations that grade the submitted attempts of a quiz again, one at a time for each quiz. */
@Injectable()
export class RegradesService implements OperationHandler, OnModuleInit {
  readonly isExclusive = false;

  constructor(
    private readonly runner: OperationRunner,
    private readonly operations: OperationsRepository,
    private readonly regrades: RegradesRepository,
    private readonly quizzes: QuizzesRepository,
    private readonly regradeRun: RegradeRun,
    private readonly access: CourseAccess,
  ) {}

  onModuleInit(): void {
    this.runner.register(REGRADE, this);
  }

  exclusiveKeyOf({ input }: Pick<NewOperation, 'input'>): string {
    return exclusiveKeyOf(input as RegradeInput);
  }

  run(task: OperationTask): Promise<OperationOutcome> {
    return this.regradeRun.run(task);
  }

  /** Throws OperationRunningError. */
  async start(
    caller: Caller,
    activityId: string,
    { policy, questionIds = [], dryRun = false, tellLearners = true }: RegradeDto,
  ): Promise<Operation> {
    const { courseId, activity } = await this.access.activity(caller, activityId, 'attempts.correct');
    if (!(await this.quizzes.find(activityId))) throw new QuizNotFoundError();
    const input: RegradeInput = { activityId, courseId, policy, questionIds, tellsLearners: tellLearners };
    return this.runner.start({
      ...{ kind: REGRADE, subject: activity.title, requestedBy: caller.userId, input },
      ...{ isDryRun: dryRun, isConfirmed: false },
    });
  }

  /** Whose marks a regrade has changed, or would change. For staff of the course, whoever started it. */
  async attempts(
    caller: Caller,
    operationId: string,
    query: CursorQuery,
  ): Promise<Page<RegradedAttemptResponse>> {
    const operation = await this.operations.find(operationId);
    if (operation?.kind !== REGRADE) throw new OperationNotFoundError();
    const { courseId } = operation.input as RegradeInput;
    await this.access.course(caller, courseId, 'attempts.read', () => new OperationNotFoundError());
    const { limit, cursor } = query;
    const rows = await this.regrades.page(operationId, limit, LARGEST_FIRST.placeIn(cursor));
    const page = toPage(rows, limit, LARGEST_FIRST.keysOf, toRegradedAttemptResponse);
    return withTotal(page, query, (most) => this.regrades.count(operationId, most));
  }
}

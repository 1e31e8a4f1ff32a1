import { Injectable } from '@nestjs/common';
import type { Caller } from '../../shared/auth/caller';
import { AnswersService, type QuestionAnswer } from './attempts/answers.service';
import type { Responses } from './attempts/attempt-answers';
import { AttemptsService } from './attempts/attempts.service';
import type { AttemptResponse } from './attempts/dto/attempt.response';
import { SubmissionsService } from './attempts/submissions.service';
import type { Certainty } from './behaviors/behavior';
import type { CheckResponse } from './tries/dto/check.response';
import { TriesService } from './tries/tries.service';

/** An answer of a learner to one question. */
export interface GivenResponse {
  questionId: string;
  response: unknown;
  /** Null where they do not say. */
  certainty: Certainty | null;
}

/**
 * What learners do in attempts, for commands that fill a school. Each is as the route that does the same, with its rights and errors.
 */
@Injectable()
export class AttemptsFacade {
  constructor(
    private readonly attempts: AttemptsService,
    private readonly answers: AnswersService,
    private readonly tries: TriesService,
    private readonly submissions: SubmissionsService,
  ) {}

  start(caller: Caller, activityId: string): Promise<AttemptResponse> {
    return this.attempts.start(caller, activityId);
  }

  async save(caller: Caller, attemptId: string, given: GivenResponse): Promise<void> {
    await this.answers.save(caller, attemptId, asSent(given));
  }

  check(caller: Caller, attemptId: string, given: GivenResponse): Promise<CheckResponse> {
    return this.tries.check(caller, attemptId, asSent(given));
  }

  async submit(caller: Caller, attemptId: string, responses: Responses): Promise<void> {
    await this.submissions.submit(caller, attemptId, responses);
  }
}

function asSent(given: GivenResponse): QuestionAnswer {
  return { ...given, sequence: undefined, idempotencyKey: undefined, writtenAt: undefined };
}

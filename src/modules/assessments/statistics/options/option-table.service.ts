import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../../shared/auth/caller';
import { Clock } from '../../../../shared/clock/clock';
import { HeavyReads } from '../../../../shared/heavy-reads/heavy-reads';
import type { HeavyRequest } from '../../../../shared/heavy-reads/heavy-request';
import { QuestionNotFoundError } from '../../assessments.errors';
import { toQuestion } from '../../attempts/paper-records';
import type { AttemptChoice } from '../attempt-choice';
import { GivenResponsesRepository } from '../given-responses.repository';
import { StatisticsChoice } from '../statistics-choice';
import { type OptionTableResponse, toOptionVersionResponse } from './dto/option-table.response';
import { OptionTableRepository } from './option-table.repository';

/** Who chose which option of a question: a distractor table. */
@Injectable()
export class OptionTableService {
  constructor(
    private readonly table: OptionTableRepository,
    private readonly given: GivenResponsesRepository,
    private readonly choice: StatisticsChoice,
    private readonly heavyReads: HeavyReads,
    private readonly clock: Clock,
  ) {}

  /**
   * With two statements after the standing and the quiz. Throws QuestionNotFoundError for a question that no graded attempt at the quiz asked
   * and that is in no place of it.
   */
  async ofQuestion(
    caller: Caller,
    { activityId, questionId }: { activityId: string; questionId: string },
    chosen: AttemptChoice | undefined,
    request: HeavyRequest,
  ): Promise<OptionTableResponse> {
    const attempts = await this.choice.of(caller, activityId, chosen);
    const key = JSON.stringify(['option-table', activityId, questionId, attempts, caller.locale]);
    return this.heavyReads.share(request, key, async () => {
      const asOf = this.clock.now();
      const answers = await this.table.answers(activityId, questionId, attempts);
      const { count, versionIds } = answers;
      const isKnown = count > 0 || (await this.given.isAskedOrGiven(activityId, questionId));
      if (!isKnown) throw new QuestionNotFoundError();
      const bounds = answers.bounds();
      const versions = versionIds.length === 0 ? [] : await this.table.versions(versionIds);
      return {
        ...{ questionId, asOf, attempts, count },
        versions: versions.map((version) => {
          const { definition } = toQuestion(version);
          return toOptionVersionResponse(version, answers.of(version.versionId, definition, bounds), caller);
        }),
      };
    });
  }
}

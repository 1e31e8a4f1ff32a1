import { ApiProperty } from '@nestjs/swagger';
import type { BehindCode } from '../../statistics/behind';
import type { CourseReport } from '../course-report';
import { learnersBehind } from '../learners-behind';
import { namedEnum } from '../../../../shared/http/named-schemas';

const MOST_SHOWN = 100;
const BEHIND_CODES: BehindCode[] = ['overdue_work', 'far_below_median', 'inactive'];
namedEnum('BehindCode', BEHIND_CODES);

export class BehindReasonResponse {
  @ApiProperty({ enum: BEHIND_CODES, example: 'overdue_work' })
  code: BehindCode;

  @ApiProperty({
    description:
      'Of `overdue_work`: pieces of work that were due since the learner came, and are neither handed in nor exempt. Of `far_below_median`: percentage points by which the completed share is below the median of the active learners. Of `inactive`: calendar days since the learner last completed or opened an activity, started or submitted an attempt, saved an answer, or got a result from an import; at the earliest since enrollment and course had begun.',
    format: 'decimal',
    example: '2',
  })
  actual: string;

  @ApiProperty({ format: 'decimal', description: 'From which value on it is a reason.', example: '1' })
  limit: string;
}

export class LearnerBehindResponse {
  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({ example: 'Maya' })
  givenName: string;

  @ApiProperty({ example: 'Okonkwo' })
  familyName: string;

  @ApiProperty({
    format: 'decimal',
    description: 'Completed share of the activities that count for the learner, in percent.',
    example: '12.5',
  })
  percentage: string;

  @ApiProperty({ type: [BehindReasonResponse] })
  reasons: BehindReasonResponse[];
}

export class BehindResponse {
  @ApiProperty({ type: 'integer', description: 'How many active learners are behind.', example: 3 })
  total: number;

  @ApiProperty({
    type: [LearnerBehindResponse],
    description: 'Those with the most reasons first, then those who have completed least; at most 100.',
  })
  learners: LearnerBehindResponse[];
}

/** Which learners are behind, and why. */
export const behindReport: CourseReport<{ behind: BehindResponse }> = {
  fields: { behind: { type: BehindResponse } },

  async figures(course) {
    const work = (await course.work()).ofLearners();
    const { total, first } = await learnersBehind(await course.records(true), work, course.terms, MOST_SHOWN);
    const names = await course.repository.names(first.map(({ userId }) => userId));
    const nameOf = new Map(names.map((name) => [name.userId, name]));
    const learners = first.map(({ userId, percentage, reasons }) => {
      const { givenName = '', familyName = '' } = nameOf.get(userId) ?? {};
      return { userId, givenName, familyName, percentage, reasons };
    });
    return { behind: { total, learners } };
  },
};

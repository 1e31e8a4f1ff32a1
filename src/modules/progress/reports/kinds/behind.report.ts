import { ApiProperty } from '@nestjs/swagger';
import { isLate } from '../../../gradebook';
import type { BehindCode } from '../../statistics/behind';
import type { CourseReport } from '../course-report';
import { learnersBehind } from '../learners-behind';

const MOST_SHOWN = 100;
const BEHIND_CODES: BehindCode[] = ['overdue_work', 'far_below_median', 'inactive'];

export class BehindReasonResponse {
  @ApiProperty({ enum: BEHIND_CODES, example: 'overdue_work' })
  code: BehindCode;

  @ApiProperty({
    description: 'Pieces of overdue work, percentage points below the median, or days without activity.',
    example: '2',
  })
  actual: string;

  @ApiProperty({ description: 'From which value on it is a reason.', example: '1' })
  limit: string;
}

export class LearnerBehindResponse {
  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({ example: 'Maya' })
  givenName: string;

  @ApiProperty({ example: 'Okonkwo' })
  familyName: string;

  @ApiProperty({ format: 'decimal', description: 'Completed share of the activities.', example: '12.5' })
  percentage: string;

  @ApiProperty({ type: [BehindReasonResponse] })
  reasons: BehindReasonResponse[];
}

export class BehindResponse {
  @ApiProperty({ description: 'How many learners are behind.', example: 3 })
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
    const { standing, now } = course;
    const lineItems = await course.lineItems();
    const behind = learnersBehind(await course.learners(), await course.workOfLearners(), {
      ...standing,
      now,
      activities: (await course.activities()).length,
      dueItems: lineItems.filter(({ due }) => isLate(now, due)).length,
    });
    const shown = behind.slice(0, MOST_SHOWN);
    const names = await course.repository.names(shown.map(({ userId }) => userId));
    const nameOf = new Map(names.map((name) => [name.userId, name]));
    const learners = shown.map(({ userId, percentage, reasons }) => {
      const { givenName = '', familyName = '' } = nameOf.get(userId) ?? {};
      return { userId, givenName, familyName, percentage, reasons };
    });
    return { behind: { total: behind.length, learners } };
  },
};

import { ApiProperty } from '@nestjs/swagger';
import { NextActivityResponse } from '../../learners/dto/progress.response';

export class DueItemResponse {
  @ApiProperty({ format: 'uuid' })
  lineItemId: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The quiz, if it is one.' })
  activityId: string | null;

  @ApiProperty({ example: 'Survey plan' })
  title: string;

  @ApiProperty({ format: 'date-time', example: '2026-03-27T22:59:59.999Z' })
  dueAt: Date;

  @ApiProperty({ example: false })
  isOverdue: boolean;
}

/** One of the caller's courses, with progress and due work. */
export class CourseOverviewResponse {
  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ example: 'STAT-101' })
  code: string;

  @ApiProperty({ example: 'Foundations of Statistics' })
  title: string;

  @ApiProperty({
    format: 'decimal',
    description:
      'Completed share of the activities that count for the caller, in percent with at most one decimal; `100` is all of them.',
    example: '62.5',
  })
  percentage: string;

  @ApiProperty({ type: 'integer', description: 'Those of them that are completed.', example: 15 })
  completed: number;

  @ApiProperty({
    type: 'integer',
    description:
      'Activities that count for the caller: without quizzes that have no questions and quizzes from which they are exempt.',
    example: 24,
  })
  total: number;

  @ApiProperty({ type: NextActivityResponse, nullable: true, description: 'Null when all are completed.' })
  nextActivity: NextActivityResponse | null;

  @ApiProperty({
    type: [DueItemResponse],
    description:
      'What has a due date and was not handed in, the most urgent first; at most 10. Without work that was due before the caller came to the course, exempt work, and quizzes without questions.',
  })
  dueItems: DueItemResponse[];

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'decimal',
    description: 'Mean percentage of what is graded and not exempt; null while nothing is.',
    example: '84.17',
  })
  gradeTotal: string | null;
}

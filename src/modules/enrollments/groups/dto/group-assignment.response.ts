import { ApiProperty } from '@nestjs/swagger';

const USER_ID = '01990000-0000-7000-8000-0000000000a2';

/** A group, and who comes into it. */
export class AssignedGroupResponse {
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Null: it would be made.',
    example: null,
  })
  groupId: string | null;

  @ApiProperty({ example: 'Team 1' })
  title: string;

  @ApiProperty({ type: 'integer', description: 'Learners who are in it and stay.', example: 0 })
  stayed: number;

  @ApiProperty({
    type: [String],
    format: 'uuid',
    description: 'Learners who come into it.',
    example: [USER_ID],
  })
  userIds: string[];
}

/** Who came into which group by chance. */
export class GroupAssignmentResponse {
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'With which it can be reversed; null after a dry run.',
    example: null,
  })
  id: string | null;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: 2_147_483_647,
    description: 'The same seed gives the same groups of the same learners.',
    example: 1_234_567,
  })
  seed: number;

  @ApiProperty({
    description:
      'Whether sizes are as they would be without lists: they differ by one at most, but for groups that were larger before, or all but the last have `groupSize`.',
    example: true,
  })
  isEven: boolean;

  @ApiProperty({ type: 'integer', description: 'Learners who come into a group.', example: 1 })
  placed: number;

  @ApiProperty({ type: [AssignedGroupResponse] })
  groups: AssignedGroupResponse[];
}

/** What the reversal of a random assignment has done. */
export class ReversedAssignmentResponse {
  @ApiProperty({ type: 'integer', description: 'Learners who are where they were before it.', example: 24 })
  restored: number;

  @ApiProperty({
    type: 'integer',
    description: 'Learners who were moved, or left the course, since; they stay as they are.',
    example: 0,
  })
  kept: number;

  @ApiProperty({ format: 'date-time', description: 'When it was reversed first.' })
  reversedAt: Date;
}

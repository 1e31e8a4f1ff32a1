import { ApiProperty } from '@nestjs/swagger';
import { nullablePlainDecimal, plainDecimal } from '../../../../shared/decimals/plain-decimal';
import { ScriptPersonResponse, toPerson } from '../../scripts/dto/script.response';
import { REMARK_STATES, type RemarkState } from '../remark-states';
import type { MessageRecord, RequestRecord } from '../remarks.repository';

export class RemarkRuleResponse {
  @ApiProperty({ format: 'uuid', description: 'The quiz.' })
  activityId: string;

  @ApiProperty({ type: 'integer', nullable: true, example: 7, description: 'Null: learners may not ask.' })
  days: number | null;

  @ApiProperty({ example: 1 })
  version: number;
}

export class RemarkRequestResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ format: 'uuid', description: 'The quiz.' })
  activityId: string;

  @ApiProperty({ format: 'uuid', description: 'The question that is answered.' })
  questionId: string;

  @ApiProperty({ format: 'uuid' })
  attemptId: string;

  @ApiProperty({ format: 'uuid', description: 'What was marked.' })
  scriptId: string;

  @ApiProperty({ type: ScriptPersonResponse })
  learner: ScriptPersonResponse;

  @ApiProperty({ enum: REMARK_STATES, example: 'open' })
  state: RemarkState;

  @ApiProperty({ format: 'decimal', example: '2.5', description: 'The mark when the learner asked.' })
  pointsBefore: string;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: null,
    description: 'The mark as it was decided; null: nothing was.',
  })
  pointsAfter: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-03-12T08:00:00.000Z' })
  requestedAt: Date;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  decidedAt: Date | null;

  @ApiProperty({ example: 1 })
  version: number;
}

export class RemarkMessageResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ type: ScriptPersonResponse })
  author: ScriptPersonResponse;

  @ApiProperty({ example: false, description: 'Whether they wrote as staff of the course.' })
  fromStaff: boolean;

  @ApiProperty({ example: 'My second paragraph names an example, which the comment says is missing.' })
  text: string;

  @ApiProperty({ format: 'date-time', example: '2026-03-12T08:00:00.000Z' })
  sentAt: Date;
}

/** A request with what was written, the reason first. */
export class RemarkThreadResponse extends RemarkRequestResponse {
  @ApiProperty({ type: [RemarkMessageResponse] })
  messages: RemarkMessageResponse[];
}

export function toRemarkRequestResponse(request: RequestRecord): RemarkRequestResponse {
  const {
    id,
    courseId,
    activityId,
    itemId: questionId,
    workId: attemptId,
    scriptId,
    userId,
    state,
  } = request;
  const { pointsBefore, pointsAfter, requestedAt, decidedAt, version, givenName, familyName } = request;
  return {
    ...{ id, courseId, activityId, questionId, attemptId, scriptId },
    ...{ learner: toPerson(userId, givenName, familyName), state },
    ...{ pointsBefore: plainDecimal(pointsBefore), pointsAfter: nullablePlainDecimal(pointsAfter) },
    ...{ requestedAt, decidedAt, version },
  };
}

export function toRemarkThreadResponse(
  request: RequestRecord,
  messages: readonly MessageRecord[],
): RemarkThreadResponse {
  return {
    ...toRemarkRequestResponse(request),
    messages: messages.map(({ id, authorId, givenName, familyName, isStaff: fromStaff, text, sentAt }) => ({
      ...{ id, author: toPerson(authorId, givenName, familyName), fromStaff, text, sentAt },
    })),
  };
}

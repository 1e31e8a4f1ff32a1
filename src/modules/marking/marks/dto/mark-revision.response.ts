import { ApiProperty } from '@nestjs/swagger';
import { nullablePlainDecimal } from '../../../../shared/decimals/plain-decimal';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { FileResponse } from '../../../files';
import { type FilesById, filesOf } from '../../feedback-files/feedback-files.service';
import {
  ScriptPersonResponse,
  toldFeedbackFiles,
  toPerson,
  toRubricMark,
} from '../../scripts/dto/script.response';
import { RubricMarkResponse } from '../../rubrics/dto/rubric-mark.dto';
import { MARKING_TURNS, type MarkingTurn } from '../../second-marking/marking-rule';
import { MARK_CAUSES, MARK_KINDS, type MarkCause, type MarkKind } from '../mark-rules';
import type { RevisionRecord } from '../marks.repository';

namedEnum('MarkCause', MARK_CAUSES);

/** A mark as it was saved once. */
export class MarkRevisionResponse {
  @ApiProperty({ type: 'integer', example: 2, description: 'Counts up, not without gaps.' })
  number: number;

  @ApiProperty({ enum: MARK_KINDS, example: 'given' })
  kind: MarkKind;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '3.5',
    description: 'Null: no mark; where it was given, the mark of before was taken back.',
  })
  points: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'An example is missing.' })
  comment: string | null;

  @toldFeedbackFiles()
  files: FileResponse[];

  @ApiProperty({
    type: RubricMarkResponse,
    nullable: true,
    description: 'What was chosen by the rubric; null: nothing.',
  })
  rubric: RubricMarkResponse | null;

  @ApiProperty({
    enum: MARKING_TURNS,
    nullable: true,
    example: null,
    description: 'Whose mark it is where several people mark the question; null: what counts.',
  })
  turn: MarkingTurn | null;

  @ApiProperty({ enum: MARK_CAUSES, example: 'marker' })
  cause: MarkCause;

  @ApiProperty({
    type: 'integer',
    example: 3,
    description: 'The `sequence` of the answer that was marked.',
  })
  answerNumber: number;

  @ApiProperty({ type: ScriptPersonResponse })
  markedBy: ScriptPersonResponse;

  @ApiProperty({ format: 'date-time', example: '2026-03-10T09:04:12.000Z' })
  markedAt: Date;
}

export function toMarkRevisionResponse(revision: RevisionRecord, files: FilesById): MarkRevisionResponse {
  const { number, kind, points, comment, turn, cause, answerNumber, markedBy, markedAt } = revision;
  return {
    ...{ number, kind, points: nullablePlainDecimal(points), comment, turn, cause, answerNumber },
    ...{ files: filesOf(revision.fileIds, files), rubric: toRubricMark(revision) },
    ...{ markedBy: toPerson(markedBy, revision.givenName, revision.familyName), markedAt },
  };
}

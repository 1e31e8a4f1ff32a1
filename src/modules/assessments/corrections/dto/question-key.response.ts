import { ApiProperty } from '@nestjs/swagger';
import { KeyRevisionResponse, toKeyRevisionResponse } from '../../questions/dto/version.response';
import type { KeyRevisionRecord } from '../../questions/versions.repository';

/** The newest key of a version of a question. */
export class QuestionKeyResponse extends KeyRevisionResponse {
  @ApiProperty({ format: 'uuid' })
  versionId: string;

  @ApiProperty({ type: 'integer', example: 2, description: 'The number of the revision, for `If-Match`.' })
  version: number;
}

export function toQuestionKeyResponse(versionId: string, revision: KeyRevisionRecord): QuestionKeyResponse {
  return { versionId, version: revision.number, ...toKeyRevisionResponse(revision) };
}

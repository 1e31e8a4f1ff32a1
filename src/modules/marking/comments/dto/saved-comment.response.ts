import { ApiProperty } from '@nestjs/swagger';
import { renderMarkdown } from '../../../../shared/markdown/markdown';
import { ScriptPersonResponse, toPerson } from '../../scripts/dto/script.response';
import type { SavedCommentRecord } from '../comments.repository';

/** A comment that markers use again. */
export class SavedCommentResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ example: 'An *example* would make this clear.', description: 'Markdown.' })
  text: string;

  @ApiProperty({ example: '<p>An <em>example</em> would make this clear.</p>\n' })
  textHtml: string;

  @ApiProperty({ example: true, description: 'Whether all staff of the course use it.' })
  shared: boolean;

  @ApiProperty({ type: ScriptPersonResponse })
  author: ScriptPersonResponse;

  @ApiProperty({ format: 'date-time', example: '2026-03-02T09:00:00.000Z' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time', example: '2026-03-02T09:00:00.000Z' })
  updatedAt: Date;

  @ApiProperty({ example: 1 })
  version: number;
}

export function toSavedCommentResponse(comment: SavedCommentRecord): SavedCommentResponse {
  const { id, courseId, text, isShared, authorId, givenName, familyName } = comment;
  const { createdAt, updatedAt, version } = comment;
  return {
    ...{ id, courseId, text, textHtml: renderMarkdown(text), shared: isShared },
    author: toPerson(authorId, givenName, familyName),
    ...{ createdAt, updatedAt, version },
  };
}

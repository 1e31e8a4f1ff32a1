import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import { MEDIA_TYPES } from '../media-types';

const CONTENT = Object.fromEntries(
  MEDIA_TYPES.map((type) => [type, { schema: { type: 'string', format: 'binary' } }] as const),
);

const TAG = { description: 'The hash of the content.', schema: { type: 'string' } };

/** A route that answers the content of a file, whole or in part. */
export function AnswersContent(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Range',
      required: false,
      description: 'One range of bytes, e.g. `bytes=0-1023`. Several are answered with all of the content.',
      schema: { type: 'string' },
    }),
    ApiHeader({
      name: 'If-Range',
      required: false,
      description:
        'The ETag of the copy to be completed. If it is not that of the content, `Range` is ignored.',
      schema: { type: 'string' },
    }),
    ApiResponse({ status: 200, content: CONTENT, headers: { ETag: TAG } }),
    ApiResponse({
      status: 206,
      description: 'The range that was asked for.',
      content: CONTENT,
      headers: {
        ETag: TAG,
        'Content-Range': { description: 'Which bytes these are.', schema: { type: 'string' } },
      },
    }),
    ApiResponse({ status: 304, description: 'Not Modified: `If-None-Match` names the ETag it has' }),
  );
}

import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import { CHECKSUM_ALGORITHMS, TUS_VERSION } from './tus-headers';

const text = { type: 'string' } as const;

/** The header that every request of the protocol has. */
export function TusHeader(): MethodDecorator {
  return ApiHeader({
    name: 'Tus-Resumable',
    required: true,
    description: 'The version of the protocol.',
    schema: { type: 'string', enum: [TUS_VERSION] },
    example: TUS_VERSION,
  });
}

/** What a piece says of itself. */
export function PieceHeaders(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Upload-Offset',
      required: true,
      description: 'Which byte of the file this piece begins with: as many as are there.',
      schema: { type: 'integer', minimum: 0 },
      example: 0,
    }),
    ApiHeader({
      name: 'Upload-Checksum',
      required: false,
      description: `\`sha256\` or \`sha1\`, a blank, and the checksum of this piece in Base64 (${CHECKSUM_ALGORITHMS.join(', ')}). Such a piece is kept whole or not at all.`,
      schema: text,
    }),
  );
}

/** What an answer says of how far an upload is. */
export function ProgressHeaders(status: 200 | 204): MethodDecorator {
  return ApiResponse({
    status,
    headers: {
      'Upload-Offset': { description: 'How many bytes of the file are there.', schema: { type: 'integer' } },
    },
  });
}

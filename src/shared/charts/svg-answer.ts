import { applyDecorators, Header } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';

/** A route that answers an SVG document. Titles in it come from people, so a browser must run and load nothing. */
export function AnswersSvg(): MethodDecorator {
  return applyDecorators(
    Header('content-type', 'image/svg+xml; charset=utf-8'),
    Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    ApiResponse({ status: 200, content: { 'image/svg+xml': { schema: { type: 'string' } } } }),
  );
}

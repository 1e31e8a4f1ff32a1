import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { acceptedLanguage } from '../sentences/languages';
import type { Language } from '../sentences/sentence';

/** The language that the request's `Accept-Language` likes best, if there are sentences in it. */
export const AcceptedLanguage = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Language | undefined =>
    acceptedLanguage(context.switchToHttp().getRequest<FastifyRequest>().headers['accept-language']),
);

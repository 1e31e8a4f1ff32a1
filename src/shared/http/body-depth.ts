import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { MalformedError } from '../errors/domain-error';
import { sentences } from './http.sentences';

/** In levels. No body of the API comes near. */
const DEEPEST = 32;

/**
 * A hook for parsed bodies, and not for those that a route reads as a stream: refuses (400) what is nested so deep that walking it recursively, as validation
 * does, could run out of stack.
 */
export function refuseDeepBody(
  { body }: Pick<FastifyRequest, 'body'>,
  _reply: unknown,
  done: (error?: Error) => void,
): void {
  if (!(body instanceof Readable) && isDeeper(body, DEEPEST))
    done(new MalformedError('request.too_deep', sentences.tooDeep({ levels: DEEPEST })));
  else done();
}

/** Whether a value is nested deeper than so many levels. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

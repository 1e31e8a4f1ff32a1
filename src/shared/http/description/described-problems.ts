import type { Type } from '@nestjs/common';
import { getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import { allExampleErrors } from '../../errors/example-errors';
import { problemOf } from '../../errors/problem.filter';
import { type ProblemKind, problemKindNamed, problemKinds } from '../../errors/problem-kinds';
import { Problem, type ProblemAnswer } from '../../errors/problem.response';
import './common-errors';

export const PROBLEM_TYPE = 'application/problem+json';

/** Where `@Endpoint` says that the errors of a route have members of their own. */
export const PROBLEM_KIND = 'x-problem';

/** The names of statuses that protocols on top of HTTP have added: 460 is of tus. */
const NOT_OF_HTTP: Record<number, string> = { 460: 'Checksum Mismatch' };

const EXAMPLE_REQUEST_ID = '01990000-0000-7000-8000-000000000000';

/** An error answer, as far as it is put together while routes are declared: its codes are the names of its examples. */
export interface Answer {
  description: string;
  headers?: Record<string, object>;
  content?: Record<string, { schema?: object; examples?: Record<string, object> }>;
}

export function problemClasses(): Type<Problem>[] {
  return [Problem, ...problemKinds().map(({ type }) => type)];
}

/** An error answer that names its codes. Its schema and examples come last (`fillProblems`), when all errors are known. */
export function problemAnswer(status: number, codes: string[]): Answer {
  return {
    description: `${STATUS_CODES[status] ?? NOT_OF_HTTP[status]}: ${codes.map((code) => `\`${code}\``).join(', ')}`,
    content: { [PROBLEM_TYPE]: { examples: Object.fromEntries(codes.map((code) => [code, {}])) } },
  };
}

/** The codes of an error answer. */
export function codesOf(answer: Answer | { $ref: string } | undefined): string[] {
  if (!answer || !('content' in answer)) return [];
  return Object.keys(answer.content?.[PROBLEM_TYPE]?.examples ?? {});
}

/** Gives the error answers their schemas, and for each code an example as it is answered. */
export function fillProblems(document: OpenAPIObject): void {
  const examples = examplesByCode();
  const fill = (answer: Answer, kind?: ProblemKind): void => {
    const codes = codesOf(answer);
    if (codes.length === 0) return;
    answer.content = {
      [PROBLEM_TYPE]: {
        schema: schemaOf(kind?.type ?? Problem, codes),
        examples: Object.fromEntries(codes.map((code) => [code, exampleOf(examples.get(code), kind)])),
      },
    };
  };
  for (const answer of Object.values((document.components?.responses ?? {}) as Record<string, Answer>))
    fill(answer);
  for (const item of Object.values(document.paths))
    for (const operation of Object.values(item as Record<string, Described>)) {
      const kind = problemKindNamed(operation[PROBLEM_KIND]);
      delete operation[PROBLEM_KIND];
      for (const [status, answer] of Object.entries(operation.responses)) {
        const own = kind && '$ref' in answer ? copyOf(answer, document) : answer;
        operation.responses[status] = own;
        if (!('$ref' in own)) fill(own, kind);
      }
    }
}

/** Every code that an answer can have, in alphabetical order. */
export function errorCodes(): string[] {
  return [...examplesByCode().keys()].sort();
}

interface Described {
  [PROBLEM_KIND]?: string;
  responses: Record<string, Answer | { $ref: string }>;
}

function examplesByCode(): Map<string, ProblemAnswer> {
  const examples = new Map<string, ProblemAnswer>();
  for (const error of allExampleErrors()) {
    const answer = problemOf(error, EXAMPLE_REQUEST_ID, 'en');
    if (!examples.has(answer.body.code)) examples.set(answer.body.code, answer);
  }
  return examples;
}

function exampleOf(answer: ProblemAnswer | undefined, kind: ProblemKind | undefined): object {
  return answer ? { value: kind ? kind.of(answer) : answer.body } : {};
}

function schemaOf(type: Type, codes: string[]): object {
  return {
    allOf: [
      { $ref: getSchemaPath(type) },
      { type: 'object', properties: { code: { type: 'string', enum: codes } }, required: ['code'] },
    ],
  };
}

/** A component's answer for one operation alone. */
function copyOf({ $ref }: { $ref: string }, document: OpenAPIObject): Answer {
  const shared = (document.components?.responses ?? {})[$ref.split('/').at(-1) ?? ''] as Answer;
  return structuredClone(shared);
}

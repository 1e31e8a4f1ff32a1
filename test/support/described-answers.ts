import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Contract } from '../fuzz/contract';
import type { Answer } from './test-app';

interface Described {
  $ref?: string;
  headers?: Record<string, object>;
  content?: Record<string, { examples?: Record<string, { value: unknown }> }>;
}

interface Document {
  paths: Record<string, Record<string, { responses: Record<string, Described> }>>;
  components: { responses: Record<string, Described>; schemas: Record<string, object> };
}

/** Headers that only some answers of a status have. */
const SOMETIMES = new Set(['Idempotency-Replayed']);

let known: Document | undefined;
let contract: Contract | undefined;

/** The API description that is committed. */
export function committedOpenApi(): Document {
  known ??= JSON.parse(readFileSync(join(__dirname, '..', '..', 'openapi.json'), 'utf8')) as Document;
  return known;
}

/** What an answer has that its description does not promise, or lacks that it promises: status, code, headers and body. */
export function differencesFromDescription(method: string, path: string, answer: Answer): string[] {
  const document = committedOpenApi();
  const described = document.paths[path]?.[method.toLowerCase()]?.responses[answer.status];
  if (!described) return [`${answer.status} is not described`];
  const { headers = {}, content = {} } =
    described.$ref === undefined
      ? described
      : (document.components.responses[described.$ref.split('/').at(-1) ?? ''] ?? {});
  // Some views of a thing have no version, such as a learner's of a quiz.
  const hasNoVersion = answer.status < 300 && answer.body?.version === undefined;
  const missing = Object.keys(headers).filter(
    (name) =>
      !SOMETIMES.has(name) &&
      !(name === 'ETag' && hasNoVersion) &&
      answer.headers[name.toLowerCase()] === undefined,
  );
  const codes = Object.keys(content['application/problem+json']?.examples ?? {});
  contract ??= new Contract(document);
  const operation = contract.operation(`${method.toUpperCase()} ${path}`)!;
  const type = String(answer.headers['content-type'] ?? '').split(';')[0]!;
  return [
    ...contract.faultsOfBody(operation, { ...answer, type }),
    ...missing.map((name) => `${answer.status} lacks the header ${name}`),
    ...(answer.status >= 400 && method !== 'HEAD' && !codes.includes(answer.body?.code)
      ? [`${answer.status} ${answer.body?.code} is not described`]
      : []),
  ];
}

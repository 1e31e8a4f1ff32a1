import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Answer } from './client';

/** A JSON Schema of the document, as far as the fuzzer reads it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  example?: unknown;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
}

interface MediaType {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

interface Response {
  $ref?: string;
  content?: Record<string, MediaType>;
}

interface DescribedOperation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, MediaType> };
  responses: Record<string, Response>;
}

/** An OpenAPI 3.1 document, as far as the fuzzer reads it. */
export interface OpenApiDocument {
  paths: Record<string, Record<string, DescribedOperation>>;
  components?: { schemas?: Record<string, Schema>; responses?: Record<string, Response> };
}

export interface Operation {
  /** `POST /v1/courses`. */
  key: string;
  method: string;
  /** With its parameters in braces. */
  path: string;
  parameters: Parameter[];
  /** By content type. */
  bodies: Record<string, MediaType>;
  responses: DescribedOperation['responses'];
}

const METHODS = ['get', 'head', 'options', 'post', 'put', 'patch', 'delete'];
const PROBLEM_TYPE = 'application/problem+json';

/** What an OpenAPI document promises, and whether an answer keeps it. */
export class Contract {
  readonly operations: Operation[];
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(private readonly document: OpenApiDocument) {
    addFormats(this.ajv);
    this.ajv.addFormat('decimal', /^-?(0|[1-9]\d*)(\.\d+)?$/);
    this.ajv.addSchema(closed(document) as object, 'openapi');
    this.operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([method]) => METHODS.includes(method))
        .map(([method, described]) => ({
          key: `${method.toUpperCase()} ${path}`,
          method: method.toUpperCase(),
          path,
          parameters: described.parameters ?? [],
          bodies: described.requestBody?.content ?? {},
          responses: described.responses,
        })),
    );
  }

  /** Follows references until there is a schema. */
  resolve(schema: Schema): Schema {
    const { $ref, ...beside } = schema;
    const name = $ref?.split('/').pop();
    if (name === undefined) return schema;
    const target = this.document.components?.schemas?.[name];
    if (target === undefined) throw new Error(`The document has no schema ${name}.`);
    return { ...this.resolve(target), ...beside };
  }

  /** The properties of an object, and of each of a union's members. */
  propertiesOf(reference: Schema): Record<string, Schema> {
    const { properties, oneOf = [] } = this.resolve(reference);
    return { ...Object.assign({}, ...oneOf.map((member) => this.propertiesOf(member))), ...properties };
  }

  operation(key: string): Operation | undefined {
    return this.operations.find((operation) => operation.key === key);
  }

  /** Every promise that the answer breaks, each as a short stable sentence. */
  faultsOf(operation: Operation, answer: Answer): string[] {
    const { status } = answer;
    const isDeclared = operation.responses[status] !== undefined;
    // An answer to HEAD has no body, whatever its status.
    if (operation.method === 'HEAD')
      return isDeclared && status < 500
        ? []
        : [`answers ${status}${isDeclared ? '' : ', which is not declared'}`];
    const faults = faultsOfAnyAnswer(answer, operation.method);
    // A 304 is an answer of HTTP itself to a GET with If-None-Match.
    if (status === 304 && operation.method === 'GET') return faults;
    const response = operation.responses[status];
    if (response === undefined) return [...faults, `answers ${status}, which is not declared`];
    return [...faults, ...this.faultsOfBody(operation, answer)];
  }

  /** Where the body of an answer differs from its schema. */
  faultsOfBody(
    { path, method, responses }: Operation,
    answer: Pick<Answer, 'status' | 'type' | 'body' | 'text'>,
  ): string[] {
    const { status, type, body, text } = answer;
    const shared = responses[status]?.$ref?.split('/').pop();
    const { content = {} } =
      (shared === undefined ? responses[status] : this.document.components?.responses?.[shared]) ?? {};
    // Of an answer to HEAD only the headers are sent.
    if (method === 'HEAD') return [];
    const declared = Object.keys(content);
    if (declared.length === 0) return text === '' ? [] : [`${status} has a body, and none is declared`];
    if (!declared.includes(type)) return [`${status} has the content type "${type}", which is not declared`];
    if (content[type]?.schema === undefined || !type.endsWith('json')) return [];
    const place =
      shared === undefined
        ? ['paths', path, method.toLowerCase(), 'responses', status]
        : ['components', 'responses', shared];
    const pointer = [...place, 'content', type, 'schema'];
    const reference = `openapi#/${pointer.map((part) => escapePointer(String(part))).join('/')}`;
    const validate = this.validators.get(reference) ?? this.ajv.compile({ $ref: reference });
    this.validators.set(reference, validate);
    if (validate(body)) return [];
    const errors = (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const at = instancePath.replace(/\/\d+(?=\/|$)/g, '/0') || '/';
      return `${status} does not match its schema at ${at}: ${message} ${JSON.stringify(params)}`;
    });
    return errors.slice(0, 1);
  }
}

/** What must hold for every answer, even at addresses without an operation. */
export function faultsOfAnyAnswer({ status, headers, type, body }: Answer, method: string): string[] {
  const faults: string[] = [];
  const requestId = headers['x-request-id'];
  if (status >= 500) faults.push(`answers ${status}`);
  if (typeof requestId !== 'string' || requestId === '') faults.push(`${status} has no x-request-id`);
  // An answer to HEAD has no body, whatever its status.
  if (status < 400 || method === 'HEAD') return faults;
  if (type !== PROBLEM_TYPE) return [...faults, `${status} is "${type}", not ${PROBLEM_TYPE}`];
  const problem = (typeof body === 'object' ? body : null) as Record<string, unknown> | null;
  for (const field of ['type', 'title', 'code', 'detail'])
    if (typeof problem?.[field] !== 'string' || problem[field] === '')
      faults.push(`the problem of ${status} has no ${field}`);
  if (problem?.['status'] !== status) faults.push(`the problem of ${status} tells another status`);
  if (problem?.['requestId'] !== requestId) faults.push(`the problem of ${status} tells another requestId`);
  return faults;
}

function escapePointer(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** A copy whose objects allow declared properties only, so that an undeclared property in an answer is a fault. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  // A part of an allOf need not name the properties of its neighbors: of those, only what they refer to is closed.
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === 'allOf' ? part : closed(part)]),
  ) as Record<string, unknown>;
  const isObject = copy['type'] === 'object' && typeof copy['properties'] === 'object';
  return isObject && !('additionalProperties' in copy) ? { ...copy, additionalProperties: false } : copy;
}

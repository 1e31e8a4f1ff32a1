import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLE_YEAR } from '../../../src/shared/http/description/example-days';

const ROOT = join(__dirname, '..', '..', '..');

interface Node {
  [key: string]: unknown;
}

interface Operation {
  summary?: string;
  tags?: string[];
  security?: object[];
  parameters?: { in: string; name: string; description?: string; schema?: { format?: string } }[];
  requestBody?: { content: Record<string, { schema: Node; examples?: Record<string, { value: unknown }> }> };
  responses: Record<string, Node & { $ref?: string; content?: Record<string, ProblemContent> }>;
}

interface ProblemContent {
  examples?: Record<string, { value?: { status: number; code: string; title: string; detail: string } }>;
}

const document = JSON.parse(readFileSync(join(ROOT, 'openapi.json'), 'utf8')) as {
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Node>; responses: Record<string, Operation['responses'][string]> };
};

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    operation,
  })),
);

/** Every object in the node that may be a schema, with its place. */
function schemasIn(node: unknown, place: string, isNamed = false): [place: string, schema: Node][] {
  if (typeof node !== 'object' || node === null) return [];
  const entries = Object.entries(node).filter(
    ([key]) => isNamed || !['example', 'examples', 'default', 'enum', 'mapping'].includes(key),
  );
  return [
    ...(isNamed || Array.isArray(node) ? [] : ([[place, node as Node]] as [string, Node][])),
    ...entries.flatMap(([key, value]) =>
      schemasIn(value, `${place}/${key}`, !isNamed && (key === 'properties' || key === 'schemas')),
    ),
  ];
}

/** The places of the schemas that a body refers to, however far away. */
function schemasOfBodies(): [string, Node][] {
  const names = new Set<string>();
  const collect = (node: Node): void => {
    for (const [, schema] of schemasIn(node, '')) {
      const name = typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1)! : undefined;
      if (name === undefined || names.has(name)) continue;
      names.add(name);
      collect(document.components.schemas[name] ?? {});
    }
  };
  for (const { operation } of operations)
    for (const { schema } of Object.values(operation.requestBody?.content ?? {})) collect(schema);
  return [...names].flatMap((name) => schemasIn(document.components.schemas[name], name));
}

describe('openapi.json', () => {
  it('has no defaults in bodies, which generated clients take for required fields', () => {
    const withDefault = schemasOfBodies().filter(([, schema]) => 'default' in schema);
    expect(withDefault.map(([place]) => place)).toEqual([]);
  });

  it('has no number that is not whole, unless it says so', () => {
    const numbers = schemasIn(document, '').filter(
      ([, { type, format }]) => [type].flat().includes('number') && format !== 'double',
    );
    expect(numbers.map(([place]) => place)).toEqual([]);
  });

  it('files every operation under the tags that stand in the order of the work, and leaves none empty', () => {
    const used = new Set(operations.flatMap(({ operation }) => operation.tags ?? ['(none)']));
    expect([...used].sort()).toEqual(document.tags.map(({ name }) => name).sort());
  });

  it('has a name for every list of values', () => {
    const unnamed = schemasIn(document, '').filter(
      ([place, { enum: values }]) =>
        Array.isArray(values) &&
        values.length > 1 &&
        !/^\/components\/schemas\/\w+$/.test(place) &&
        // The codes that one answer can have, out of ErrorCode.
        !/application~?1?\/problem\+json/.test(place),
    );
    expect(unnamed.map(([place]) => place)).toEqual([]);
  });

  it('says of every operation whether it needs a token, and of every parameter of a path where its value is from', () => {
    for (const { name, operation } of operations) {
      expect([name, operation.security]).toEqual([name, expect.any(Array)]);
      for (const { in: where, description, schema, name: parameter } of operation.parameters ?? [])
        if (where === 'path')
          expect([name, parameter, description, schema?.format]).toEqual([
            name,
            parameter,
            expect.stringMatching(/from/),
            'uuid',
          ]);
    }
  });

  it('has the body of each error as an example', () => {
    const answers = [
      ...operations.flatMap(({ name, operation }) =>
        Object.entries(operation.responses).map(([status, answer]) => ({ name, status, answer })),
      ),
      ...Object.entries(document.components.responses).map(([name, answer]) => ({
        name,
        status: undefined,
        answer,
      })),
    ];
    for (const { name, status, answer } of answers)
      for (const [code, { value }] of Object.entries(
        answer.content?.['application/problem+json']?.examples ?? {},
      ))
        expect([name, code, value]).toEqual([
          name,
          code,
          expect.objectContaining({
            code,
            status: status === undefined ? expect.any(Number) : Number(status),
            detail: expect.not.stringContaining('What is wrong'),
          }),
        ]);
  });

  it('has a code for every error that the source can answer', () => {
    const codes = document.components.schemas['ErrorCode']?.['enum'] as string[];
    expect(sourceCodes().filter((code) => !codes.includes(code))).toEqual([]);
    const known = new Set(codes);
    const described = operations.flatMap(({ operation }) =>
      Object.values(operation.responses).flatMap(({ content }) =>
        Object.keys(content?.['application/problem+json']?.examples ?? {}),
      ),
    );
    expect(described.filter((code) => !known.has(code))).toEqual([]);
  });

  it('offers one body for each PATCH, which changes nothing', () => {
    const patches = operations
      .filter(({ name }) => name.startsWith('PATCH'))
      // Sends bytes of a file, not fields.
      .filter(({ name }) => name !== 'PATCH /v1/file-uploads/{uploadId}');
    expect(patches.length).toBeGreaterThan(6);
    for (const { name, operation } of patches)
      expect([name, operation.requestBody?.content['application/json']?.examples]).toEqual([
        name,
        { nothing: { summary: expect.any(String), value: {} } },
      ]);
  });

  it('names no day in bodies that will have passed soon', () => {
    const bodies = [
      ...operations.map(({ operation }) => operation.requestBody ?? {}),
      ...schemasOfBodies().map(([, schema]) => schema),
    ];
    for (const body of bodies)
      for (const [day] of JSON.stringify(body).matchAll(/\b20\d{2}-\d{2}-\d{2}/g))
        expect(day.slice(0, 4)).toBe(String(EXAMPLE_YEAR));
  });
});

/** The codes in `super('…')` of the classes of errors, but for those that only operations have in their list of issues. */
function sourceCodes(): string[] {
  const folder = join(ROOT, 'src');
  const ofOperations =
    /^operations\.(interrupted|store_unavailable|input_unavailable|not_confirmed|input_gone)$|^rostering\.bundle_refused$|^assessments\.(question_file_unreadable|import_course_gone)$|^marking\.file_unreadable$|^enrollments\.sheet_unreadable$/;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.errors.ts'))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/super\(\s*'(\w+\.\w+)'/g)])
    .map(([, code]) => code!)
    .filter((code) => !ofOperations.test(code));
}

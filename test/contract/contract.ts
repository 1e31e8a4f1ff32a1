/** A schema of the contract, without words and examples. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: unknown[];
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  [keyword: string]: unknown;
}

export interface Parameter {
  in: string;
  name: string;
  required?: boolean;
  schema?: Schema;
}

export interface Operation {
  security?: object[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content?: Record<string, { schema?: Schema }> };
  responses: Record<string, Answer>;
}

export interface Header {
  $ref?: string;
  schema?: Schema;
}

export interface Answer {
  $ref?: string;
  headers?: Record<string, Header>;
  content?: Record<string, { schema?: Schema }>;
}

/** An OpenAPI document, as far as it binds anybody. */
export interface Contract {
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, Answer>;
    headers?: Record<string, Header>;
  };
}

/** Words for people, and values that show something. */
const WORDS = new Set([
  'description',
  'summary',
  'example',
  'examples',
  'title',
  'tags',
  'operationId',
  'info',
]);

/** The document without what binds nobody, for the baseline. */
export function contractOf(document: unknown): Contract {
  return strip(document, false) as Contract;
}

/** `isNamed`: the keys are names of fields or schemas, such as a field `title`. */
function strip(node: unknown, isNamed: boolean): unknown {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map((item) => strip(item, false));
  const kept = Object.entries(node).filter(([key]) => isNamed || !WORDS.has(key));
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      strip(value, !isNamed && ['properties', 'schemas', 'headers', 'parameters', 'responses'].includes(key)),
    ]),
  );
}

/** As text, with a line for each path and each schema, so that its differences can be read. */
export function contractText({ paths, components: { schemas, responses, headers = {} } }: Contract): string {
  const lines = (entries: object): string =>
    Object.entries(entries)
      .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
      .join(',\n');
  return `{"paths": {\n${lines(paths)}\n}, "components": {"schemas": {\n${lines(schemas)}\n}, "responses": {\n${lines(responses)}\n}, "headers": {\n${lines(headers)}\n}}}\n`;
}

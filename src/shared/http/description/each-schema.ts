import type { OpenAPIObject } from '@nestjs/swagger';

/** A schema of the document, as far as the steps that change it look at it. */
export interface AnySchema {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  default?: unknown;
  description?: string;
  [keyword: string]: unknown;
}

/** Values and not schemas. */
const VALUES = new Set(['example', 'examples', 'default', 'enum', 'const', 'required', 'mapping']);

/** Calls `visit` for every object of the document that may be a schema; it may change it. Examples are passed over. */
export function eachSchema(document: OpenAPIObject, visit: (schema: AnySchema) => void): void {
  walk(document, visit, false);
}

/** As `eachSchema`, for the schemas that a request body is made of, however deep. */
export function eachSchemaOfBodies(document: OpenAPIObject, visit: (schema: AnySchema) => void): void {
  const schemas = (document.components?.schemas ?? {}) as Record<string, object>;
  const seen = new Set<unknown>();
  const follow = (schema: AnySchema): void => {
    visit(schema);
    const { $ref } = schema;
    const named = typeof $ref === 'string' ? schemas[$ref.split('/').at(-1) ?? ''] : undefined;
    if (named === undefined || seen.has(named)) return;
    seen.add(named);
    walk(named, follow, false);
  };
  for (const item of Object.values(document.paths))
    for (const { requestBody } of Object.values(item as Record<string, { requestBody?: object }>))
      walk(requestBody, follow, false);
}

/** `isNamed`: the keys are names of fields, of which one may be called `example` or `enum`. */
function walk(node: unknown, visit: (schema: AnySchema) => void, isNamed: boolean): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) return node.forEach((item) => walk(item, visit, false));
  if (!isNamed) visit(node as AnySchema);
  for (const [key, value] of Object.entries(node))
    if (isNamed || !VALUES.has(key)) walk(value, visit, !isNamed && key === 'properties');
}

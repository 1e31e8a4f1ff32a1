/** A schema of an OpenAPI 3.1 document, as far as a body is composed from it. */
interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  example?: unknown;
  default?: unknown;
  enum?: unknown[];
  minimum?: number;
  properties?: Record<string, Schema>;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
}

interface MediaType {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, { value?: unknown }>;
}

export interface Operation {
  method: string;
  path: string;
  summary: string;
  statuses: string[];
  parameters: { in: string; name: string; required?: boolean; schema?: Schema; example?: unknown }[];
  /** What Swagger UI offers to send, the default first; none where the operation takes no JSON. */
  bodies: { name: string; value: unknown }[];
  hasBody: boolean;
}

interface Document {
  paths: object;
  components?: { schemas?: object };
}

/** The operations of the API description with the bodies that Swagger UI puts into its editor. */
export function operationsIn(document: Document): Operation[] {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, DescribedOperation>).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      summary: operation.summary ?? '',
      statuses: Object.keys(operation.responses),
      parameters: operation.parameters ?? [],
      hasBody: operation.requestBody !== undefined,
      bodies: bodiesOf(operation.requestBody?.content?.['application/json'], schemas),
    })),
  );
}

interface DescribedOperation {
  summary?: string;
  responses: object;
  parameters?: Operation['parameters'];
  requestBody?: { content?: Record<string, MediaType> };
}

function bodiesOf(
  json: MediaType | undefined,
  schemas: Record<string, Schema>,
): { name: string; value: unknown }[] {
  if (!json) return [];
  const named = Object.entries(json.examples ?? {}).map(([name, { value }]) => ({ name, value }));
  if (named.length > 0) return named;
  return [{ name: 'default', value: json.example ?? sampleOf(json.schema ?? {}, schemas) }];
}

/** A value composed as Swagger UI composes it: an example, else a default, else something of the type. */
function sampleOf(schema: Schema, schemas: Record<string, Schema>): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.$ref !== undefined) return sampleOf(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, schemas);
  if (schema.default !== undefined) return schema.default;
  const [first] = schema.oneOf ?? schema.anyOf ?? schema.allOf ?? [];
  if (first) return sampleOf(first, schemas);
  if (schema.enum) return schema.enum[0];
  const type = [schema.type].flat()[0];
  if (type === 'array') return schema.items ? [sampleOf(schema.items, schemas)] : [];
  if (type === 'integer' || type === 'number') return schema.minimum ?? 0;
  if (type === 'boolean') return true;
  if (type === 'string') return schema.format === 'date-time' ? new Date().toISOString() : 'string';
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, property]) => [name, sampleOf(property, schemas)]),
  );
}

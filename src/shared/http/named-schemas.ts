import type { Type } from '@nestjs/common';
import { getSchemaPath, type OpenAPIObject, type SchemaObject } from '@nestjs/swagger';
import { errorCodes, problemClasses } from './description/described-problems';
import { eachSchema } from './description/each-schema';

const SCHEMAS = new Map<string, SchemaObject>();
const REFERRED_TO = new Set<Type>();
const ENUM_NAMES = new Map<string, string>();

/**
 * Puts a schema that no class can describe, such as a union, into the OpenAPI document under a name, so that programs
 * made from the document have a type of that name. It takes the place of the schema of a class of this name. Classes
 * that it refers to get their schemas, too.
 */
export function namedSchema(name: string, schema: SchemaObject, referredTo: Type[] = []): { $ref: string } {
  SCHEMAS.set(name, schema);
  referredTo.forEach((type) => REFERRED_TO.add(type));
  return { $ref: getSchemaPath(name) };
}

/** A schema of the given name that is one of these classes, told apart by the value of `property`. */
export function namedUnion(
  name: string,
  property: string,
  members: Readonly<Record<string, Type>>,
): { $ref: string } {
  const mapping = Object.fromEntries(
    Object.entries(members).map(([value, member]) => [value, getSchemaPath(member)]),
  );
  const oneOf = Object.values(mapping).map(($ref) => ({ $ref }));
  return namedSchema(
    name,
    { oneOf, discriminator: { propertyName: property, mapping } },
    Object.values(members),
  );
}

/**
 * Gives a list of texts, or of whole numbers, its name: wherever a field or a parameter takes one of them, the document refers to
 * that name.
 *
 * @throws Error where another list has the name already
 */
export function namedEnum(name: string, values: readonly string[] | readonly number[]): void {
  const earlier = SCHEMAS.get(name)?.enum;
  if (earlier && keyOf(earlier as string[]) !== keyOf(values))
    throw new Error(`Two enums have the name ${name}: ${earlier.join(', ')} and ${values.join(', ')}.`);
  namedSchema(name, { type: typeof values[0] === 'number' ? 'integer' : 'string', enum: [...values] });
  ENUM_NAMES.set(keyOf(values), name);
}

/** The classes that named schemas refer to. */
export function classesOfNamedSchemas(): Type[] {
  return [...REFERRED_TO];
}

export function addNamedSchemas(document: OpenAPIObject): void {
  document.components ??= {};
  const named = structuredClone(Object.fromEntries(SCHEMAS));
  document.components.schemas = { ...document.components.schemas, ...named };
  referToEnums(document, new Set(Object.values(named)));
}

/** To be called after the last answer of the document was described. */
export function nameErrorCodes(document: OpenAPIObject): void {
  const { schemas = {} } = document.components ?? {};
  schemas['ErrorCode'] = {
    type: 'string',
    enum: errorCodes(),
    description: 'Stable, for programs. More may be added, so have a branch for codes that you do not know.',
  };
  for (const { name } of problemClasses()) {
    const { properties = {} } = schemas[name] as { properties?: Record<string, object> };
    properties['code'] = { $ref: getSchemaPath('ErrorCode'), example: 'request.invalid' };
  }
}

/** `own`: the named schemas, which stay as they are. */
function referToEnums(document: OpenAPIObject, own: ReadonlySet<object>): void {
  eachSchema(document, (schema) => {
    const { enum: values, type: _type, ...rest } = schema;
    if (!values || own.has(schema)) return;
    const name = ENUM_NAMES.get(keyOf(values.filter((value) => value !== null) as string[]));
    if (name === undefined) return;
    delete schema.enum;
    delete schema.type;
    const reference = { $ref: getSchemaPath(name) };
    Object.assign(schema, values.includes(null) ? { anyOf: [reference, { type: 'null' }] } : reference, rest);
  });
}

function keyOf(values: readonly (string | number)[]): string {
  return values.map(String).toSorted().join('|');
}

import type { Type } from '@nestjs/common';
import { getSchemaPath, type OpenAPIObject, type SchemaObject } from '@nestjs/swagger';

const SCHEMAS = new Map<string, SchemaObject>();
const REFERRED_TO = new Set<Type>();

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

/** The classes that named schemas refer to. */
export function classesOfNamedSchemas(): Type[] {
  return [...REFERRED_TO];
}

export function addNamedSchemas(document: OpenAPIObject): void {
  document.components ??= {};
  document.components.schemas = { ...document.components.schemas, ...Object.fromEntries(SCHEMAS) };
}

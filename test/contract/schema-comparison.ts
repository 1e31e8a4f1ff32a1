import type { Contract, Schema } from './contract';

/** Who is hurt by a change of a schema: who sends it, or who reads it. */
export type Direction = 'sent' | 'read';

/** A schema without its reference and without the `null` that it may be. */
interface Resolved {
  name?: string;
  schema: Schema;
  isNullable: boolean;
}

const UPPER_BOUNDS = ['maxLength', 'maximum', 'maxItems'] as const;
const LOWER_BOUNDS = ['minLength', 'minimum', 'minItems'] as const;

/** Compares schemas of two contracts, and adds what breaks callers to `found`. */
export class SchemaComparison {
  private readonly compared = new Set<string>();

  constructor(
    private readonly before: Contract,
    private readonly after: Contract,
    private readonly found: Set<string>,
  ) {}

  schemas(place: string, one: Schema | undefined, other: Schema | undefined, direction: Direction): void {
    if (!one || !other) return;
    const [a, b] = [resolve(one, this.before), resolve(other, this.after)];
    this.types(place, a, b, direction);
    // A schema with a name is compared once for each direction, and told under its name.
    const at = a.name ?? place;
    const pair = `${direction} ${at} ${b.name ?? ''}`;
    if (a.name !== undefined && this.compared.has(pair)) return;
    this.compared.add(pair);
    this.values(at, a.schema, b.schema, direction);
    this.members(at, a.schema, b.schema, direction);
  }

  /** Of a union and of a schema that is none, that is what an object of any of its members has. */
  private members(at: string, before: Schema, after: Schema, direction: Direction): void {
    const [had, has] = [unionOf(before), unionOf(after)];
    const names = new Set(has.map(({ $ref }) => $ref));
    const isSameUnion = had.some(({ $ref }) => $ref !== undefined && names.has($ref));
    if (had.length > 0 && has.length > 0 && (isSameUnion || had.every(({ $ref }) => $ref === undefined)))
      return this.pairs(at, had, has, direction);
    const [one, other] = [merged(before, this.before), merged(after, this.after)];
    this.fields(at, one, other, direction);
    this.schemas(`${at}[]`, one.items, other.items, direction);
    const [inner, newInner] = [one.additionalProperties, other.additionalProperties];
    if (typeof inner === 'object' && typeof newInner === 'object')
      this.schemas(`${at}{}`, inner, newInner, direction);
    (one.allOf ?? []).forEach((part, index) =>
      this.schemas(`${at}&${index}`, part, other.allOf?.[index], direction),
    );
  }

  /** Members are told apart by their names, or else by their types, of which `types` has seen those that are gone. */
  private pairs(at: string, had: Schema[], has: Schema[], direction: Direction): void {
    for (const member of had) {
      const { $ref } = member;
      const named = has.find((other) => $ref !== undefined && other.$ref === $ref);
      const typeOf = (schema: Schema): string => typesOf(resolve(schema, this.after), this.after).join('|');
      const alike = has.filter((other) => $ref === undefined && typeOf(other) === typeOf(member));
      if (named) this.schemas(`${at}|${nameOf($ref ?? '')}`, member, named, direction);
      else if (alike.length === 1) this.schemas(`${at}|${typeOf(member)}`, member, alike[0], direction);
      else if ($ref !== undefined && direction === 'sent')
        this.found.add(`${at}: ${nameOf($ref)} is not taken any more`);
    }
  }

  private types(place: string, one: Resolved, other: Resolved, direction: Direction): void {
    const had = typesOf(one, this.before);
    const has = typesOf(other, this.after);
    const [all, some] = direction === 'sent' ? [has, had] : [had, has];
    const isTaken = (type: string): boolean =>
      all.includes(type) || (type === 'integer' && all.includes('number'));
    if (had.length > 0 && has.length > 0 && !some.every(isTaken))
      this.found.add(`${place}: was ${had.join(' or ')} and is ${has.join(' or ')}`);
  }

  /** Values, forms and bounds: what is sent must not get narrower, what is read must not get other ones. */
  private values(at: string, before: Schema, after: Schema, direction: Direction): void {
    // Null is a type, and a list of values may say it or leave it to the type.
    const gone = (before.enum ?? []).filter(
      (value) => value !== null && after.enum && !after.enum.includes(value),
    );
    for (const value of gone) this.found.add(`${at}: the value ${JSON.stringify(value)} is gone`);
    if (before.format !== undefined && after.format !== undefined && before.format !== after.format)
      this.found.add(`${at}: was a ${before.format} and is a ${after.format}`);
    if (direction === 'read') return;
    if (after.enum && !before.enum) this.found.add(`${at}: takes certain values only`);
    if (after.pattern !== undefined && after.pattern !== before.pattern)
      this.found.add(`${at}: must match ${after.pattern} now`);
    for (const bound of UPPER_BOUNDS) this.bound(at, bound, before, after, 1);
    for (const bound of LOWER_BOUNDS) this.bound(at, bound, before, after, -1);
  }

  private bound(at: string, name: string, before: Schema, after: Schema, sign: 1 | -1): void {
    const [had, has] = [before[name], after[name]];
    if (typeof has !== 'number') return;
    if (typeof had !== 'number' || sign * (has - had) < 0) this.found.add(`${at}: ${name} is ${has} now`);
  }

  private fields(at: string, before: Schema, after: Schema, direction: Direction): void {
    const required = (schema: Schema, field: string): boolean => schema.required?.includes(field) ?? false;
    for (const [field, schema] of Object.entries(before.properties ?? {})) {
      const present = after.properties?.[field];
      if (!present) this.found.add(`${at}.${field}: is gone`);
      else if (direction === 'read' && required(before, field) && !required(after, field))
        this.found.add(`${at}.${field}: may be missing now`);
      this.schemas(`${at}.${field}`, schema, present, direction);
    }
    if (direction === 'sent')
      for (const field of after.required ?? [])
        if (!required(before, field)) this.found.add(`${at}.${field}: is required now`);
  }
}

function resolve({ $ref, ...rest }: Schema, contract: Contract): Resolved {
  if ($ref !== undefined) {
    const name = nameOf($ref);
    return { ...resolve(contract.components.schemas[name] ?? {}, contract), name };
  }
  const members = rest.oneOf ?? rest.anyOf;
  const others = members?.filter(({ type }) => type !== 'null') ?? [];
  const [only] = others;
  if (members && only && others.length === 1 && members.length === 2)
    return { ...resolve(only, contract), isNullable: true };
  return { schema: rest, isNullable: false };
}

/** The members of a union, but for `null`. */
function unionOf({ oneOf, anyOf }: Schema): Schema[] {
  return (oneOf ?? anyOf ?? []).filter(({ type }) => type !== 'null');
}

/** A union as one object: each field is that of any member, and required if all of them require it. */
function merged(schema: Schema, contract: Contract): Schema {
  const members = unionOf(schema).map((member) => resolve(member, contract).schema);
  if (members.length === 0) return schema;
  const fields = new Set(members.flatMap(({ properties }) => Object.keys(properties ?? {})));
  const kindsOf = (field: string): Schema[] =>
    members.map(({ properties }) => properties?.[field]).filter((kind): kind is Schema => kind !== undefined);
  const items = members.find((member) => member.items)?.items;
  return {
    properties: Object.fromEntries([...fields].map((field) => [field, sameOrUnion(kindsOf(field))])),
    required: [...fields].filter((field) => members.every(({ required }) => required?.includes(field))),
    ...(items ? { items } : {}),
  };
}

/** Lists of values become one list. */
function sameOrUnion(schemas: Schema[]): Schema {
  const [first = {}] = schemas;
  if (schemas.every((schema) => JSON.stringify(schema) === JSON.stringify(first))) return first;
  if (schemas.every((schema) => schema.enum))
    return { ...first, enum: [...new Set(schemas.flatMap((schema) => schema.enum ?? []))] };
  return { anyOf: schemas };
}

/** None where the schema takes anything. */
function typesOf({ schema, isNullable }: Resolved, contract: Contract): string[] {
  const members = schema.oneOf ?? schema.anyOf;
  const own = members
    ? members.map((member) => typesOf(resolve(member, contract), contract))
    : [ownTypesOf(schema)];
  if (own.some((types) => types.length === 0)) return [];
  return [...new Set([...own.flat(), ...(isNullable ? ['null'] : [])])];
}

function ownTypesOf({ type, properties }: Schema): string[] {
  if (type !== undefined) return [type].flat();
  return properties ? ['object'] : [];
}

export function nameOf(reference: string): string {
  return reference.split('/').at(-1) ?? '';
}

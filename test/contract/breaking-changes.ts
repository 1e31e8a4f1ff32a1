import type { Answer, Contract, Operation, Schema } from './contract';

/** Who is hurt by a change of a schema: who sends it, or who reads it. */
type Direction = 'sent' | 'read';

/**
 * What callers of the contract before would run into, a sentence each. Narrow on purpose: what is taken away or newly
 * demanded counts, what is added does not. Programs must put up with new fields and new values in answers.
 */
export function breakingChanges(before: Contract, after: Contract): string[] {
  const found = new Set<string>();
  const compare = new SchemaComparison(before, after, found);
  for (const [path, methods] of Object.entries(before.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const name = `${method.toUpperCase()} ${path}`;
      const present = after.paths[path]?.[method];
      if (present) compareOperation(name, operation, present, compare, found, [before, after]);
      else found.add(`${name}: is gone`);
    }
  return [...found].sort();
}

function compareOperation(
  name: string,
  before: Operation,
  after: Operation,
  compare: SchemaComparison,
  found: Set<string>,
  [earlier, later]: [Contract, Contract],
): void {
  if (before.security?.length === 0 && after.security?.length !== 0) found.add(`${name}: needs a token now`);
  for (const parameter of after.parameters ?? []) {
    const known = before.parameters?.find((one) => one.name === parameter.name && one.in === parameter.in);
    const place = `${name} ${parameter.in} ${parameter.name}`;
    if (parameter.required && !known?.required) found.add(`${place}: is required now`);
    if (known) compare.schemas(place, known.schema, parameter.schema, 'sent');
  }
  for (const { in: where, name: parameter } of before.parameters ?? [])
    if (!after.parameters?.some((one) => one.name === parameter && one.in === where))
      found.add(`${name} ${where} ${parameter}: is gone`);
  if (after.requestBody?.required && !before.requestBody?.required)
    found.add(`${name} body: is required now`);
  for (const [type, { schema }] of Object.entries(before.requestBody?.content ?? {})) {
    const present = after.requestBody?.content?.[type];
    if (present) compare.schemas(`${name} body`, schema, present.schema, 'sent');
    else found.add(`${name} body: ${type} is not taken any more`);
  }
  for (const [status, described] of Object.entries(before.responses)) {
    const answer = resolved(described, earlier);
    const present = after.responses[status] && resolved(after.responses[status], later);
    if (Number(status) >= 400) continue;
    if (!present) found.add(`${name} ${status}: is not answered any more`);
    for (const header of Object.keys(answer.headers ?? {}))
      if (present && !present.headers?.[header]) found.add(`${name} ${status} header ${header}: is gone`);
    for (const [type, { schema }] of Object.entries(answer.content ?? {})) {
      const body = present?.content?.[type];
      if (body) compare.schemas(`${name} ${status}`, schema, body.schema, 'read');
      else if (present) found.add(`${name} ${status}: is not ${type} any more`);
    }
  }
}

function resolved(answer: Answer, { components }: Contract): Answer {
  return answer.$ref === undefined ? answer : (components.responses[nameOf(answer.$ref)] ?? answer);
}

class SchemaComparison {
  private readonly compared = new Set<string>();

  constructor(
    private readonly before: Contract,
    private readonly after: Contract,
    private readonly found: Set<string>,
  ) {}

  schemas(place: string, one: Schema | undefined, other: Schema | undefined, direction: Direction): void {
    if (!one || !other) return;
    const [a, b] = [this.resolve(one, this.before), this.resolve(other, this.after)];
    // A schema with a name is compared once for each direction, and told under its name.
    const at = a.name ?? place;
    const pair = `${direction} ${at} ${b.name ?? ''}`;
    if (a.name !== undefined && this.compared.has(pair)) return;
    this.compared.add(pair);
    this.values(at, a.schema, b.schema, direction);
    this.fields(at, a.schema, b.schema, direction);
    this.schemas(`${at}[]`, a.schema.items, b.schema.items, direction);
    const [inner, newInner] = [a.schema.additionalProperties, b.schema.additionalProperties];
    if (typeof inner === 'object' && typeof newInner === 'object')
      this.schemas(`${at}{}`, inner, newInner, direction);
    this.members(at, a.schema, b.schema, direction);
  }

  /** Types, values and bounds: what is sent must not get fewer of them, what is read no other types. */
  private values(at: string, before: Schema, after: Schema, direction: Direction): void {
    const [had, has] = [typesOf(before), typesOf(after)];
    const [all, some] = direction === 'sent' ? [has, had] : [had, has];
    const other = some.filter(
      (type) => !all.includes(type) && !(type === 'integer' && all.includes('number')),
    );
    if (had.length > 0 && has.length > 0 && other.length > 0)
      this.found.add(`${at}: was ${had.join(' or ')} and is ${has.join(' or ')}`);
    const gone = (before.enum ?? []).filter((value) => after.enum && !after.enum.includes(value));
    for (const value of gone) this.found.add(`${at}: the value ${JSON.stringify(value)} is gone`);
    if (direction === 'sent' && after.enum && !before.enum)
      this.found.add(`${at}: takes certain values only`);
    if (direction === 'read') return;
    for (const [bound, sign] of [
      ['maxLength', 1],
      ['maximum', 1],
      ['maxItems', 1],
    ] as const)
      this.bound(at, bound, before, after, sign);
    for (const [bound, sign] of [
      ['minLength', -1],
      ['minimum', -1],
      ['minItems', -1],
    ] as const)
      this.bound(at, bound, before, after, sign);
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

  /** Members of a union are told apart by their names, or by their places. */
  private members(at: string, before: Schema, after: Schema, direction: Direction): void {
    for (const kind of ['oneOf', 'anyOf', 'allOf'] as const) {
      const present = after[kind] ?? [];
      (before[kind] ?? []).forEach((member, index) => {
        const named = present.find(({ $ref }) => $ref !== undefined && $ref === member.$ref);
        if (named) this.schemas(`${at}|${nameOf(member.$ref ?? '')}`, member, named, direction);
        else if (member.$ref === undefined) this.schemas(`${at}|${index}`, member, present[index], direction);
        else if (direction === 'sent' && present.length > 0)
          this.found.add(`${at}: ${nameOf(member.$ref)} is not taken any more`);
      });
    }
  }

  private resolve({ $ref, ...rest }: Schema, { components }: Contract): { name?: string; schema: Schema } {
    if ($ref === undefined) return { schema: rest };
    const name = nameOf($ref);
    return { name, schema: components.schemas[name] ?? {} };
  }
}

function typesOf({ type }: Schema): string[] {
  return type === undefined ? [] : [type].flat();
}

function nameOf(reference: string): string {
  return reference.split('/').at(-1) ?? '';
}

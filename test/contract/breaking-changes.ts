import type { Answer, Contract, Header, Operation, Schema } from './contract';
import { nameOf, SchemaComparison } from './schema-comparison';

/**
 * What callers of the contract before would run into, a sentence each. Narrow on purpose: what is taken away or newly
 * demanded counts, what is added does not. Programs must put up with new fields and new values in answers.
 */
export function breakingChanges(before: Contract, after: Contract): string[] {
  const found = new Set<string>();
  const comparison = new OperationComparison(before, after, found);
  for (const [path, methods] of Object.entries(before.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const name = `${method.toUpperCase()} ${path}`;
      const present = after.paths[path]?.[method];
      if (present) comparison.operations(name, operation, present);
      else found.add(`${name}: is gone`);
    }
  return [...found].sort();
}

class OperationComparison {
  private readonly compare: SchemaComparison;

  constructor(
    private readonly earlier: Contract,
    private readonly later: Contract,
    private readonly found: Set<string>,
  ) {
    this.compare = new SchemaComparison(earlier, later, found);
  }

  operations(name: string, before: Operation, after: Operation): void {
    if (before.security?.length === 0 && after.security?.length !== 0)
      this.found.add(`${name}: needs a token now`);
    this.parameters(name, before, after);
    this.body(name, before, after);
    for (const [status, described] of Object.entries(before.responses)) {
      const present = after.responses[status];
      const isError = Number(status) >= 400;
      if (present) this.answers(`${name} ${status}`, described, present, isError);
      // An error that is not answered any more is good news, and so is a code of its list that goes.
      else if (!isError) this.found.add(`${name} ${status}: is not answered any more`);
    }
  }

  private parameters(name: string, before: Operation, after: Operation): void {
    for (const parameter of after.parameters ?? []) {
      const known = before.parameters?.find((one) => one.name === parameter.name && one.in === parameter.in);
      const place = `${name} ${parameter.in} ${parameter.name}`;
      if (parameter.required && !known?.required) this.found.add(`${place}: is required now`);
      if (known) this.compare.schemas(place, known.schema, parameter.schema, 'sent');
    }
    for (const { in: where, name: parameter } of before.parameters ?? [])
      if (!after.parameters?.some((one) => one.name === parameter && one.in === where))
        this.found.add(`${name} ${where} ${parameter}: is gone`);
  }

  private body(name: string, before: Operation, after: Operation): void {
    if (after.requestBody?.required && !before.requestBody?.required)
      this.found.add(`${name} body: is required now`);
    for (const [type, { schema }] of Object.entries(before.requestBody?.content ?? {})) {
      const present = after.requestBody?.content?.[type];
      if (present) this.compare.schemas(`${name} body`, schema, present.schema, 'sent');
      else this.found.add(`${name} body: ${type} is not taken any more`);
    }
  }

  private answers(place: string, before: Answer, after: Answer, isError: boolean): void {
    const answer = resolved(before, this.earlier);
    const present = resolved(after, this.later);
    for (const [header, described] of Object.entries(answer.headers ?? {})) {
      const kept = Object.keys(present.headers ?? {}).find(
        (one) => one.toLowerCase() === header.toLowerCase(),
      );
      const now = kept === undefined ? undefined : present.headers?.[kept];
      if (!now) this.found.add(`${place} header ${header}: is gone`);
      else
        this.compare.schemas(
          `${place} header ${header}`,
          schemaOf(described, this.earlier),
          schemaOf(now, this.later),
          'read',
        );
    }
    for (const [type, { schema }] of Object.entries(answer.content ?? {})) {
      const body = present.content?.[type];
      if (body && isError) this.compare.schemas(place, problemOf(schema), problemOf(body.schema), 'read');
      else if (body) this.compare.schemas(place, schema, body.schema, 'read');
      else this.found.add(`${place}: is not ${type} any more`);
    }
  }
}

function resolved(answer: Answer, { components }: Contract): Answer {
  return answer.$ref === undefined ? answer : (components.responses[nameOf(answer.$ref)] ?? answer);
}

/** What all errors have; beside it stand the codes of the operation. */
function problemOf(schema: Schema | undefined): Schema | undefined {
  return schema?.allOf?.[0] ?? schema;
}

function schemaOf({ $ref, schema }: Header, { components }: Contract): Schema | undefined {
  return $ref === undefined ? schema : components.headers?.[nameOf($ref)]?.schema;
}

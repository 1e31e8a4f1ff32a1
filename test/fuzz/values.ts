import fc from 'fast-check';
import type { Contract, Schema } from './contract';
import { IdOf } from './scenes';

/** Fields whose schema says less than the application asks: values that are good, by name. */
const GOOD_VALUES: Record<string, fc.Arbitrary<unknown>> = {
  timeZone: fc.constantFrom('Europe/Oslo', 'UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia'),
  locale: fc.constantFrom('en-GB', 'nb', 'zh-Hant-TW', 'ar'),
  username: fc.uuid().map((id) => `user-${id}`),
  email: fc.uuid().map((id) => `mail-${id}@fuzz.example`),
};

const DECIMALS = ['0', '1', '5', '7.25', '10', '12.5', '20', '0.0001', '9999', '100'];
const DAYS = ['2026-03-02', '2026-05-22', '2024-02-29', '1000-01-01', '9999-12-31'];
const INSTANTS = [
  ...['2026-03-02T09:00:00Z', '2026-03-29T02:30:00+01:00', '2027-12-31T23:59:59.999Z'],
  ...['1970-01-01T00:00:00Z', '2026-10-25T01:30:00.123456Z'],
];

/** The most characters that are tried where the schema allows still more. */
const MOST_CHARACTERS = 3000;

/** Text that a person could have written, or of the maximum length. */
function text({ minLength = 0, maxLength = 500 }: Schema): fc.Arbitrary<string> {
  const max = Math.min(maxLength, MOST_CHARACTERS);
  const word = fc.string({ unit: fc.constantFrom(...'abcdefg XYZ 0123'), maxLength: Math.min(max, 30) });
  const accented = fc.string({
    unit: fc.constantFrom(...'äßéÅ漢字かな한글мир ع😀𝒳', 'e\u0301'),
    maxLength: 12,
  });
  return fc
    .oneof(
      { arbitrary: word, weight: 5 },
      { arbitrary: accented, weight: 3 },
      {
        arbitrary: fc.constantFrom('*Bold*', '<b>&amp;</b>', '  spaces  ', "it's", '100%_\\', '😀'),
        weight: 2,
      },
      { arbitrary: fc.constantFrom('é'.repeat(max), '😀'.repeat(max), 'x'.repeat(max)), weight: 1 },
    )
    .map((written) => [...written].slice(0, max).join(''))
    .map((written) =>
      written.trim().length < minLength ? `t${'x'.repeat(Math.max(minLength - 1, 0))}` : written,
    );
}

/** Values that a schema allows, seen from the field that holds them. Ids become those of objects that exist. */
export class Values {
  private readonly known = new Map<Schema, fc.Arbitrary<unknown>>();
  private readonly making = new Set<string>();

  constructor(private readonly contract: Contract) {}

  of(reference: Schema, name = ''): fc.Arbitrary<unknown> {
    const schema = this.contract.resolve(reference);
    const known = this.known.get(schema);
    if (known !== undefined) return known;
    const { $ref = '' } = reference;
    if (this.making.has($ref)) return this.withoutItself(schema, $ref, name);
    if ($ref !== '') this.making.add($ref);
    const made = this.make(schema, name);
    this.making.delete($ref);
    this.known.set(schema, made);
    return made;
  }

  /** A schema that holds itself, such as a rule whose parts are rules, ends with those of its choices that do not. */
  private withoutItself(schema: Schema, reference: string, name: string): fc.Arbitrary<unknown> {
    const choices = (schema.oneOf ?? schema.anyOf ?? []).filter(
      (choice) => !JSON.stringify(this.contract.resolve(choice)).includes(`"${reference}"`),
    );
    return fc.oneof(...choices.map((choice) => this.of(choice, name)));
  }

  private make(schema: Schema, name: string): fc.Arbitrary<unknown> {
    const choices = schema.oneOf ?? schema.anyOf;
    if (choices !== undefined) return fc.oneof(...choices.map((choice) => this.of(choice, name)));
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    const [type, ...others] = [schema.type ?? 'object'].flat();
    const own = this.ofType(type ?? 'object', schema, name);
    if (!others.includes('null')) return own;
    return fc.oneof({ arbitrary: own, weight: 4 }, { arbitrary: fc.constant(null), weight: 1 });
  }

  private ofType(type: string, schema: Schema, name: string): fc.Arbitrary<unknown> {
    switch (type) {
      case 'string':
        return GOOD_VALUES[name] ?? this.string(schema, name);
      case 'boolean':
        return fc.boolean();
      case 'integer':
      case 'number': {
        const { minimum: min = -10, maximum: max = 1000 } = schema;
        // All other numbers of the API are whole.
        if (schema.format === 'double')
          return fc.oneof(fc.double({ min, max, noNaN: true }), fc.constantFrom(min, max));
        return fc.oneof(
          fc.integer({ min, max }),
          fc.constantFrom(min, max),
          fc.integer({ min, max: min + 5 }),
        );
      }
      case 'null':
        return fc.constant(null);
      case 'array':
        return fc.array(this.of(schema.items ?? {}, name.replace(/s$/, '')), {
          minLength: schema.minItems ?? 0,
          maxLength: Math.min(schema.maxItems ?? 5, 5),
        });
      default:
        return this.object(schema);
    }
  }

  private string(schema: Schema & { pattern?: string }, name: string): fc.Arbitrary<unknown> {
    const { format, example, maxLength, pattern } = schema;
    switch (format) {
      case 'uuid':
        return fc.nat({ max: 30 }).map((pick) => new IdOf(name.endsWith('Id') ? name : 'userId', pick));
      case 'date':
        return fc.constantFrom(...DAYS);
      case 'date-time':
        return fc.constantFrom(...INSTANTS);
      case 'decimal':
        return fc.constantFrom(
          ...DECIMALS,
          ...(typeof example === 'string' ? [example, example, example] : []),
        );
      case 'email':
        return GOOD_VALUES['email']!;
      case 'uri':
        return fc.constantFrom(
          'https://videos.example/a?b=c#d',
          'https://xn--bcher-kva.example/ü',
          String(example),
        );
      case 'password':
        return fc.constantFrom('seven-quiet-otters', 'пароль с пробелами', 'x'.repeat(200));
    }
    if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
    const written = text(schema);
    if (example === undefined) return written;
    // Without a length in the schema the description must say more, so only the example is certainly valid.
    if (maxLength === undefined) return fc.constant(example);
    return fc.oneof({ arbitrary: fc.constant(example), weight: 1 }, { arbitrary: written, weight: 3 });
  }

  private object({ properties = {}, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> {
    if (typeof additionalProperties === 'object')
      return fc
        .array(fc.tuple(fc.nat({ max: 30 }), this.of(additionalProperties)), { maxLength: 3 })
        .map((entries) => Object.fromEntries(entries));
    const fields = Object.entries(properties).map(([name, schema]) => [name, this.of(schema, name)] as const);
    return fc.record(Object.fromEntries(fields), { requiredKeys: required, noNullPrototype: true });
  }
}

/** Kept in a form of their own: `en-gb` as `en-GB`. */
const CANONICAL: readonly string[] = ['locale', 'language', 'timeZone'];

/** Whether people write such a field as they like, so that it must come back as it was. A token is made by the server. */
export function isFreeText(name: string, { type, format, enum: choices, maxLength }: Schema): boolean {
  return (
    !name.endsWith('token') &&
    !CANONICAL.includes(name) &&
    [type].flat().includes('string') &&
    format === undefined &&
    choices === undefined &&
    maxLength !== undefined
  );
}

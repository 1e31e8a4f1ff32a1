interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
}

/** How answers write what has a format: one form each. Looser is what a person would take for it. */
const FORMS: Record<string, { exact: RegExp; looks: RegExp }> = {
  decimal: { exact: /^(?!-0$)-?(0|[1-9]\d*)(\.\d*[1-9])?$/, looks: /^[+-]?\d*[.,]?\d+(e[+-]?\d+)?$/i },
  'date-time': {
    exact: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
    looks: /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/i,
  },
  // The time of day at a place, which the field's neighbor names.
  'local-date-time': {
    exact: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/,
    looks: /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?$/i,
  },
  date: { exact: /^\d{4}-\d{2}-\d{2}$/, looks: /^\d{4}-\d{1,2}-\d{1,2}$/ },
  uuid: {
    exact: /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    looks: /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i,
  },
};

/** What an answer writes otherwise than its schema says, or writes in such a form without a schema that says so. */
export class AnswerForms {
  /** How often each form was met, to show that something was looked at. */
  readonly met: Record<string, number> = {};

  constructor(private readonly schemas: Record<string, Schema>) {}

  faultsIn(value: unknown, schema: Schema, place = ''): string[] {
    const possible = this.alternatives(schema);
    if (typeof value === 'string') return this.faultsOfText(value, possible, place);
    if (Array.isArray(value)) {
      const items = { anyOf: possible.flatMap((one) => one.items ?? []) };
      return value.flatMap((item) => this.faultsIn(item, items, `${place}[]`));
    }
    if (typeof value !== 'object' || value === null) return [];
    const told = possible.filter(({ properties }) => this.isOfType(properties?.['type'], value));
    return Object.entries(value).flatMap(([field, inner]) => {
      const described = told.flatMap(({ properties, additionalProperties }) => [
        ...[properties?.[field] ?? []].flat(),
        ...(typeof additionalProperties === 'object' ? [additionalProperties] : []),
      ]);
      return this.faultsIn(inner, { anyOf: described }, `${place}.${field}`);
    });
  }

  private faultsOfText(value: string, possible: Schema[], place: string): string[] {
    const texts = possible.filter(({ type }) => type === undefined || [type].flat().includes('string'));
    const formats = texts.map(({ format, enum: values }) => (values ? 'enum' : (format ?? '')));
    const declared = formats.filter((format) => format in FORMS);
    for (const format of declared) this.met[format] = (this.met[format] ?? 0) + 1;
    if (formats.some((format) => FORMS[format]?.exact.test(value))) return [];
    // One of the words of an enum, beside other forms.
    if (texts.some(({ enum: values }) => values?.includes(value))) return [];
    // Beside a form, any text may be allowed that does not look like one.
    const isAnyText = formats.includes('');
    if (declared.length > 0 && !isAnyText) return [`${place} is no ${declared.join(' or ')}: ${value}`];
    if (declared.length === 0 && !isAnyText && formats.length > 0) return [];
    return Object.entries(FORMS)
      .filter(([, { looks }]) => looks.test(value))
      .map(([format]) => `${place} looks like a ${format}, and its schema does not say so: ${value}`);
  }

  /** Members of a union are told apart by a field `type`. */
  private isOfType(schema: Schema | undefined, value: object): boolean {
    const { enum: types } = this.alternatives(schema ?? {})[0] ?? {};
    return types === undefined || types.includes((value as { type?: unknown }).type);
  }

  private alternatives({ $ref, ...schema }: Schema): Schema[] {
    if ($ref !== undefined) return this.alternatives(this.schemas[$ref.split('/').at(-1) ?? ''] ?? {});
    const members = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
    const isUnion = schema.oneOf ?? schema.anyOf ?? schema.allOf;
    return isUnion ? members.flatMap((member) => this.alternatives(member)) : [schema];
  }
}

import fc from 'fast-check';
import { type Contract, type Operation, type Parameter } from './contract';
import {
  CONTENT_TYPES,
  HOSTILE_BODIES,
  hostileHeaders,
  hostilePart,
  hostileValue,
  BUILT_IN_NAMES,
} from './hostile';
import { isFreeText, Values } from './values';

/** One change of a good body. */
export interface Mutation {
  /** Which place, of all that there are. */
  at: number;
  how: 'replace' | 'drop' | 'add' | 'wrap' | 'twice';
  name: string;
  value: unknown;
}

export type PlannedBody =
  { base: unknown; mutations: Mutation[] } | { bytes: Buffer } | { form: 'form' | 'multipart' };

/** Whose id stands in the path. */
export type PlannedId = { whose: 'own' | 'foreign'; pick: number } | { whose: 'nobody'; text: string };

/** A request before it is known who and what exists: the same plan is the same request in the same school. */
export interface Plan {
  operation: Operation;
  /** A good plan should be answered 2xx; a wild one may be wrong anywhere. */
  manner: 'good' | 'wild';
  scene: number;
  caller: { who: 'apt' | 'any' | 'nobody' | 'dead'; pick: number };
  ids: PlannedId[];
  query: [name: string, value: unknown][];
  headers: Record<string, string>;
  contentType: string | undefined;
  body: PlannedBody | undefined;
}

const pick = fc.nat({ max: 1000 });
const ownId = pick.map((number): PlannedId => ({ whose: 'own', pick: number }));
const anyId: fc.Arbitrary<PlannedId> = fc.oneof(
  { arbitrary: ownId, weight: 6 },
  { arbitrary: pick.map((number): PlannedId => ({ whose: 'foreign', pick: number })), weight: 2 },
  {
    arbitrary: fc
      .oneof(fc.uuid({ version: 7 }), hostilePart)
      .map((text): PlannedId => ({ whose: 'nobody', text })),
    weight: 2,
  },
);

const aptCaller = pick.map((number): Plan['caller'] => ({ who: 'apt', pick: number }));
const anyCaller: fc.Arbitrary<Plan['caller']> = fc.oneof(
  { arbitrary: aptCaller, weight: 6 },
  { arbitrary: pick.map((number): Plan['caller'] => ({ who: 'any', pick: number })), weight: 3 },
  {
    arbitrary: fc.constantFrom<Plan['caller']>({ who: 'nobody', pick: 0 }, { who: 'dead', pick: 0 }),
    weight: 1,
  },
);

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat({ max: 60 }),
  how: fc.constantFrom<Mutation['how']>('replace', 'replace', 'replace', 'drop', 'add', 'wrap', 'twice'),
  name: fc.oneof(
    fc.constantFrom('id', 'extra', '', 'Title', 'title ', ...BUILT_IN_NAMES),
    fc.string({ maxLength: 8 }),
  ),
  value: hostileValue,
});

function idsOf({ parameters }: Operation, id: fc.Arbitrary<PlannedId>): fc.Arbitrary<PlannedId[]> {
  return fc.tuple(...parameters.filter((parameter) => parameter.in === 'path').map(() => id));
}

/** Makes the plans of one operation. */
export class Planner {
  private readonly values: Values;

  constructor(private readonly contract: Contract) {
    this.values = new Values(contract);
  }

  /** Good ones and wild ones. */
  plansOf(operation: Operation): fc.Arbitrary<Plan> {
    return fc.oneof(
      { arbitrary: this.goodPlansOf(operation), weight: 6 },
      { arbitrary: this.wildPlansOf(operation), weight: 4 },
    );
  }

  goodPlansOf(operation: Operation): fc.Arbitrary<Plan> {
    return fc.record<Plan>({
      operation: fc.constant(operation),
      manner: fc.constant<Plan['manner']>('good'),
      scene: pick,
      caller: aptCaller,
      ids: idsOf(operation, ownId),
      query: this.goodQuery(operation),
      headers: fc.constant({}),
      contentType: fc.constant(undefined),
      body: this.goodBody(operation).map((base) =>
        base === undefined ? undefined : { base, mutations: [] },
      ),
    });
  }

  private wildPlansOf(operation: Operation): fc.Arbitrary<Plan> {
    return fc.record<Plan>({
      operation: fc.constant(operation),
      manner: fc.constant<Plan['manner']>('wild'),
      scene: pick,
      caller: anyCaller,
      ids: idsOf(operation, anyId),
      query: fc.oneof({ arbitrary: this.goodQuery(operation), weight: 2 }, this.wildQuery(operation)),
      headers: hostileHeaders,
      contentType: fc.oneof(
        { arbitrary: fc.constant(undefined), weight: 8 },
        { arbitrary: fc.constantFrom(...CONTENT_TYPES), weight: 1 },
      ),
      body: this.wildBody(operation, this.goodBody(operation)),
    });
  }

  /** What the schema and the examples give; undefined where the operation takes no body. */
  private goodBody({ bodies }: Operation): fc.Arbitrary<unknown> {
    const { schema, example, examples } = Object.values(bodies)[0] ?? {};
    if (schema === undefined) return fc.constant(undefined);
    const written = this.values.of(schema);
    const samples = [
      ...(example === undefined ? [] : [example]),
      ...Object.values(examples ?? {}).map(({ value }) => value),
    ];
    if (samples.length === 0) return written;
    // The values of an example depend on each other; only its free texts may be replaced.
    const texts = Object.entries(this.contract.propertiesOf(schema))
      .filter(([name, property]) => isFreeText(name, property))
      .map(([name, property]) => [name, this.values.of(property, name)] as const);
    const rewritten = fc
      .tuple(fc.constantFrom(...samples), fc.record(Object.fromEntries(texts), { requiredKeys: [] }))
      .map(([sample, others]) => {
        const known = Object.entries(others).filter(([name]) => name in (sample as object));
        return { ...(sample as object), ...Object.fromEntries(known) };
      });
    return fc.oneof({ arbitrary: rewritten, weight: 3 }, { arbitrary: written, weight: 1 });
  }

  private wildBody(operation: Operation, good: fc.Arbitrary<unknown>): fc.Arbitrary<PlannedBody | undefined> {
    const mutated = fc
      .tuple(good, fc.array(mutation, { minLength: 1, maxLength: 3 }))
      .map(([base, mutations]): PlannedBody => ({ base: base ?? {}, mutations }));
    const bytes = fc.constantFrom(...HOSTILE_BODIES).map((body): PlannedBody => ({ bytes: body }));
    const forms = fc.constantFrom<PlannedBody>({ form: 'form' }, { form: 'multipart' });
    const plain = good.map((base) => (base === undefined ? undefined : { base, mutations: [] }));
    const takesBody = Object.keys(operation.bodies).length > 0;
    return fc.oneof(
      { arbitrary: plain, weight: takesBody ? 3 : 16 },
      { arbitrary: mutated, weight: takesBody ? 10 : 1 },
      { arbitrary: bytes, weight: takesBody ? 2 : 1 },
      { arbitrary: forms, weight: 1 },
      { arbitrary: fc.constant(undefined), weight: 1 },
    );
  }

  private goodQuery({ parameters }: Operation): fc.Arbitrary<Plan['query']> {
    const inQuery = parameters.filter((parameter) => parameter.in === 'query');
    const one = (parameter: Parameter): fc.Arbitrary<Plan['query']> => {
      // A made-up text is never a valid cursor.
      if (parameter.name === 'cursor') return fc.constant([]);
      const value = this.values
        .of(parameter.schema, parameter.name)
        .map((given): Plan['query'] => [[parameter.name, given]]);
      if (parameter.required === true) return value;
      return fc.oneof(
        { arbitrary: fc.constant<Plan['query']>([]), weight: 3 },
        { arbitrary: value, weight: 1 },
      );
    };
    return fc.tuple(...inQuery.map(one)).map((parts) => parts.flat());
  }

  private wildQuery({ parameters }: Operation): fc.Arbitrary<Plan['query']> {
    const names = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
    const name = fc.oneof(
      ...(names.length > 0 ? [{ arbitrary: fc.constantFrom(...names), weight: 4 }] : []),
      {
        arbitrary: fc.constantFrom('dryRun', 'limit', 'sort', 'ids', 'a[b]', 'a[]', '', ...BUILT_IN_NAMES),
        weight: 1,
      },
    );
    const value = fc.oneof(
      fc.constantFrom('0', '1', '100', '101', '-1', '1.5', '1e2', ' 1', '1 ', '0x1', 'true', 'True'),
      hostilePart,
    );
    return fc.array(fc.tuple<[string, unknown]>(name, value), { minLength: 1, maxLength: 3 });
  }
}

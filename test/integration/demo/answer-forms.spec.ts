import { AnswerForms } from '../../support/answer-forms';
import { DemoPresses } from '../../support/demo-presses';
import { committedOpenApi } from '../../support/described-answers';

jest.setTimeout(120_000);

interface Described {
  content?: Record<string, { schema?: object }>;
}

describe('the answers about the demo school', () => {
  let demo: DemoPresses;
  let forms: AnswerForms;

  beforeAll(async () => {
    demo = await DemoPresses.start();
    forms = new AnswerForms(committedOpenApi().components.schemas);
  });
  afterAll(() => demo.stop());

  it('write decimals, instants, days and ids in one form each, and say so in their schemas', async () => {
    const faults = new Set<string>();
    for (const operation of demo.reads) {
      const { status, body } = await demo.press(operation, undefined);
      const described = committedOpenApi().paths[operation.path]!['get']!.responses[status] as Described;
      const schema = described.content?.['application/json']?.schema;
      // Charts and tables for spreadsheets are no JSON.
      if (!schema) continue;
      for (const fault of forms.faultsIn(body, schema, operation.path)) faults.add(fault);
    }
    expect([...faults]).toEqual([]);
    for (const format of ['decimal', 'date-time', 'date', 'uuid'])
      expect([format, (forms.met[format] ?? 0) > 5]).toEqual([format, true]);
  });
});

describe('the check of forms', () => {
  const check = new AnswerForms({
    Decimal: { type: 'string', format: 'decimal' },
    Score: { type: 'object', properties: { score: { anyOf: [{ $ref: '#/x/Decimal' }, { type: 'null' }] } } },
    Named: { type: 'object', properties: { name: { type: 'string' } } },
  });

  it.each(['7.50', '07', '-0', '1e3', '+1', '7,5', '.5'])(
    'finds that %s is no decimal of the API',
    (score) => {
      expect(check.faultsIn({ score }, { $ref: '#/x/Score' })).toEqual([`.score is no decimal: ${score}`]);
    },
  );

  it.each(['7.5', '2026-03-02', '2026-03-02T09:00:00Z', '01990000-0000-7000-8000-00000000c001'])(
    'finds that a schema does not say what %s is',
    (name) => {
      expect(check.faultsIn({ name }, { $ref: '#/x/Named' })).toHaveLength(1);
    },
  );

  it('takes any text beside a form, unless it looks like one', () => {
    const either = { anyOf: [{ type: 'string', format: 'uuid' }, { type: 'string' }] };
    expect(check.faultsIn('heliotrope', either)).toEqual([]);
    expect(check.faultsIn('01990000-0000-7000-8000-00000000c001', either)).toEqual([]);
    expect(check.faultsIn('01990000-0000-4000-8000-00000000C001', either)).toHaveLength(1);
  });

  it('takes what is as it is described', () => {
    for (const score of ['0', '-7.5', '100', '0.001', null])
      expect(check.faultsIn({ score }, { $ref: '#/x/Score' })).toEqual([]);
    expect(check.faultsIn({ name: 'Ada' }, { $ref: '#/x/Named' })).toEqual([]);
  });
});

import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import { inEnglish } from '../../../../src/shared/sentences/say';

const options = [
  { id: 'a', text: 'One' },
  { id: 'b', text: 'Two' },
  { id: 'c', text: 'Three' },
];
const numeric = { key: '3.5', tolerance: { type: 'absolute', value: '0.1' } };

/** `field rule` of every fault. */
const faults = (type: string, value: unknown) =>
  readDefinition(type, value).faults.map(({ field, rule }) => `${field} ${rule}`);

describe('reading a definition', () => {
  it.each([
    ['single_choice', { options, key: 'b' }],
    ['multiple_choice', { options, key: ['b', 'c'], scoring: 'partial' }],
    ['multiple_choice', { options, key: ['a', 'b', 'c'], scoring: 'all_or_nothing' }],
    ['true_false', { key: false }],
    ['numeric', numeric],
    ['numeric', { key: '-6.02e23', tolerance: { type: 'relative', value: '0' } }],
    ['short_text', { accepted: ['Paris', ' paris '], caseSensitive: false }],
    ['short_text', { accepted: ['photo*'], caseSensitive: false, wildcards: true, language: 'pt-BR' }],
    ['short_text', { accepted: ['*'], caseSensitive: false }],
    ['single_choice', { options, key: 'b', shares: { a: '1/3' } }],
    // A question about dashes.
    ['single_choice', { options: ['-', '–', '—'].map((text, at) => ({ id: `${at}`, text })), key: '1' }],
    [
      'multiple_choice',
      {
        options,
        key: ['a', 'b'],
        scoring: 'weighted',
        weights: { a: '1/3', b: '2/3', c: '-1' },
        exclusive: 'c',
      },
    ],
    ['matching', { stems: options.slice(1), choices: options, key: { b: 'a', c: 'a' } }],
    ['ordering', { items: options, key: ['b', 'a', 'c'], scoring: 'neighbors' }],
    ['true_false', { type: 'true_false', key: true }],
  ])('takes a %s %j as it is, with its type', (type, value) =>
    expect(readDefinition(type, value)).toEqual({ definition: { ...value, type }, faults: [] }),
  );

  it.each<[string, string, unknown, string[]]>([
    ['an unknown type', 'riddle', {}, ['type isIn']],
    [
      'a pattern that every text fits',
      'short_text',
      { accepted: ['a', ' ** '], caseSensitive: true, wildcards: true },
      ['definition.accepted[1] takesAnyText'],
    ],
    [
      'patterns of which nothing but stars is left',
      'short_text',
      {
        accepted: ['*.', '*\u200b*'],
        alternatives: [{ text: '*\u0301', share: '0.5' }],
        caseSensitive: true,
        wildcards: true,
        ignoreAccents: true,
        ignoreFinalPunctuation: true,
      },
      ['accepted[0]', 'accepted[1]', 'alternatives[0].text'].map((at) => `definition.${at} takesAnyText`),
    ],
    [
      'an answer of which nothing is left',
      'short_text',
      { accepted: ['?!'], caseSensitive: true, ignoreFinalPunctuation: true },
      ['definition.accepted[0] isVisible'],
    ],
    [
      'no whole number of figures',
      'numeric',
      { key: '1', tolerance: { type: 'significant_figures', value: '2.5' } },
      ['definition.tolerance.value isFigures'],
    ],
    [
      'figures of zero',
      'numeric',
      { key: '0.0', tolerance: { type: 'significant_figures', value: '2' } },
      ['definition.key isNotZero'],
    ],
    [
      'a tolerance for every number',
      'numeric',
      {
        ...numeric,
        alternatives: [{ key: '0', tolerance: { type: 'absolute', value: '1e100' }, share: '0.5' }],
      },
      ['definition.alternatives[0].tolerance.value takesAllNumbers'],
    ],
    [
      'a part of the key as a tolerance that is larger than all numbers',
      'numeric',
      { key: '1', tolerance: { type: 'relative', value: '1e100' } },
      ['definition.tolerance.value takesAllNumbers'],
    ],
    [
      'a share above 1',
      'numeric',
      { ...numeric, alternatives: [{ ...numeric, share: '1.5' }] },
      ['definition.alternatives[0].share isShare'],
    ],
    [
      'a unit twice',
      'numeric',
      {
        ...numeric,
        units: [
          { unit: 'm', factor: '1' },
          { unit: 'm', factor: '2' },
        ],
        unitPenalty: '0',
      },
      ['definition.units[1].unit unique'],
    ],
    [
      'units that nobody could type beside a number',
      'numeric',
      { ...numeric, units: ['10^3 m', '/h', '²', '= m', 'cm'].map((unit) => ({ unit, factor: '1' })) },
      [0, 1, 2, 3].map((index) => `definition.units[${index}].unit isUnit`),
    ],
    [
      'a unit twice, in two widths',
      'numeric',
      { ...numeric, units: ['m²', '㎡'].map((unit) => ({ unit, factor: '1' })) },
      ['definition.units[1].unit unique'],
    ],
    [
      'texts that nobody can type in place of a number',
      'numeric',
      { ...numeric, acceptedTexts: [' \u200b', 'x'.repeat(1001), 'a\u0007', 7] },
      ['isVisible', 'maxLength', 'characters', 'isString'].map(
        (rule, index) => `definition.acceptedTexts[${index}] ${rule}`,
      ),
    ],
    [
      'a factor of zero',
      'numeric',
      { ...numeric, units: [{ unit: 'm', factor: '0' }] },
      ['definition.units[0].factor isPositive'],
    ],
    [
      'a penalty without units',
      'numeric',
      { ...numeric, unitPenalty: '0.5' },
      ['definition.unitPenalty needsUnits'],
    ],
    [
      'a stem without a choice, and pairs of what is not there',
      'matching',
      { stems: options, choices: options, key: { a: 'z', q: 'a', b: 'b' } },
      ['definition.key.a isOption', 'definition.key.q isPlace', 'definition.key.c required'],
    ],
    [
      'pairs as a list',
      'matching',
      { stems: options, choices: options, key: [['a', 'b']] },
      ['definition.key isPairs'],
    ],
    [
      'an order of some items only',
      'ordering',
      { items: options, key: ['b', 'a'], scoring: 'distance' },
      ['definition.key isOrder'],
    ],
    [
      'an order with an item twice',
      'ordering',
      { items: options, key: ['b', 'a', 'b'], scoring: 'distance' },
      ['definition.key[2] unique'],
    ],
    [
      'an unknown scoring',
      'ordering',
      { items: options, key: ['b', 'a', 'c'], scoring: 'toString' },
      ['definition.scoring isIn'],
    ],
    [
      'two options of one text',
      'single_choice',
      { options: [...options, { id: 'd', text: 'Two ' }], key: 'b' },
      ['definition.options[3].text unique'],
    ],
    [
      'shares of what is no option, or above 1',
      'single_choice',
      { options, key: 'b', shares: { z: '0.5', a: '3/2', c: '-1' } },
      ['definition.shares.z isOption', 'definition.shares.a isShare', 'definition.shares.c isShare'],
    ],
    [
      'weights that do not make 1',
      'multiple_choice',
      { options, key: ['a', 'b'], scoring: 'weighted', weights: { a: '1/3', b: '1/3', c: '-1' } },
      ['definition.weights isEnough'],
    ],
    [
      'no weights',
      'multiple_choice',
      { options, key: ['a'], scoring: 'weighted' },
      ['definition.weights required'],
    ],
    [
      'weights that count for nothing',
      'multiple_choice',
      { options, key: ['a'], scoring: 'partial', weights: { a: '1' } },
      ['definition.weights needsWeighted'],
    ],
    [
      'none of these among right answers',
      'multiple_choice',
      { options, key: ['a', 'c'], scoring: 'partial', exclusive: 'c' },
      ['definition.exclusive isAlone'],
    ],
    [
      'a gap that is not in the text, and one that is only there',
      'gap_select',
      {
        text: 'A [[x]] and a [[b]] and a [[b]].',
        gaps: [
          { id: 'a', group: 1 },
          { id: 'b', group: 2 },
        ],
        choices: [
          { id: 'c', text: 'C', group: 1 },
          { id: 'd', text: 'D', group: 1 },
        ],
        key: { a: 'c', b: 'd' },
      },
      [
        'definition.gaps[0].id isInText',
        'definition.gaps[1].id isInText',
        'definition.text isGap',
        'definition.key.b isOption',
      ],
    ],
    [
      'a language that is none',
      'short_text',
      { accepted: ['a'], caseSensitive: true, language: 'in English' },
      ['definition.language isLanguage'],
    ],
    ['a type that objects inherit', 'constructor', {}, ['type isIn']],
    ['no object', 'true_false', null, ['definition isObject']],
    ['a list', 'true_false', [true], ['definition isObject']],
    ['a contradicting type', 'true_false', { type: 'numeric', key: true }, ['definition.type matchesType']],
    ['an unknown field', 'true_false', { key: true, hint: 'x' }, ['definition.hint unknownField']],
    ['a field of another type', 'true_false', { key: true, options }, ['definition.options unknownField']],
    [
      'an inherited name',
      'true_false',
      JSON.parse('{"key":true,"__proto__":{"x":1}}'),
      ['definition.__proto__ unknownField'],
    ],
    ['a key that is only inherited', 'true_false', Object.create({ key: true }), ['definition.key required']],
    ['a missing key', 'single_choice', { options }, ['definition.key required']],
    ['a key list for a single choice', 'single_choice', { options, key: ['a'] }, ['definition.key isString']],
    ['a key that is no option', 'single_choice', { options, key: 'd' }, ['definition.key isOption']],
    [
      'one option',
      'single_choice',
      { options: options.slice(0, 1), key: 'a' },
      ['definition.options arraySize'],
    ],
    [
      '21 options',
      'single_choice',
      { options: Array.from({ length: 21 }, (_, index) => ({ id: `o${index}`, text: 'x' })), key: 'o1' },
      ['definition.options arraySize'],
    ],
    [
      'options that are no list',
      'single_choice',
      { options: 'ab', key: 'a' },
      ['definition.options isArray'],
    ],
    [
      'a repeated option id',
      'single_choice',
      { options: [...options, { id: 'a', text: 'Again' }], key: 'a' },
      ['definition.options[3].id unique'],
    ],
    [
      'ids that are none',
      'single_choice',
      {
        options: [
          ...options,
          { id: '__proto__', text: 'x' },
          { id: 7, text: 'x' },
          { id: '', text: 'x' },
          { id: 'x'.repeat(65), text: 'x' },
        ],
        key: 'a',
      },
      [3, 4, 5, 6].map((index) => `definition.options[${index}].id matches`),
    ],
    [
      'option texts that are none',
      'single_choice',
      {
        options: [
          ...options,
          { id: 'd', text: ' \u00a0 ' },
          { id: 'e' },
          { id: 'f', text: 'x'.repeat(2001) },
          { id: 'g', text: '\ud800' },
        ],
        key: 'a',
      },
      ['[3].text isVisible', '[4].text required', '[5].text maxLength', '[6].text characters'].map(
        (fault) => `definition.options${fault}`,
      ),
    ],
    [
      'an option that is no object',
      'single_choice',
      { options: [...options, null], key: 'a' },
      ['definition.options[3] isObject'],
    ],
    [
      'an unknown field in an option',
      'single_choice',
      { options: [...options, { id: 'd', text: 'x', correct: true }], key: 'a' },
      ['definition.options[3].correct unknownField'],
    ],
    [
      'an empty key list',
      'multiple_choice',
      { options, key: [], scoring: 'partial' },
      ['definition.key arraySize'],
    ],
    [
      'a single key for a multiple choice',
      'multiple_choice',
      { options, key: 'a', scoring: 'partial' },
      ['definition.key arraySize'],
    ],
    [
      'a key twice',
      'multiple_choice',
      { options, key: ['a', 'a'], scoring: 'partial' },
      ['definition.key[1] unique'],
    ],
    [
      'keys that are no options',
      'multiple_choice',
      { options, key: ['a', 'z', 1], scoring: 'partial' },
      ['definition.key[1] isOption', 'definition.key[2] isOption'],
    ],
    [
      'an unknown scoring',
      'multiple_choice',
      { options, key: ['a'], scoring: 'kind' },
      ['definition.scoring isIn'],
    ],
    ['a key that is not quite boolean', 'true_false', { key: 'true' }, ['definition.key isBoolean']],
    [
      'a numeric key that is a JSON number',
      'numeric',
      { ...numeric, key: 3.5 },
      ['definition.key isDecimal'],
    ],
    ['a numeric key that is no number', 'numeric', { ...numeric, key: 'NaN' }, ['definition.key isDecimal']],
    ['a numeric key out of bounds', 'numeric', { ...numeric, key: '1e999' }, ['definition.key isDecimal']],
    ['no tolerance', 'numeric', { key: '3.5' }, ['definition.tolerance required']],
    [
      'a negative tolerance',
      'numeric',
      { key: '3.5', tolerance: { type: 'absolute', value: '-0.1' } },
      ['definition.tolerance.value min'],
    ],
    [
      'a tolerance of no kind',
      'numeric',
      { key: '3.5', tolerance: { type: 'rough', value: '', unit: 'm' } },
      [
        'definition.tolerance.unit unknownField',
        'definition.tolerance.type isIn',
        'definition.tolerance.value isDecimal',
      ],
    ],
    [
      'no accepted answer',
      'short_text',
      { accepted: [], caseSensitive: true },
      ['definition.accepted arraySize'],
    ],
    [
      '51 accepted answers',
      'short_text',
      { accepted: Array.from({ length: 51 }, String), caseSensitive: true },
      ['definition.accepted arraySize'],
    ],
    [
      'accepted answers that no one could give',
      'short_text',
      { accepted: ['ok', '  ', 3, 'x'.repeat(1001)], caseSensitive: true },
      [
        'definition.accepted[1] isVisible',
        'definition.accepted[2] isString',
        'definition.accepted[3] maxLength',
      ],
    ],
    ['an unsaid case rule', 'short_text', { accepted: ['ok'] }, ['definition.caseSensitive required']],
  ])('refuses a definition with %s', (_, type, value, expected) =>
    expect(faults(type, value)).toEqual(expected),
  );

  it('says what to do about a fault, quoting no more of the value than needed', () => {
    const { faults } = readDefinition('single_choice', { options, key: 'z'.repeat(10_000) });
    expect(inEnglish(faults[0]!.message)).toBe(
      `definition.key is not the id of one of the options: ${'z'.repeat(39)}…`,
    );
  });

  it('reports faults of no more options than there may be', () => {
    const many = Array.from({ length: 100_000 }, () => ({ id: '', text: '' }));
    const { faults } = readDefinition('single_choice', { options: many, key: 'a' });
    expect(faults[0]).toMatchObject({ field: 'definition.options', rule: 'arraySize' });
    expect(new Set(faults.map(({ field }) => /\d+/.exec(field)?.[0])).size).toBeLessThan(30);
  });

  it('gives what the store will give back: plain values, the type among them', () => {
    const { definition } = readDefinition('numeric', { type: 'numeric', ...numeric });
    expect(Object.getPrototypeOf(definition?.type === 'numeric' && definition.tolerance)).toBe(
      Object.prototype,
    );
    expect(JSON.parse(JSON.stringify(definition))).toEqual(definition);
  });

  it('does not answer thousands of unknown fields with thousands of faults', () => {
    const value = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x${index}`, 1]));
    expect(readDefinition('true_false', { ...value, key: true }).faults).toHaveLength(50);
  });
});

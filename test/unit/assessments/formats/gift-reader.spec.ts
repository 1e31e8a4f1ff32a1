import { checkedBlock } from '../../../../src/modules/assessments/formats/checked-question';
import { readGift } from '../../../../src/modules/assessments/formats/gift/gift-reader';
import type { ReadBlock } from '../../../../src/modules/assessments/formats/question-format';
import type { NewQuestion } from '../../../../src/modules/assessments/questions/question-content';

/** What a file holds, each question judged by the rules of its type. */
function read(text: string): (Pick<ReadBlock, 'line'> & ReturnType<typeof checkedBlock>)[] {
  return [...readGift(text)].map((block) => ({ line: block.line, ...checkedBlock(block) }));
}

function one(text: string): NewQuestion {
  const [block, ...others] = read(text);
  expect(others).toEqual([]);
  expect(block?.remarks.filter(({ severity }) => severity === 'error')).toEqual([]);
  return block?.question as NewQuestion;
}

function codesOf(text: string): string[] {
  return read(text).flatMap(({ remarks }) =>
    remarks.map(({ severity, line, column, code }) =>
      [severity, `line ${line}`, ...(column === null ? [] : [column]), code].join(', '),
    ),
  );
}

const options = (...texts: string[]): object[] =>
  texts.map((text, index) => ({ id: String(index + 1), text }));
const exact = (key: string, value = '0'): object => ({ key, tolerance: { type: 'absolute', value } });

// The forms of Moodle's question/format/gift/format.php (4.5), each in a line or two.
const FORMS: [string, string, { type: string; definition: object }][] = [
  ['true', 'Two is even.{TRUE}', { type: 'true_false', definition: { key: true } }],
  ['T', 'Two is even.{T}', { type: 'true_false', definition: { key: true } }],
  ['false, with blanks', 'Two is odd. { F }', { type: 'true_false', definition: { key: false } }],
  ['FALSE', 'Two is odd.{FALSE}', { type: 'true_false', definition: { key: false } }],
  [
    'small letters, which are an answer and no truth',
    'What comes after s? {t}',
    { type: 'short_text', definition: { accepted: ['t'], caseSensitive: false } },
  ],
  [
    'one right option',
    'Capital of Italy? {~Milan =Rome ~Turin}',
    { type: 'single_choice', definition: { options: options('Milan', 'Rome', 'Turin'), key: '2' } },
  ],
  [
    'an option that earns a half, and one a third',
    'Capital of Italy? {=Rome ~%50%Roma ~%33.33333%Rom}',
    {
      type: 'single_choice',
      definition: { options: options('Rome', 'Roma', 'Rom'), key: '1', shares: { 2: '0.5', 3: '1/3' } },
    },
  ],
  [
    'several right options, a wrong one taking nothing away',
    'Even? {~%50%two ~%50%four ~three}',
    {
      type: 'multiple_choice',
      definition: {
        ...{ options: options('two', 'four', 'three'), key: ['1', '2'] },
        ...{ scoring: 'weighted', weights: { 1: '0.5', 2: '0.5' } },
      },
    },
  ],
  [
    'several right options, a wrong one taking away as much as a right one adds',
    'Even? {~%50%two ~%-50%three ~%50%four}',
    {
      type: 'multiple_choice',
      definition: { options: options('two', 'three', 'four'), key: ['1', '3'], scoring: 'partial' },
    },
  ],
  [
    'only right answers',
    'Two plus two? {=four =4}',
    { type: 'short_text', definition: { accepted: ['four', '4'], caseSensitive: false } },
  ],
  [
    'an answer with a star for any characters',
    'Who wrote it? {=*Shakespeare}',
    { type: 'short_text', definition: { accepted: ['*Shakespeare'], caseSensitive: false, wildcards: true } },
  ],
  [
    'an answer with a star that is a star',
    'Sign for times? {=\\*}',
    { type: 'short_text', definition: { accepted: ['*'], caseSensitive: false } },
  ],
  ['a number', 'When? {#1822}', { type: 'numeric', definition: exact('1822') }],
  [
    'a number with a tolerance',
    'Pi? {#3.1416:0.0005}',
    { type: 'numeric', definition: exact('3.1416', '0.0005') },
  ],
  [
    'a range, as its middle and half its width',
    'Pi? {#3.141..3.142}',
    { type: 'numeric', definition: exact('3.1415', '0.0005') },
  ],
  ['a range below zero', 'How cold? {#-5..-2}', { type: 'numeric', definition: exact('-3.5', '1.5') }],
  [
    'several numbers',
    'When? {#\n=1822:0\n=%50%1822:2\n}',
    {
      type: 'numeric',
      definition: { ...exact('1822'), alternatives: [{ ...exact('1822', '2'), share: '0.5' }] },
    },
  ],
  [
    'pairs, two of them with the same right side, and one without a left side',
    'Where? {=Rome -> Italy =Milan -> Italy =Oslo -> Norway = -> Spain}',
    {
      type: 'matching',
      definition: {
        stems: options('Rome', 'Milan', 'Oslo'),
        choices: options('Italy', 'Norway', 'Spain'),
        key: { 1: '1', 2: '1', 3: '2' },
      },
    },
  ],
  [
    'escaped signs',
    'Which sum? {~\\=\\~\\#\\{\\}\\:\\\\ ~a\\=b =2 + 2 \\= 4\\: \\{x\\}}',
    {
      type: 'single_choice',
      definition: { options: options('=~#{}:\\', 'a=b', '2 + 2 = 4: {x}'), key: '3' },
    },
  ],
];

describe('reading GIFT', () => {
  it.each(FORMS)('reads %s', (_, text, expected) => {
    const { type, definition } = one(text);
    expect({ type, definition }).toEqual(expected);
  });

  it.each([
    ['What is **2**? {#2}', 'What is \\*\\*2\\*\\*?'],
    ['[markdown]What is **2**? {#2}', 'What is **2**?'],
    ['[plain]Is 1 < 2 <b>?</b> {T}', 'Is 1 < 2 \\<b>?\\</b>'],
    ['[html]<p>What is <b>two</b>?</p><p>Say it.</p> {#2}', 'What is **two**?\n\nSay it.'],
    ['What is <i>two</i> &amp; one? {#2}', 'What is *two* & one?'],
    ['::Two::[markdown]One more than one is {=two =2} indeed.', 'One more than one is _____ indeed.'],
    ['[markdown]A line\\nand another\\: {T}', 'A line\nand another:'],
    ['[markdown]In one\nparagraph {T}', 'In one\nparagraph'],
  ])('reads the prompt of %j', (text, prompt) => {
    expect(one(text).prompt).toBe(prompt);
  });

  it('takes what stands behind four hashes as the feedback', () => {
    expect(one('[markdown]Two? {#2####Because *one* and one.}').feedback).toBe('Because *one* and one.');
  });

  it.each([
    ['a text without braces', 'Read this first.', ['error, line 1, type_not_carried']],
    ['a brace that is not closed', 'Two? {=2', ['error, line 1, broken_braces']],
    ['a brace that was not opened', 'Two? =2}', ['error, line 1, broken_braces']],
    ['braces in braces', 'Two? {={2}}', ['error, line 1, broken_braces']],
    ['two questions without an empty line', 'Two? {=2}\nThree? {=3}', ['error, line 2, broken_braces']],
    ['a name that does not end', '::Two? {=2}', ['error, line 1, name_not_closed']],
    ['a word for a number', 'Eight? {#eight}', ['error, line 1, option 1, not_a_number']],
    ['a range from the end', 'Between? {#5..1}', ['error, line 1, option 1, empty_range']],
    ['one option', 'Two? {~2}', ['error, line 1, too_few_answers']],
    ['no right option', 'Two? {~3 ~4}', ['error, line 1, no_right_answer']],
    [
      'options of the same text',
      'Two? {=2 ~3 ~3}',
      ['error, line 1, definition.options[2].text, invalid_question'],
    ],
    [
      'a pair without an arrow',
      'Where? {=Rome -> Italy\n=Oslo}',
      ['error, line 2, pair 2, pair_without_arrow'],
    ],
    ['a weight above 100', 'Two? {~%120%2 ~3}', ['error, line 1, option 1, weight_not_readable']],
    [
      'rights that make less than all',
      'Two? {~%20%2 ~%20%3}',
      ['error, line 1, definition.weights, invalid_question'],
    ],
  ])('names %s', (_, text, codes) => {
    expect(codesOf(text)).toEqual(codes);
  });

  it('names what it does not keep, with the line of each', () => {
    const text = [
      '$CATEGORY: tom/dick',
      '',
      '// [id:q1] [tag:easy] [tag:sums]',
      '::Sum::Two and two? {',
      '=4#Right.',
      '~%-50%3#Too few.',
      '~5}',
      '',
      'Two is even.{T#You said false.#You said true.}',
      '',
      'Two? {=two =%50%tow =%0%three#No.}',
    ].join('\n');
    expect(codesOf(text)).toEqual([
      'warning, line 3, id_not_carried',
      'warning, line 4, name, name_not_carried',
      'warning, line 6, option 2, weight_not_carried',
    ]);
  });

  it('reads the feedback to the wrong answer first, whichever the right one is', () => {
    expect(one('Two is odd.{F#That is wrong.#That is right.}').definition).toEqual({
      ...{ key: false, trueFeedback: 'That is wrong.', falseFeedback: 'That is right.' },
    });
  });

  it('keeps what is said to answers, and what a part is earned by', () => {
    expect(one('Two? {=2#Right. ~%50%two#Digits, please. ~3#[html]<b>No.</b>}').definition).toMatchObject({
      optionFeedback: { 1: 'Right.', 2: 'Digits, please.', 3: '**No.**' },
    });
    expect(one('Two? {=two#So. =%50%tow#Nearly. =%0%*#No.}').definition).toEqual({
      ...{ accepted: ['two'], caseSensitive: false, acceptedFeedback: 'So.', otherFeedback: 'No.' },
      alternatives: [{ text: 'tow', share: '0.5', feedback: 'Nearly.' }],
    });
    expect(one('Two? {#=2#So. =%50%2:0.5#Nearly. ~#No.}').definition).toEqual({
      ...{ key: '2', tolerance: { type: 'absolute', value: '0' }, keyFeedback: 'So.', otherFeedback: 'No.' },
      alternatives: [
        { key: '2', tolerance: { type: 'absolute', value: '0.5' }, share: '0.5', feedback: 'Nearly.' },
      ],
    });
  });

  it('reads the neighbors of every broken question', () => {
    const broken = [
      'Broken {',
      'Broken }',
      'Broken {{}}',
      '::Broken',
      'Broken {#x}',
      'Broken {~}',
      '{',
      '}',
      '::::{}',
    ];
    for (const bad of broken) {
      const blocks = read(`One? {#1}\n\n${bad}\n\nTwo? {#2}`);
      expect(blocks.map(({ line, question }) => [line, question?.prompt])).toEqual([
        [1, 'One?'],
        [3, undefined],
        [5, 'Two?'],
      ]);
    }
  });

  it('refuses a question that is too long to be one, and reads the next', () => {
    const blocks = read(`${'x'.repeat(300_000)} {T}\n\nTwo? {#2}`);
    expect(blocks.map(({ question, remarks }) => [question?.prompt, remarks[0]?.code])).toEqual([
      [undefined, 'block_too_large'],
      ['Two?', undefined],
    ]);
  });

  it('takes one pass over signs that begin and never end', () => {
    for (const sign of [
      '{',
      '}',
      '~',
      '=',
      '#',
      '::',
      '->',
      '[tag:',
      '// [tag:',
      '\\n',
      '\\',
      '<b>',
      '<p>a',
      '_',
      '&',
      '%50%',
    ])
      for (const [head, end] of [
        ['', ''],
        ['Two? {', '}'],
        ['[html]', '{T}'],
      ])
        expect([...readGift(`${head}${sign.repeat(50_000)}${end}`)].length).toBeLessThanOrEqual(1);
  });
});

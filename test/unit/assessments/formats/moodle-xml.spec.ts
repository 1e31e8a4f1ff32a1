import fc from 'fast-check';
import { checkedBlock } from '../../../../src/modules/assessments/formats/checked-question';
import { moodleXml } from '../../../../src/modules/assessments/formats/moodle-xml/moodle-xml';
import { readMoodleXml } from '../../../../src/modules/assessments/formats/moodle-xml/moodle-xml-reader';
import { writeMoodleXml } from '../../../../src/modules/assessments/formats/moodle-xml/moodle-xml-writer';
import type { NewQuestion } from '../../../../src/modules/assessments/questions/question-content';
import type { QuestionDefinition } from '../../../../src/modules/assessments/question-types/registry';
import { NO_GUIDANCE } from '../../../../src/modules/assessments/questions/guidance';
import { asStored, comparable } from './comparable';
import { randomQuestion } from './random-questions';

const quiz = (...questions: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${questions.join('\n')}\n</quiz>\n`;
const text = (content: string): string => `<text>${content}</text>`;
const question = (type: string, inside: string, prompt = 'Two?'): string =>
  `<question type="${type}"><questiontext format="html">${text(prompt)}</questiontext>${inside}</question>`;
const answer = (fraction: string, content: string, more = ''): string =>
  `<answer fraction="${fraction}" format="plain_text">${text(content)}${more}</answer>`;

function read(xml: string): { question: NewQuestion | null; codes: string[] }[] {
  return [...readMoodleXml(xml)].map((block) => {
    const { question: found, remarks } = checkedBlock(block);
    return {
      question: found,
      codes: remarks.map(({ severity, line, code }) => `${severity} ${line} ${code}`),
    };
  });
}

const GOOD = question('truefalse', answer('100', 'true') + answer('0', 'false'), 'Two is even.');

// The forms of Moodle's question/format/xml/format.php (4.5).
const FORMS: [string, string, object][] = [
  [
    'an essay of attachments alone, as a question that is answered by files, by endings and groups of types',
    question(
      'essay',
      '<responseformat>noinline</responseformat><attachments>-1</attachments><attachmentsrequired>2</attachmentsrequired>' +
        '<maxbytes>1500000</maxbytes><filetypeslist>.pdf,audio .docx</filetypeslist>',
    ),
    {
      type: 'file',
      definition: {
        ...{ minFiles: 2, maxFiles: 20, maxMegabytes: 2 },
        mediaTypes: [
          ...['application/pdf', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/wav', 'audio/flac'],
          'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        ],
      },
    },
  ],
  [
    'a choice of one, with CDATA and HTML in its text',
    question(
      'multichoice',
      `<single>true</single>${answer('100', 'two')}${answer('33.33333', 'tow')}${answer('0', 'three')}`,
      '<![CDATA[<p>What is <b>two</b> &amp; one?</p>]]>',
    ),
    {
      prompt: 'What is **two** & one?',
      definition: {
        options: [
          { id: '1', text: 'two' },
          { id: '2', text: 'tow' },
          { id: '3', text: 'three' },
        ],
        ...{ key: '1', shares: { 2: '1/3' } },
      },
    },
  ],
  [
    'a choice of several',
    question(
      'multichoice',
      `<single>false</single>${answer('50', '2')}${answer('50', '4')}${answer('-50', '3')}`,
    ),
    { definition: expect.objectContaining({ key: ['1', '2'], scoring: 'partial' }) },
  ],
  ['true or false', GOOD, { definition: { key: true } }],
  [
    'a short text with letter case',
    question('shortanswer', `<usecase>1</usecase>${answer('100', 'T*o')}`),
    { definition: { accepted: ['T*o'], caseSensitive: true, wildcards: true } },
  ],
  [
    'a number with units and points',
    question(
      'numerical',
      `<defaultgrade>2.5000000</defaultgrade>${answer('100', '2', '<tolerance>0.1</tolerance>')}
       <units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>
       <unitgradingtype>1</unitgradingtype><unitpenalty>0.1000000</unitpenalty>`,
    ),
    {
      points: '2.5',
      definition: {
        ...{ key: '2', tolerance: { type: 'absolute', value: '0.1' } },
        ...{ units: [{ unit: 'm', factor: '1' }], unitPenalty: '0.1000000' },
      },
    },
  ],
  [
    'pairs, one without a left side',
    question(
      'matching',
      `<subquestion format="html">${text('Rome')}<answer>${text('Italy')}</answer></subquestion>
       <subquestion format="html">${text('')}<answer>${text('Spain')}</answer></subquestion>`,
    ),
    {
      definition: {
        stems: [{ id: '1', text: 'Rome' }],
        choices: [
          { id: '1', text: 'Italy' },
          { id: '2', text: 'Spain' },
        ],
        key: { 1: '1' },
      },
    },
  ],
];

describe('reading Moodle XML', () => {
  it('names the types of files that nobody can hand in here, and takes all where none is left', () => {
    const file = (types: string): string =>
      question('essay', `<responseformat>noinline</responseformat><filetypeslist>${types}</filetypeslist>`);
    const [some, none] = read(quiz(file('.exe, image/png'), file('.zip')));
    expect(some?.codes).toEqual(['warning 3 file_type_not_carried']);
    expect(some?.question?.definition).toMatchObject({ mediaTypes: ['image/png'] });
    expect(none?.codes).toEqual(['warning 4 file_type_not_carried']);
    expect(none?.question?.definition).toMatchObject({ minFiles: 1, maxFiles: 20, maxMegabytes: 100 });
  });

  it.each(FORMS)('reads %s', (_, xml, expected) => {
    expect(read(quiz(xml))).toEqual([{ question: expect.objectContaining(expected), codes: [] }]);
  });

  it('names what it does not keep, with the line of each', () => {
    const xml = quiz(
      `<question type="category"><category>${text('$course$/Sums')}</category></question>`,
      '<question type="truefalse">',
      `<name>${text('Sums 1')}</name>`,
      `<questiontext format="html">${text('Two is even.')}</questiontext>`,
      '<idnumber>q1</idnumber>',
      answer('100', 'true', `<feedback format="html">${text('Right.')}</feedback>`),
      answer('0', 'false'),
      `<hint format="html">${text('Count.')}</hint>`,
      `<tags><tag>${text('easy')}</tag></tags>`,
      '<file name="two.png" path="/" encoding="base64">iVBORw0KGgo=</file>',
      '<defaultgrade>0</defaultgrade>',
      '</question>',
    );
    expect(read(xml).map(({ codes }) => codes)).toEqual([
      [],
      [
        'warning 7 id_not_carried',
        'warning 5 name_not_carried',
        'warning 13 points_changed',
        'warning 12 file_not_carried',
      ],
    ]);
  });

  it.each([
    ['a type that does not exist here', question('drawing', ''), 'type_not_carried'],
    ['a tag that is not closed', '<question type="truefalse"><name></question>', 'xml_malformed'],
    ['an ampersand that begins nothing', question('truefalse', '', 'Salt & pepper'), 'xml_malformed'],
    ['an entity that XML does not have', question('truefalse', '', '&nbsp;'), 'xml_malformed'],
    ['a character that there is not', question('truefalse', '', '&#x110000;'), 'xml_malformed'],
    ['tags in tags in tags', question('truefalse', '<a>'.repeat(100)), 'xml_malformed'],
    ['a question without an end', '<question type="truefalse">', 'xml_malformed'],
    ['no right answer', question('truefalse', answer('0', 'true')), 'no_right_answer'],
    ['a word for a number', question('numerical', answer('100', 'two')), 'not_a_number'],
  ])('names %s, and reads its neighbors', (_, bad, code) => {
    const found = read(quiz(GOOD, bad, GOOD));
    expect(found.map(({ question: each }) => each?.prompt)).toEqual([
      'Two is even.',
      undefined,
      'Two is even.',
    ]);
    expect(found[1]?.codes[0]).toMatch(new RegExp(`^error 4 ${code}$`));
  });

  it('reads no document that says how entities are written, so that none grows', () => {
    const entities = Array.from({ length: 30 }, (_, at) => `<!ENTITY e${at + 1} "&e${at};&e${at};">`).join(
      '',
    );
    const bomb = `<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY e0 "ha">${entities}]>${quiz(GOOD)}`;
    expect(read(bomb)).toEqual([{ question: null, codes: ['error 1 doctype_refused'] }]);
  });

  it('takes one pass over signs that begin and never end', () => {
    for (const sign of ['<![CDATA[', '<!--', '<question>', '<question a="', '&', '</question>', '<quiz'])
      for (const head of ['', '<question type="truefalse">'])
        expect([...readMoodleXml(head + sign.repeat(50_000))].length).toBeLessThanOrEqual(50_001);
  });
});

/** What Moodle has no field for, and an exact copy has. */
const NAMED = [
  ...['score_feedback_not_carried', 'file_not_carried', 'alternative_text_not_carried'],
  ...['hotspot_as_markers', 'rating_as_choice', 'size_not_carried', 'marker_notes_not_carried'],
];

describe('questions written as Moodle XML and read again', () => {
  it('are the same, whatever signs are in them', () => {
    fc.assert(
      fc.property(
        fc.array(
          randomQuestion(
            { hasPoints: true, hasCase: true, hasArrows: true, hasUnits: true, hasGuidance: true },
            {},
            // Moodle takes it for a formula.
          ).filter(({ type, prompt }) => type !== 'calculated' || !/\{=[^]*\}/.test(prompt)),
          {
            minLength: 1,
            maxLength: 5,
          },
        ),
        (questions) => {
          const written = questions.map((each) => writeMoodleXml(each));
          const lost = written.flatMap(({ remarks }) => remarks.map(({ code }) => code));
          expect(lost.filter((code) => !NAMED.includes(code))).toEqual([]);
          const file = `${moodleXml.head}${written.map((each) => each.text).join('')}${moodleXml.foot}`;
          const blocks = [...readMoodleXml(file)].map(checkedBlock);
          expect(blocks.flatMap(({ remarks }) => remarks)).toEqual([]);
          expect(comparable(blocks.map((block) => asStored(block.question)))).toEqual(comparable(questions));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('lose what Moodle has no field for, and say so', () => {
    const codes = (whole: QuestionDefinition): string[] =>
      writeMoodleXml({
        prompt: 'Two?',
        points: '1',
        feedback: null,
        ...NO_GUIDANCE,
        tags: [],
        type: whole.type,
        definition: whole,
      }).remarks.map(({ code }) => code);
    expect(
      codes({
        type: 'short_text',
        accepted: ['Two'],
        caseSensitive: true,
        ignoreAccents: true,
        language: 'tr',
      }),
    ).toEqual(['folding_not_carried', 'language_not_carried']);
    expect(codes({ type: 'numeric', key: '2', tolerance: { type: 'geometric', value: '1' } })).toEqual([
      'tolerance_not_carried',
    ]);
  });
});

import fc from 'fast-check';
import { checkedBlock } from '../../../../src/modules/assessments/formats/checked-question';
import { withPictureSize } from '../../../../src/modules/assessments/formats/pictures';
import { readQtiItem } from '../../../../src/modules/assessments/formats/qti/qti-reader';
import { writeQtiItem } from '../../../../src/modules/assessments/formats/qti/qti-writer';
import { readElement } from '../../../../src/modules/assessments/formats/xml-tree';
import { ALL_QUESTION_TYPES } from '../../../../src/modules/assessments/question-types/registry';
import type { NewQuestion } from '../../../../src/modules/assessments/questions/question-content';
import { wholeQuestionOf } from './whole-questions';

const SIZE = { width: 100, height: 80 };

function read(xml: string): { question: NewQuestion | null; codes: string[] } {
  const [block] = [...readQtiItem(xml)];
  if (!block) throw new Error('Nothing was read.');
  const sizes = new Map((block.files ?? []).map(({ placeholder }) => [placeholder, SIZE]));
  const question = block.question && withPictureSize(block.question, sizes);
  const checked = checkedBlock({ ...block, question });
  return { question: checked.question, codes: checked.remarks.map(({ code }) => code) };
}

const item = (declarations: string, body: string, after = ''): string =>
  `<assessmentItem identifier="x" title="">${declarations}<itemBody><p>What?</p>${body}</itemBody>${after}</assessmentItem>`;
const declared = (baseType: string, inside = '', cardinality = 'single'): string =>
  `<responseDeclaration identifier="RESPONSE" cardinality="${cardinality}" baseType="${baseType}">${inside}</responseDeclaration>`;
const correct = (...values: string[]): string =>
  `<correctResponse>${values.map((value) => `<value>${value}</value>`).join('')}</correctResponse>`;
const template = (name: string): string =>
  `<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/${name}"/>`;
const choice = (feedback = ''): string =>
  `<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><simpleChoice identifier="A">Yes${feedback}</simpleChoice><simpleChoice identifier="B">No</simpleChoice></choiceInteraction>`;
const most = (points: string): string =>
  `<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float"><defaultValue><value>${points}</value></defaultValue></outcomeDeclaration>`;
const object = '<object data="media/plot.png" type="image/png">A plot</object>';
const places = (...entries: string[]): string =>
  `<areaMapping defaultValue="0">${entries.map((entry) => `<areaMapEntry ${entry}/>`).join('')}</areaMapping>`;
const picture = { alternativeText: 'A plot', ...SIZE };

// The forms of 1EdTech's QTI 2.1 examples (feedback, extended_text, upload, hotspot, select_point, position_object).
const FORMS: [string, string, object][] = [
  [
    'what is said to each choice, within it and beside the item',
    item(
      `${declared('identifier', correct('A'))}<outcomeDeclaration identifier="F" cardinality="single" baseType="identifier"/>`,
      choice(
        '<feedbackInline outcomeIdentifier="F" identifier="A" showHide="show">So it is.</feedbackInline>',
      ),
      `<responseProcessing><responseCondition><responseIf><match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match><setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf></responseCondition>` +
        `<setOutcomeValue identifier="F"><variable identifier="RESPONSE"/></setOutcomeValue></responseProcessing>` +
        `<modalFeedback outcomeIdentifier="F" identifier="B" showHide="show">Not so.</modalFeedback>`,
    ),
    { type: 'single_choice', definition: { optionFeedback: { A: 'So it is.', B: 'Not so.' } } },
  ],
  [
    'what is said by the score',
    item(
      `${declared('identifier', correct('A'))}<outcomeDeclaration identifier="F" cardinality="single" baseType="identifier"/>`,
      choice(),
      `<responseProcessing><responseCondition><responseIf><match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match><setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf></responseCondition>` +
        `<responseCondition><responseIf><gt><variable identifier="SCORE"/><baseValue baseType="float">0</baseValue></gt><setOutcomeValue identifier="F"><baseValue baseType="identifier">correct</baseValue></setOutcomeValue></responseIf><responseElse><setOutcomeValue identifier="F"><baseValue baseType="identifier">incorrect</baseValue></setOutcomeValue></responseElse></responseCondition></responseProcessing>` +
        `<modalFeedback outcomeIdentifier="F" identifier="correct" showHide="show">Yes.</modalFeedback><modalFeedback outcomeIdentifier="F" identifier="incorrect" showHide="show">No.</modalFeedback>`,
    ),
    { scoreFeedback: { right: 'Yes.', wrong: 'No.' } },
  ],
  [
    'a text that a person marks, with notes for them',
    item(
      `${declared('string')}${most('5')}`,
      '<extendedTextInteraction responseIdentifier="RESPONSE" expectedLines="10"/><rubricBlock view="scorer"><p>One point each.</p></rubricBlock>',
    ),
    { type: 'essay', points: '5', definition: { format: 'plain_text', markerNotes: 'One point each.' } },
  ],
  [
    'a file that is handed in',
    item(declared('file'), '<uploadInteraction responseIdentifier="RESPONSE" type="application/pdf"/>'),
    {
      type: 'file',
      definition: { minFiles: 1, maxFiles: 1, maxMegabytes: 100, mediaTypes: ['application/pdf'] },
    },
  ],
  [
    'a choice of which none is right, as a survey',
    item(declared('identifier'), choice()),
    { type: 'survey', points: '0', definition: expect.objectContaining({ form: 'one_option' }) as object },
  ],
  [
    'a picture to point at once',
    item(
      declared('point', places('shape="circle" coords="50,40,8" mappedValue="2"')),
      `<selectPointInteraction responseIdentifier="RESPONSE" maxChoices="1">${object}</selectPointInteraction>`,
      template('map_response_point'),
    ),
    {
      ...{ type: 'hotspot', points: '2' },
      definition: {
        picture: expect.objectContaining(picture) as object,
        ...{ find: 'one', key: [{ type: 'circle', x: 50, y: 40, radius: 8 }] },
      },
    },
  ],
  [
    'a picture to point at several times',
    item(
      declared(
        'point',
        places(
          'shape="rect" coords="0,0,10,10" mappedValue="1"',
          'shape="poly" coords="20,20,40,20,30,40" mappedValue="1"',
        ),
        'multiple',
      ),
      `<selectPointInteraction responseIdentifier="RESPONSE" maxChoices="2">${object}</selectPointInteraction>`,
      template('map_response_point'),
    ),
    {
      ...{ type: 'hotspot', points: '2' },
      definition: expect.objectContaining({
        find: 'all',
        key: [
          { type: 'rectangle', left: 0, top: 0, right: 10, bottom: 10 },
          {
            type: 'polygon',
            points: [
              { x: 20, y: 20 },
              { x: 40, y: 20 },
              { x: 30, y: 40 },
            ],
          },
        ],
      }) as object,
    },
  ],
];

describe('reading the forms of QTI', () => {
  it.each(FORMS)('reads %s', (_, xml, expected) => {
    const { question, codes } = read(xml);
    expect(codes).toEqual([]);
    const { definition = {}, ...others } = expected as { definition?: object };
    expect(question).toMatchObject(others);
    expect(question?.definition).toMatchObject(definition);
  });

  it('asks to point at what could be chosen on a picture, and says that it is not shown', () => {
    const spots =
      '<hotspotChoice identifier="A" shape="circle" coords="50,40,8"/><hotspotChoice identifier="B" shape="circle" coords="20,40,8"/>';
    const { question, codes } = read(
      item(
        declared('identifier', correct('B')),
        `<hotspotInteraction responseIdentifier="RESPONSE" maxChoices="1">${object}${spots}</hotspotInteraction>`,
        template('match_correct'),
      ),
    );
    expect(codes).toEqual(['choices_not_shown']);
    expect(question?.definition).toMatchObject({ key: [{ type: 'circle', x: 20, y: 40, radius: 8 }] });
  });

  it.each([
    ['no picture', '', 'shape="circle" coords="50,40,8" mappedValue="1"', 'picture_missing'],
    [
      'a shape that there is not',
      object,
      'shape="star" coords="50,40,8" mappedValue="1"',
      'area_not_readable',
    ],
    [
      'a place beside its picture',
      object,
      'shape="circle" coords="150,40,8" mappedValue="1"',
      'invalid_question',
    ],
    [
      'places that earn nothing',
      object,
      'shape="circle" coords="50,40,8" mappedValue="0"',
      'no_right_answer',
    ],
  ])('refuses an item with %s', (_, shown, entry, code) => {
    const { question, codes } = read(
      item(
        declared('point', places(entry)),
        `<selectPointInteraction responseIdentifier="RESPONSE" maxChoices="1">${shown}</selectPointInteraction>`,
        template('map_response_point'),
      ),
    );
    expect([question, codes]).toEqual([null, [code]]);
  });
});

// The order of the parts of an item, and the attributes that are required (1EdTech, QTI 3.0 ASI).
const ORDER = [
  ...['response-declaration', 'outcome-declaration', 'template-declaration', 'template-processing'],
  ...['item-body', 'response-processing', 'modal-feedback'],
].map((name) => `qti-${name}`);
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'qti-response-declaration': ['identifier', 'cardinality', 'base-type'],
  'qti-outcome-declaration': ['identifier', 'cardinality', 'base-type'],
  'qti-template-declaration': ['identifier', 'cardinality', 'base-type'],
  'qti-modal-feedback': ['outcome-identifier', 'identifier', 'show-hide'],
  'qti-area-map-entry': ['shape', 'coords', 'mapped-value'],
  'qti-select-point-interaction': ['response-identifier', 'max-choices'],
  'qti-extended-text-interaction': ['response-identifier'],
  'qti-upload-interaction': ['response-identifier'],
  'qti-rubric-block': ['view', 'use'],
  'qti-set-outcome-value': ['identifier'],
  'qti-set-template-value': ['identifier'],
  'qti-printed-variable': ['identifier'],
  'qti-random-integer': ['min', 'max'],
  'qti-round-to': ['figures', 'rounding-mode'],
  'qti-math-operator': ['name'],
  'qti-base-value': ['base-type'],
};

describe('written items of QTI 3, of every type with all that it may have', () => {
  it.each(ALL_QUESTION_TYPES.map((described) => [described.name, described] as const))(
    'have their parts in order, what is required, and declare all that they name: %s',
    (_, described) => {
      for (const question of fc.sample(wholeQuestionOf(described), { numRuns: 20, seed: 11 })) {
        const xml = writeQtiItem(question).text ?? '';
        const root = readElement(xml, 1);
        const places = root.children.map(({ name }) => ORDER.indexOf(name));
        expect(places).toEqual(places.toSorted((one, other) => one - other));
        expect(places).not.toContain(-1);
        for (const [, name = '', attributes = ''] of xml.matchAll(/<(qti-[\w-]+)((?:\s+[\w-]+="[^"]*")*)/g))
          for (const required of REQUIRED[name] ?? [])
            expect(`${name}${attributes}`).toContain(` ${required}="`);
        const declaredNames = root.children
          .filter(({ name }) => name.endsWith('-declaration'))
          .map(({ attributes }) => attributes['identifier']);
        const named = [
          ...xml.matchAll(
            /<qti-(?:variable|correct|set-[\w-]+|printed-variable|map-response[\w-]*) identifier="([^"]*)"/g,
          ),
        ];
        for (const [, identifier] of named) expect(['numAttempts', ...declaredNames]).toContain(identifier);
        for (const identifier of declaredNames) expect(identifier).toMatch(/^[A-Za-z_][\w.-]*$/);
      }
    },
  );
});

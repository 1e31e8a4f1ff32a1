import { NO_GUIDANCE } from '../../../../src/modules/assessments/questions/guidance';
import { checkedBlock } from '../../../../src/modules/assessments/formats/checked-question';
import { readQtiItem } from '../../../../src/modules/assessments/formats/qti/qti-reader';
import { writeQtiItem } from '../../../../src/modules/assessments/formats/qti/qti-writer';
import type { NewQuestion } from '../../../../src/modules/assessments/questions/question-content';

const TEMPLATES = 'http://www.imsglobal.org/question/qti_v2p1/rptemplates';
const MATCH = `<responseProcessing template="${TEMPLATES}/match_correct"/>`;
const MAP = `<responseProcessing template="${TEMPLATES}/map_response"/>`;

const declared = (
  inside: string,
  more = 'cardinality="single" baseType="identifier"',
  identifier = 'RESPONSE',
): string => `<responseDeclaration identifier="${identifier}" ${more}>${inside}</responseDeclaration>`;
const correct = (...values: string[]): string =>
  `<correctResponse>${values.map((value) => `<value>${value}</value>`).join('')}</correctResponse>`;
const mapped = (entries: Record<string, number>, bounds = 'defaultValue="0"'): string =>
  `<mapping ${bounds}>${Object.entries(entries)
    .map(([key, value]) => `<mapEntry mapKey="${key}" mappedValue="${value}"/>`)
    .join('')}</mapping>`;
const item = (declarations: string, body: string, processing = MATCH): string =>
  `<?xml version="1.0"?>\n<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i1" title="" adaptive="false" timeDependent="false">\n${declarations}\n<itemBody>${body}</itemBody>\n${processing}\n</assessmentItem>`;
const choices = (name: string, texts: Record<string, string>): string =>
  Object.entries(texts)
    .map(([identifier, text]) => `<${name} identifier="${identifier}">${text}</${name}>`)
    .join('');
const choice = (most: number, texts: Record<string, string>): string =>
  `<p>Which?</p><choiceInteraction responseIdentifier="RESPONSE" maxChoices="${most}">${choices('simpleChoice', texts)}</choiceInteraction>`;
const ABC = { A: 'One', B: '<b>Two</b>', C: 'Three' };

function read(xml: string): { question: NewQuestion | null; codes: string[] } {
  const [block] = [...readQtiItem(xml)].map(checkedBlock);
  const codes = (block?.remarks ?? []).map(({ severity, line, code }) => `${severity} ${line} ${code}`);
  return { question: block?.question ?? null, codes };
}

// After the examples of the QTI 2.1 implementation guide and the templates of response processing (1EdTech).
const ITEMS: [string, string, object][] = [
  [
    'a choice with the right one',
    item(declared(correct('B')), choice(1, { A: 'One', B: 'Two' })),
    {
      type: 'single_choice',
      prompt: 'Which?',
      points: '1',
      definition: {
        options: [
          { id: 'A', text: 'One' },
          { id: 'B', text: 'Two' },
        ],
        key: 'B',
      },
    },
  ],
  [
    'a choice with points by a mapping',
    item(declared(mapped({ A: 3, C: 1 })), choice(1, { A: 'One', B: 'Two', C: 'Three' }), MAP),
    {
      type: 'single_choice',
      points: '3',
      definition: expect.objectContaining({ key: 'A', shares: { C: '1/3' } }),
    },
  ],
  [
    'a choice of several, all or nothing',
    item(
      declared(correct('A', 'B'), 'cardinality="multiple" baseType="identifier"'),
      choice(0, { A: '1', B: '2', C: '3' }),
    ),
    {
      type: 'multiple_choice',
      definition: expect.objectContaining({ key: ['A', 'B'], scoring: 'all_or_nothing' }),
    },
  ],
  [
    'a choice of several with a default for those without an entry, and an upper bound',
    item(
      declared(
        mapped({ A: 2, B: 2 }, 'defaultValue="-1" lowerBound="0" upperBound="3"'),
        'cardinality="multiple" baseType="identifier"',
      ),
      choice(0, { A: '1', B: '2', C: '3' }),
      MAP,
    ),
    {
      points: '3',
      definition: expect.objectContaining({
        scoring: 'weighted',
        weights: { A: '2/3', B: '2/3', C: '-1/3' },
      }),
    },
  ],
  [
    'words to be marked',
    item(
      declared(correct('w2')),
      '<p>Mark the verb.</p><hottextInteraction responseIdentifier="RESPONSE" maxChoices="1"><p><hottext identifier="w1">Rome</hottext> <hottext identifier="w2">is</hottext> old.</p></hottextInteraction>',
    ),
    {
      type: 'single_choice',
      prompt: 'Mark the verb.\n\nRome is old.',
      definition: expect.objectContaining({ key: 'w2' }),
    },
  ],
  [
    'a line for a text',
    item(
      declared(
        '<mapping defaultValue="0"><mapEntry mapKey="York" mappedValue="1" caseSensitive="false"/><mapEntry mapKey="*" mappedValue="1" caseSensitive="false"/></mapping>',
        'cardinality="single" baseType="string"',
      ),
      '<p>Which city?</p><p><textEntryInteraction responseIdentifier="RESPONSE"/></p>',
      MAP,
    ),
    {
      type: 'short_text',
      prompt: 'Which city?',
      definition: { accepted: ['York', '*'], caseSensitive: false },
    },
  ],
  [
    'a number',
    item(
      declared(correct('3.14'), 'cardinality="single" baseType="float"'),
      '<p>Pi?</p><textEntryInteraction responseIdentifier="RESPONSE"/>',
    ),
    { type: 'numeric', definition: { key: '3.14', tolerance: { type: 'absolute', value: '0' } } },
  ],
  [
    'an order',
    item(
      declared(correct('C', 'A'), 'cardinality="ordered" baseType="identifier"'),
      `<orderInteraction responseIdentifier="RESPONSE"><prompt>Sort</prompt>${choices('simpleChoice', { A: '2', C: '1' })}</orderInteraction>`,
    ),
    {
      type: 'ordering',
      prompt: 'Sort',
      definition: expect.objectContaining({ key: ['C', 'A'], scoring: 'all_or_nothing' }),
    },
  ],
  [
    'pairs of two sets',
    item(
      declared(mapped({ 'a x': 1, 'b y': 1 }), 'cardinality="multiple" baseType="directedPair"'),
      `<p>Match</p><matchInteraction responseIdentifier="RESPONSE"><simpleMatchSet>${choices('simpleAssociableChoice', { a: 'A', b: 'B' })}</simpleMatchSet><simpleMatchSet>${choices('simpleAssociableChoice', { x: 'X', y: 'Y' })}</simpleMatchSet></matchInteraction>`,
      MAP,
    ),
    { type: 'matching', points: '2', definition: expect.objectContaining({ key: { a: 'x', b: 'y' } }) },
  ],
  [
    'words for gaps',
    item(
      declared(mapped({ 'w1 g1': 1 }), 'cardinality="multiple" baseType="directedPair"'),
      '<p>Fill</p><gapMatchInteraction responseIdentifier="RESPONSE"><gapText identifier="w1" matchMax="1">old</gapText><gapText identifier="w2" matchMax="1">new</gapText><p>Rome is <gap identifier="g1"/>.</p></gapMatchInteraction>',
      MAP,
    ),
    {
      type: 'gap_select',
      definition: expect.objectContaining({ text: 'Rome is [[g1]].', key: { g1: 'w1' } }),
    },
  ],
  [
    'a text with gaps of two kinds, whose points are added',
    item(
      declared(correct('A'), undefined, 'R1') +
        declared(correct('9'), 'cardinality="single" baseType="integer"', 'R2'),
      `<p>Say it.</p><p>One of <inlineChoiceInteraction responseIdentifier="R1">${choices('inlineChoice', { A: 'a', B: 'b' })}</inlineChoiceInteraction>, and <textEntryInteraction responseIdentifier="R2"/>.</p>`,
      `<responseProcessing>${['R1', 'R2'].map((id) => `<responseCondition><responseIf><match><variable identifier="${id}"/><correct identifier="${id}"/></match><setOutcomeValue identifier="SCORE"><sum><variable identifier="SCORE"/><baseValue baseType="float">${id === 'R1' ? 1 : 2}</baseValue></sum></setOutcomeValue></responseIf></responseCondition>`).join('')}</responseProcessing>`,
    ),
    {
      ...{ type: 'cloze', prompt: 'Say it.', points: '3' },
      definition: {
        text: 'One of [[g1]], and [[g2]].',
        gaps: [
          expect.objectContaining({ type: 'single_choice', weight: '1' }),
          expect.objectContaining({ type: 'numeric', weight: '2' }),
        ],
      },
    },
  ],
];

describe('reading items of QTI', () => {
  it.each(ITEMS)('reads %s, by the names of QTI 2 and of QTI 3', (_, xml, expected) => {
    expect(read(xml)).toEqual({ question: expect.objectContaining(expected), codes: [] });
    const inThree = xml
      .replace(/(<\/?)([a-z]\w*[A-Z]\w*|[a-z]+)(?=[\s/>])/g, (whole, sign: string, name: string) =>
        ['p', 'b'].includes(name) ? whole : `${sign}qti-${kebab(name)}`,
      )
      .replace(/ (\w+)="/g, (_whole, name: string) => ` ${kebab(name)}="`);
    expect(inThree).toContain('qti-item-body');
    expect(read(inThree)).toEqual({ question: expect.objectContaining(expected), codes: [] });
  });

  it.each([
    [
      'a program of its own',
      item(
        declared(correct('A')),
        choice(1, ABC),
        '<responseProcessing>\n<responseCondition><responseIf><gt><variable identifier="RESPONSE"/><baseValue baseType="float">2</baseValue></gt><setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>',
      ),
      'error 6 processing_unknown',
    ],
    [
      'another template',
      item(
        declared(correct('A')),
        choice(1, ABC),
        '<responseProcessing template="https://templates.example/own.xml"/>',
      ),
      'error 5 processing_unknown',
    ],
    [
      'no mapping for what is mapped',
      item(declared(correct('A')), choice(1, ABC), MAP),
      'error 3 processing_unknown',
    ],
    [
      'an interaction that there is not',
      item(declared(''), '<drawingInteraction responseIdentifier="RESPONSE"/>'),
      'error 4 interaction_unknown',
    ],
    ['no interaction', item('', '<p>Read this.</p>'), 'error 4 interaction_missing'],
    ['an answer without a declaration', item('', choice(1, ABC)), 'error 4 declaration_missing'],
    [
      'drawn values',
      item(
        `${declared(correct('A'))}<templateDeclaration identifier="x" cardinality="single" baseType="integer"/>`,
        choice(1, ABC),
      ),
      'error 3 template_not_carried',
    ],
    ['no right answer', item(declared(''), choice(1, ABC)), 'error 3 no_right_answer'],
    ['a test for an item', '<assessmentTest identifier="t" title="t"/>', 'error 1 not_an_item'],
    ['no XML', '<assessmentItem', 'error 1 xml_malformed'],
    [
      'entities of its own',
      `<!DOCTYPE assessmentItem [<!ENTITY a "a">]>${item(declared(correct('A')), choice(1, ABC))}`,
      'error 1 doctype_refused',
    ],
    [
      'an entity from elsewhere',
      '<!DOCTYPE assessmentItem SYSTEM "file:///etc/passwd"><assessmentItem/>',
      'error 1 doctype_refused',
    ],
  ])('refuses an item with %s, and says where', (_, xml, code) => {
    const { question, codes } = read(xml);
    expect(question).toBeNull();
    expect(codes).toContain(code);
  });

  it('takes the HTML of a prompt where somebody has changed it since it was written', () => {
    const written = writeQtiItem({
      ...{
        type: 'true_false',
        prompt: 'Two *is* even.',
        points: '1',
        feedback: 'Yes.',
        tags: [],
        ...NO_GUIDANCE,
      },
      definition: { type: 'true_false', key: true },
    }).text;
    expect(read(written ?? '').question).toMatchObject({ prompt: 'Two *is* even.', feedback: 'Yes.' });
    const changed = written?.replaceAll('<em>is</em>', '<em>is not</em>').replace('>Yes.<', '>No.<');
    expect(read(changed ?? '').question).toMatchObject({ prompt: 'Two *is not* even.', feedback: 'No.' });
  });

  it('names feedback that depends on the answer', () => {
    const feedback =
      '<modalFeedback outcomeIdentifier="FEEDBACK" identifier="A" showHide="show">Not that.</modalFeedback>';
    const xml = item(declared(correct('B')), choice(1, { A: '1', B: '2' })).replace(
      '</assessmentItem>',
      `${feedback}</assessmentItem>`,
    );
    expect(read(xml).codes).toEqual(['warning 6 feedback_not_carried']);
  });
});

// What the information model of QTI 3 asks for (1EdTech, QTI 3.0 ASI, "Required" attributes and elements).
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'qti-assessment-item': ['identifier', 'title', 'time-dependent'],
  'qti-response-declaration': ['identifier', 'cardinality', 'base-type'],
  'qti-outcome-declaration': ['identifier', 'cardinality', 'base-type'],
  'qti-map-entry': ['map-key', 'mapped-value'],
  'qti-choice-interaction': ['response-identifier'],
  'qti-inline-choice-interaction': ['response-identifier'],
  'qti-text-entry-interaction': ['response-identifier'],
  'qti-order-interaction': ['response-identifier'],
  'qti-match-interaction': ['response-identifier'],
  'qti-gap-match-interaction': ['response-identifier'],
  'qti-simple-choice': ['identifier'],
  'qti-simple-associable-choice': ['identifier', 'match-max'],
  'qti-gap-text': ['identifier', 'match-max'],
  'qti-gap': ['identifier'],
  'qti-modal-feedback': ['outcome-identifier', 'identifier', 'show-hide'],
};

describe('written items of QTI 3', () => {
  it('have what the standard requires, and identifiers that are such', () => {
    const definition = {
      ...{ type: 'cloze' as const, text: 'A [[g1]] [[g2]] [[g3]]' },
      gaps: [
        {
          id: 'g1',
          type: 'single_choice' as const,
          options: [
            { id: '1', text: 'a' },
            { id: '2', text: 'b' },
          ],
          key: '1',
        },
        { id: 'g2', type: 'short_text' as const, accepted: ['x'], caseSensitive: false },
        {
          id: 'g3',
          type: 'numeric' as const,
          key: '2',
          tolerance: { type: 'relative' as const, value: '0.1' },
        },
      ],
    };
    const { text, remarks } = writeQtiItem({
      type: 'cloze',
      prompt: 'Fill',
      points: '2',
      feedback: 'So.',
      ...NO_GUIDANCE,
      tags: [],
      definition,
    });
    expect(remarks).toEqual([]);
    const tags = [...(text ?? '').matchAll(/<(qti-[\w-]+)((?:\s+[\w-]+="[^"]*")*)/g)];
    expect(tags.length).toBeGreaterThan(20);
    for (const [, name = '', attributes = ''] of tags)
      for (const required of REQUIRED[name] ?? [])
        expect(`${name} ${attributes}`).toContain(` ${required}="`);
    const identifiers = [...(text ?? '').matchAll(/\b(?:response-)?identifier="([^"]*)"/g)].map(
      ([, id]) => id,
    );
    for (const identifier of identifiers) expect(identifier).toMatch(/^[A-Za-z_][\w.-]*$/);
  });
});

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

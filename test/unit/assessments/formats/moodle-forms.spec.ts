import { checkedBlock } from '../../../../src/modules/assessments/formats/checked-question';
import { readMoodleXml } from '../../../../src/modules/assessments/formats/moodle-xml/moodle-xml-reader';
import { writeMoodleXml } from '../../../../src/modules/assessments/formats/moodle-xml/moodle-xml-writer';
import { withPictureSize } from '../../../../src/modules/assessments/formats/pictures';
import type { StoredQuestion } from '../../../../src/modules/assessments/formats/question-format';
import { NO_GUIDANCE } from '../../../../src/modules/assessments/questions/guidance';
import type { NewQuestion } from '../../../../src/modules/assessments/questions/question-content';

const text = (content: string): string => `<text>${content}</text>`;
const html = (name: string, content: string, more = ''): string =>
  `<${name} format="html">${text(content)}${more}</${name}>`;
const answer = (fraction: string, content: string, more = ''): string =>
  `<answer fraction="${fraction}" format="plain_text">${text(content)}${more}</answer>`;
const question = (type: string, inside: string, prompt = 'Two?'): string =>
  `<quiz><question type="${type}">${html('questiontext', prompt)}${inside}</question></quiz>`;
const PICTURE = '<file name="a plot.png" path="/" encoding="base64">aGVsbG8=</file>';
const SIZE = { width: 100, height: 80 };

function read(xml: string): { question: NewQuestion | null; codes: string[] } {
  const [block] = [...readMoodleXml(xml)];
  if (!block) throw new Error('Nothing was read.');
  const sizes = new Map((block.files ?? []).map(({ placeholder }) => [placeholder, SIZE]));
  const checked = checkedBlock({
    ...block,
    question: block.question && withPictureSize(block.question, sizes),
  });
  return { question: checked.question, codes: checked.remarks.map(({ code }) => code) };
}

const CHOICE = `<single>true</single>${answer('100', 'two', html('feedback', 'So it &lt;b&gt;is&lt;/b&gt;.'))}${answer('0', 'three')}`;

// The forms of Moodle's question/format/xml/format.php (4.5), and of the plugins qtype_ddmarker and qtype_recordrtc.
const FORMS: [string, string, object][] = [
  [
    'hints with their options, a penalty, and what is said by the score',
    question(
      'multichoice',
      `${CHOICE}<penalty>0.1428571</penalty>${html('correctfeedback', 'Yes.')}${html('partiallycorrectfeedback', 'Partly.')}${html('incorrectfeedback', 'No.')}` +
        `${html('hint', '&lt;p&gt;Count.&lt;/p&gt;', '<shownumcorrect/><clearwrong/>')}${html('hint', 'Again.')}`,
    ),
    {
      penalty: '1/7',
      scoreFeedback: { right: 'Yes.', partly: 'Partly.', wrong: 'No.' },
      hints: [
        { text: 'Count.', clearWrong: true, showRightCount: true },
        { text: 'Again.', clearWrong: false, showRightCount: false },
      ],
      definition: expect.objectContaining({ optionFeedback: { 1: 'So it **is**.' } }) as object,
    },
  ],
  [
    'what is said to typed answers',
    question(
      'shortanswer',
      `${answer('100', 'two', html('feedback', 'So.'))}${answer('50', 'tow', html('feedback', 'Nearly.'))}${answer('0', '*', html('feedback', 'No.'))}`,
    ),
    {
      definition: {
        ...{ accepted: ['two'], caseSensitive: false, acceptedFeedback: 'So.', otherFeedback: 'No.' },
        alternatives: [{ text: 'tow', share: '0.5', feedback: 'Nearly.' }],
      },
    },
  ],
  [
    'markers, with circles, rectangles and polygons, with fewer copies than places',
    question(
      'ddmarker',
      `${PICTURE}<drag><no>1</no>${text('Here &amp;amp; there')}<noofdrags>2</noofdrags></drag><drag><no>2</no>${text('Nowhere')}<noofdrags>1</noofdrags></drag>` +
        '<drop><no>1</no><shape>circle</shape><coords>50,40;8</coords><choice>1</choice></drop>' +
        '<drop><no>2</no><shape>rectangle</shape><coords>0,5;10,20</coords><choice>1</choice></drop>' +
        '<drop><no>3</no><shape>polygon</shape><coords>20,20;40,20;30,40</coords><choice>1</choice></drop>',
    ),
    {
      type: 'markers',
      definition: {
        picture: expect.objectContaining({ ...SIZE, alternativeText: 'a plot.png' }) as object,
        markers: [
          { id: '1', text: 'Here & there', copies: 3 },
          { id: '2', text: 'Nowhere' },
        ],
        key: [
          { marker: '1', area: { type: 'circle', x: 50, y: 40, radius: 8 } },
          { marker: '1', area: { type: 'rectangle', left: 0, top: 5, right: 10, bottom: 25 } },
          {
            marker: '1',
            area: {
              type: 'polygon',
              points: [
                { x: 20, y: 20 },
                { x: 40, y: 20 },
                { x: 30, y: 40 },
              ],
            },
          },
        ],
      },
    },
  ],
  [
    'a recording',
    question('recordrtc', '<mediatype>audio</mediatype><timelimitinseconds>30</timelimitinseconds>'),
    { type: 'recording', definition: { medium: 'audio', maxSeconds: 30, maxMegabytes: 50 } },
  ],
  [
    'a choice that is worth nothing, of which all is right, as a survey',
    question(
      'multichoice',
      `<defaultgrade>0</defaultgrade><single>true</single>${answer('100', 'two')}${answer('100', 'three')}`,
    ),
    { type: 'survey', points: '0', definition: expect.objectContaining({ form: 'one_option' }) as object },
  ],
];

describe('reading the forms of Moodle', () => {
  it.each(FORMS)('reads %s', (_, xml, expected) => {
    const { question: found, codes } = read(xml);
    const ofMarkers = ['alternative_text_missing', 'copies_changed'];
    expect(codes.filter((code) => !ofMarkers.includes(code))).toEqual([]);
    expect(found).toMatchObject(expected);
  });

  it('puts the files of a text where the text names them, whatever their names', () => {
    const file = (name: string): string => `<file name="${name}" path="/" encoding="base64">aGVsbG8=</file>`;
    const prompt =
      '&lt;img src="@@PLUGINFILE@@/a%20plot%20%281%29.png" alt="A plot"&gt; &lt;img src="@@PLUGINFILE@@/gone.png" alt="Gone"&gt;';
    const xml = `<quiz><question type="truefalse">${html('questiontext', prompt, file('a plot (1).png') + file('unused.png'))}${answer('100', 'true')}${answer('0', 'false')}</question></quiz>`;
    const [block] = [...readMoodleXml(xml)];
    expect(block?.remarks.map(({ code, value }) => [code, value])).toEqual([
      ['picture_not_carried', '@@PLUGINFILE@@/gone.png'],
      ['file_not_carried', 'unused.png'],
    ]);
    const placeholder = block?.files?.[0]?.placeholder ?? '';
    expect(block?.files).toMatchObject([{ name: 'a plot (1).png', content: { base64: 'aGVsbG8=' } }]);
    expect(block?.question?.prompt).toBe(`![A plot](</v1/files/${placeholder}/content>) Gone`);
  });

  it('names hints without a text, more of them than there can be, and penalties that are none', () => {
    const { codes } = read(
      question(
        'multichoice',
        `${CHOICE}<penalty>7</penalty>${html('hint', '')}${html('hint', 'Again.').repeat(20)}`,
      ),
    );
    expect(codes).toEqual(['hint_not_carried', 'hint_not_carried', 'penalty_changed']);
  });

  it.each([
    ['no picture', ''],
    [
      'a place of a marker that there is not',
      `${PICTURE}<drop><no>1</no><shape>circle</shape><coords>1,1;1</coords><choice>7</choice></drop>`,
    ],
    [
      'a place without a shape',
      `${PICTURE}<drag><no>1</no>${text('A')}</drag><drop><no>1</no><coords>1,1;1</coords><choice>1</choice></drop>`,
    ],
  ])('refuses markers with %s', (_, inside) => {
    expect(read(question('ddmarker', inside)).question).toBeNull();
  });
});

describe('questions written as Moodle XML for other programs', () => {
  const stored = (more: Partial<StoredQuestion>): StoredQuestion => ({
    ...{ type: 'true_false', prompt: 'Two?', points: '1', feedback: null, tags: [], ...NO_GUIDANCE },
    ...{ definition: { type: 'true_false', key: true }, ...more },
  });

  it('have no copy where Moodle has all of it', () => {
    const hints = [{ text: 'Count.', clearWrong: true, showRightCount: false }];
    const {
      text: xml,
      hasCopy,
      remarks,
    } = writeMoodleXml(stored({ hints, penalty: '0.5', feedback: 'So.' }));
    expect([hasCopy, remarks]).toEqual([false, []]);
    expect(xml).toContain('<hint format="markdown"><text>Count.</text><clearwrong/></hint>');
    expect(xml).toContain('<penalty>0.5</penalty>');
  });

  it('are a text that asks nothing where Moodle has no way for them, with their copy', () => {
    const definition = {
      type: 'numeric' as const,
      key: '2',
      tolerance: { type: 'geometric' as const, value: '1' },
    };
    const question_ = stored({ type: 'numeric', definition });
    const { text: xml, hasCopy, remarks } = writeMoodleXml(question_);
    expect([hasCopy, remarks.map(({ code }) => code)]).toEqual([true, ['tolerance_not_carried']]);
    expect(xml).toContain('<question type="description">');
    expect(read(`<quiz>${xml}</quiz>`).question).toMatchObject({ type: 'numeric', definition });
    const alone = (xml ?? '').replace(/<stoaquestion [^]*<\/stoaquestion>/, '');
    expect(read(`<quiz>${alone}</quiz>`)).toEqual({ question: null, codes: ['type_not_carried'] });
  });
});

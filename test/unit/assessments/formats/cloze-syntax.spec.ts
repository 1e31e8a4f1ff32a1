import { checkedBlock } from '../../../../src/modules/assessments/formats/checked-question';
import { readMoodleXml } from '../../../../src/modules/assessments/formats/moodle-xml/moodle-xml-reader';
import type { ClozeDefinition } from '../../../../src/modules/assessments/question-types/cloze/cloze.dto';

function read(text: string, format = 'html'): { question: object | null; codes: string[] } {
  const xml = `<quiz><question type="multianswer"><questiontext format="${format}"><text><![CDATA[${text}]]></text></questiontext></question></quiz>`;
  const [block] = [...readMoodleXml(xml)];
  const { question, remarks } = checkedBlock(block as never);
  return { question, codes: remarks.map(({ severity, line, code }) => `${severity} ${line} ${code}`) };
}

const gapsOf = (text: string): object[] =>
  (read(`<p>Say.</p><p>${text}</p>`).question as { definition?: ClozeDefinition } | null)?.definition?.gaps ??
  [];
const option = (id: string, text: string): object => ({ id, text });

// The rules of Moodle's question/type/multianswer/questiontype.php (4.5), from `qtype_multianswer_extract_question` on.
const GAPS: [string, object][] = [
  ['{:SA:Rome~=Roma}', { type: 'short_text', accepted: ['Roma'], caseSensitive: false }],
  ['{1:SHORTANSWER:=Rome}', { type: 'short_text', accepted: ['Rome'] }],
  ['{2:MWC:=Ro*~=Roma}', { weight: '2', caseSensitive: true, wildcards: true, accepted: ['Ro*', 'Roma'] }],
  ['{1:SAC:=a \\} b \\# c &#126; d &amp;#123; e}', { accepted: ['a } b # c ~ d { e'] }],
  ['{1:SA:=Salt &amp; pepper}', { accepted: ['Salt & pepper'] }],
  [
    '{1:NM:=3.14:0.01~%50%3:0,5}',
    {
      key: '3.14',
      alternatives: [{ key: '3', share: '0.5', tolerance: { type: 'absolute', value: '0.5' } }],
    },
  ],
  [
    '{1:MC:a~=b~%33.333%c}',
    {
      type: 'single_choice',
      options: [option('1', 'a'), option('2', 'b'), option('3', 'c')],
      key: '2',
      shares: { 3: '1/3' },
    },
  ],
  ['{1:MCVS:=a~<b>b</b>}', { type: 'single_choice', options: [option('1', 'a'), option('2', 'b')] }],
  ['{1:MULTICHOICE_H:=a~b}', { type: 'single_choice', key: '1' }],
  ['{1:MR:=a~=b~c}', { type: 'multiple_choice', key: ['1', '2'], scoring: 'partial' }],
  [
    '{1:MULTIRESPONSE_HS:%100%a~%100%b~%-25%c~d}',
    { scoring: 'weighted', weights: { 1: '1/2', 2: '1/2', 3: '-0.25' } },
  ],
];

describe('gaps in the syntax of Moodle', () => {
  it.each(GAPS)('reads %s', (written, expected) => {
    expect(gapsOf(`It is ${written}.`)).toEqual([expect.objectContaining(expected)]);
  });

  it('takes what stands before the paragraph of the first gap as the prompt', () => {
    const { question, codes } = read(
      '<p>Say <b>where</b>.</p><p>Rome is in {1:SA:=Italy},</p><p>Paris in {1:SA:=France}.</p>',
    );
    expect(question).toMatchObject({
      prompt: 'Say **where**.',
      definition: { text: 'Rome is in [[g1]],\n\nParis in [[g2]].' },
    });
    expect(codes).toEqual([]);
  });

  it('says that it adds a prompt where there is none', () => {
    const { question, codes } = read('Rome is in {1:SA:=Italy}.', 'plain_text');
    expect(question).toMatchObject({
      prompt: 'Fill in the gaps.',
      definition: { text: 'Rome is in [[g1]].' },
    });
    expect(codes).toEqual(['warning 1 prompt_added']);
  });

  it.each([
    ['a gap without an end', 'one\n{1:SA:=two', 'error 2 gap_not_closed'],
    ['a kind that there is not', '{1:ESSAY:=two}', 'error 1 gap_type_unknown'],
    ['no right answer', '{1:MC:a~b}', 'error 1 no_right_answer'],
    ['a single option', '{1:MC:=a}', 'error 1 too_few_answers'],
    ['a word for a number', '{1:NM:=two}', 'error 1 not_a_number'],
    ['no gap', 'Nothing', 'error 1 gaps_missing'],
    ['marks of gaps in the text', '[[x]] {1:SA:=two}', 'error 1 invalid_question'],
  ])('refuses a text with %s', (_, text, code) => {
    const { question, codes } = read(text);
    expect(question).toBeNull();
    expect(codes).toContain(code);
  });

  it('takes one pass over braces that begin and never end', () => {
    const started = process.cpuUsage();
    for (const sign of ['{1:SA:', '{1:SA:=a}', '{', '{1:SA:~', '{1:SA:\\', '&amp;'])
      read(sign.repeat(20_000), 'plain_text');
    // A second pass for each of the signs would take hours.
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(60);
  });
});

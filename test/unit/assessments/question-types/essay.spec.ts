import { keptResponse } from '../../../../src/modules/assessments/attempts/kept-response';
import { readDefinition } from '../../../../src/modules/assessments/question-types/definitions';
import { essay } from '../../../../src/modules/assessments/question-types/essay/essay';
import { countWords } from '../../../../src/modules/assessments/question-types/essay/words';
import { htmlOf, isSameResponse } from '../../../../src/modules/assessments/question-types/responses';
import type { QuestionDefinition } from '../../../../src/modules/assessments/question-types/registry';
import { inEnglish } from '../../../../src/shared/sentences/say';

const limited: QuestionDefinition = { type: 'essay', format: 'plain_text', minWords: 3, maxWords: 5 };
const remarksOn = (text: string): string[] => keptResponse(limited, text).remarks.map(({ code }) => code);

describe('the words of an essay', () => {
  it.each<[string, number]>([
    ['', 0],
    [' \n ', 0],
    ['One two  three', 3],
    ["It's a well-known fact – isn’t it?", 6],
    ['- **bold** and *slanted*', 3],
    ['# 3.5 kg', 2],
    ['a\u00a0b\u2003c\nd', 4],
    ['这是一个测试。', 4],
    ['これはテストです', 4],
    ['Ünïcödé ßtraße', 2],
    ['… — !', 0],
  ])('in %j are %i', (text, count) => {
    expect(countWords(text)).toBe(count);
  });

  it('are remarked on below the least and above the most, and never refused', () => {
    expect(remarksOn('One two')).toEqual(['too_few_words']);
    expect(remarksOn('One two three')).toEqual([]);
    expect(remarksOn('1 2 3 4 5')).toEqual([]);
    expect(remarksOn('1 2 3 4 5 6')).toEqual(['too_many_words']);
    const { response, remarks, faults } = keptResponse(limited, '1 2 3 4 5 6');
    expect({ response, faults }).toEqual({ response: '1 2 3 4 5 6', faults: [] });
    expect(inEnglish(remarks[0]!.message)).toBe(
      'The answer has 6 words, and at most 5 are asked for. It is saved.',
    );
    expect(keptResponse(limited, null).remarks).toEqual([]);
  });
});

describe('an essay', () => {
  it.each<[object, string]>([
    [{ format: 'html' }, 'definition.format'],
    [{}, 'definition.format'],
    [{ format: 'markdown', minWords: 0 }, 'definition.minWords'],
    [{ format: 'markdown', maxWords: 2.5 }, 'definition.maxWords'],
    [{ format: 'markdown', minWords: 10, maxWords: 9 }, 'definition.maxWords'],
    [{ format: 'markdown', template: '' }, 'definition.template'],
    [{ format: 'markdown', markerNotes: 'a\u0000' }, 'definition.markerNotes'],
    [{ format: 'markdown', key: 'yes' }, 'definition.key'],
  ])('of the definition %j is refused, with the field', (definition, field) => {
    expect(readDefinition('essay', definition).faults.map((fault) => fault.field)).toContain(field);
  });

  it('takes limits that are equal, and keeps the white space of a template', () => {
    const template = '  Claim:\n\nEvidence:\n';
    const { definition } = readDefinition('essay', {
      ...{ format: 'markdown', minWords: 9, maxWords: 9, template },
    });
    expect(definition).toMatchObject({ template });
    expect(essay.viewOf(definition as never, null)).toEqual({
      ...{ type: 'essay', format: 'markdown', minWords: 9, maxWords: 9, template },
    });
  });

  it('never shows learners the notes for markers', () => {
    const definition = { type: 'essay', format: 'markdown', markerNotes: 'canary' } as const;
    expect(JSON.stringify(essay.viewOf(definition, null))).not.toContain('canary');
    expect(essay.keyOf(definition)).toBeNull();
  });

  it('keeps what was typed, and shows Markdown as HTML without scripts', () => {
    const typed = '**So** <script>alert(1)</script> [x](javascript:alert(1))\n';
    const markdown: QuestionDefinition = { type: 'essay', format: 'markdown' };
    expect(keptResponse(markdown, typed)).toEqual({ response: typed, remarks: [], faults: [] });
    const html = htmlOf(markdown, typed);
    expect(html).toContain('<strong>So</strong>');
    expect(html).not.toMatch(/<script|href="javascript/);
    expect(htmlOf({ type: 'essay', format: 'plain_text' }, typed)).toBeUndefined();
    expect(htmlOf(markdown, 7)).toBeUndefined();
    expect(htmlOf(markdown, null)).toBeUndefined();
  });

  it('is another answer with any other character', () => {
    expect(isSameResponse(limited, 'a b', 'a b')).toBe(true);
    expect(isSameResponse(limited, 'a b', 'a  b')).toBe(false);
  });
});

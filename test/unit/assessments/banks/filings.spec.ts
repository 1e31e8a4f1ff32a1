import { filingChange } from '../../../../src/modules/assessments/banks/filing-changes';
import { textsOfQuestion } from '../../../../src/modules/assessments/banks/question-texts';
import { changedTags, distinctTags, isTag, MOST_TAGS } from '../../../../src/modules/assessments/banks/tags';

describe('the tags of a question', () => {
  it('are each there once, in the letters in which they were written first', () => {
    expect(distinctTags(['Median', 'MEDIAN', 'mode', 'médian', 'Mode', 'mean'])).toEqual([
      'Median',
      'mode',
      'mean',
    ]);
  });

  it('are taken away however they are written, and come to the end', () => {
    expect(changedTags(['Median', 'mode'], { remove: ['MEDIAN'], add: ['Mean', 'Mode'] })).toEqual([
      'mode',
      'Mean',
    ]);
    expect(changedTags(['a'], { remove: ['A'], add: ['A'] })).toEqual(['A']);
  });

  it.each(['', '   ', '\u00ad', '\u0301', '\ufdfa'.repeat(40)])(
    'cannot be %j, of which nothing or too much is compared',
    (label) => expect(isTag(label)).toBe(false),
  );
});

describe('filing a question among others', () => {
  const before = { folderId: 'f', tags: ['a', 'b'] };

  it('changes what is named only', () => {
    expect(filingChange('q', before, { folderId: null })).toMatchObject({
      ...{ result: 'changed', filing: { id: 'q', folderId: null, tags: ['a', 'b'] } },
    });
    expect(filingChange('q', before, { addTags: ['c'] })).toMatchObject({
      filing: { folderId: 'f', tags: ['a', 'b', 'c'] },
    });
  });

  it('says where nothing changes, and where nothing can', () => {
    expect(filingChange('q', before, { folderId: 'f', addTags: ['A'], removeTags: ['x'] })).toEqual({
      ...{ questionId: 'q', result: 'unchanged' },
    });
    expect(filingChange('q', undefined, { folderId: 'f' })).toEqual({ questionId: 'q', result: 'not_found' });
    const addTags = Array.from({ length: MOST_TAGS - 1 }, (_, index) => `t${index}`);
    expect(filingChange('q', before, { addTags })).toEqual({ questionId: 'q', result: 'too_many_tags' });
  });
});

describe('the words by which a question is found', () => {
  it('are those of its tags, its prompt and the texts of its choices, and no ids', () => {
    const definition = {
      type: 'single_choice',
      options: [
        { id: 'hidden', text: 'The mean' },
        { id: 'other', text: 'The median' },
      ],
      key: 'other',
    };
    expect(textsOfQuestion(['Which one?', JSON.stringify(definition), '["Center"]'])).toEqual([
      ...['Center', 'Which one?', 'The mean', 'The median'],
    ]);
    expect(textsOfQuestion(['Which one?', '{"type":"true_false","key":true}', null])).toEqual(['Which one?']);
  });
});

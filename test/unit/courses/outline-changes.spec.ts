import fc from 'fast-check';
import type {
  CompiledActivity,
  CompiledOutline,
} from '../../../src/modules/courses/content/versions/compiled-outline';
import { outlineDigest } from '../../../src/modules/courses/content/versions/compiled-outline';
import { longestKept } from '../../../src/modules/courses/content/versions/longest-kept';
import {
  type ItemChange,
  outlineChanges,
} from '../../../src/modules/courses/content/versions/outline-changes';

const activity = (id: string, more: Partial<CompiledActivity> = {}): CompiledActivity => ({
  ...{ id, type: 'page', title: id, version: 1, digest: '0', fields: {} },
  ...more,
});

/** `A:1,2 B:3`; `A/B:3` is a sub-section B of A. */
const outline = (text: string): CompiledOutline => ({
  sections: text.split(' ').map((part) => {
    const [names = '', activities = ''] = part.split(':');
    const ids = activities.split(',').filter((each) => each !== '');
    const [id = '', parentId] = names.split('/').reverse();
    return {
      id,
      ...(parentId === undefined ? {} : { parentId }),
      title: id,
      summary: '',
      version: 1,
      activities: ids.map((each) => activity(each)),
    };
  }),
});

const told = (changes: ItemChange[]): string[] =>
  changes.map(({ id, changes: how }) => `${id} ${how.join('+')}`);

describe('the changes from one outline to another', () => {
  it.each([
    ['A:1,2', 'A:1,2', []],
    ['A:1,2', 'A:2,1', ['2 moved']],
    ['A:1,2,3,4', 'A:4,1,2,3', ['4 moved']],
    ['A:1,2 B:', 'A:2 B:1', ['1 moved']],
    ['A:1 B:2', 'B:2 A:1', ['B moved']],
    ['A:1', 'A:1,2', ['2 added']],
    ['A:1,2', 'A:1', ['2 removed']],
    ['A:1 B:2', 'A:1', ['B removed', '2 removed']],
    ['A:1 B:2', 'A:1,2', ['B removed', '2 moved']],
    ['A:1,2,3', 'A:3,9,1', ['3 moved', '9 added', '2 removed']],
    ['A:1 B:2', 'A:1 A/B:2', ['B moved']],
    ['A:1 A/B:2 A/C:', 'A:1 A/C: A/B:2', ['C moved']],
    // What is in a section that moves has not moved.
    ['A: A/B:1 A/C: D:', 'D: A: A/B:1 A/C:', ['D moved']],
  ])('from %p to %p are %p', (before, after, expected) => {
    expect(told(outlineChanges(outline(before), outline(after)))).toEqual(expected);
  });

  it('name the fields that changed, and the bodies', () => {
    const before = outline('A:1');
    const after = outline('A:1');
    after.sections[0]!.summary = 'New';
    after.sections[0]!.activities[0] = activity('1', {
      ...{ title: 'One', digest: '1', fields: { videoUrl: 'https://videos.example/a' } },
    });
    expect(outlineChanges(before, after)).toEqual([
      {
        ...{ id: 'A', kind: 'section', title: 'A', changes: ['changed'] },
        fields: [{ field: 'summary', before: '', after: 'New' }],
      },
      {
        ...{ id: '1', kind: 'activity', title: 'One', changes: ['changed'] },
        fields: [
          { field: 'title', before: '1', after: 'One' },
          { field: 'videoUrl', before: null, after: 'https://videos.example/a' },
        ],
        bodies: { before: '0', after: '1' },
      },
    ]);
  });

  it('are none exactly where both outlines say the same, however often things were changed', () => {
    const any = fc.array(
      fc.record({
        id: fc.constantFrom('A', 'B', 'C'),
        title: fc.constantFrom('x', 'y'),
        version: fc.integer({ min: 1, max: 3 }),
        digest: fc.constantFrom('0', '1'),
        ids: fc.uniqueArray(fc.constantFrom('1', '2', '3', '4'), { maxLength: 4 }),
      }),
      { maxLength: 3 },
    );
    const made = (parts: { id: string; title: string; version: number; digest: string; ids: string[] }[]) => {
      const seen = new Set<string>();
      const isNew = (id: string): boolean => !seen.has(id) && seen.add(id) !== undefined;
      return {
        sections: parts
          .filter(({ id }) => isNew(id))
          .map(({ id, title, version, digest, ids }) => ({
            ...{ id, title, summary: '', version },
            activities: ids.filter(isNew).map((each) => activity(each, { title, version, digest })),
          })),
      };
    };
    fc.assert(
      fc.property(any, any, (one, other) => {
        const [before, after] = [made(one), made(other)];
        const isSame = outlineDigest(before).equals(outlineDigest(after));
        expect(outlineChanges(before, after).length === 0).toBe(isSame);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('what keeps its order', () => {
  /** As many as possible, by trying all choices. */
  const mostKept = (before: readonly string[], after: readonly string[]): number => {
    let most = 0;
    for (let choice = 0; choice < 2 ** after.length; choice += 1) {
      const chosen = after.filter((_, index) => (choice >> index) & 1);
      const places = chosen.map((item) => before.indexOf(item));
      const isInOrder = places.every(
        (place, index) => place >= 0 && (index === 0 || place > places[index - 1]!),
      );
      if (isInOrder) most = Math.max(most, chosen.length);
    }
    return most;
  };

  it('is as much as any choice could keep, and is in order in both lists', () => {
    const items = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 8 });
    fc.assert(
      fc.property(items, items, (before, after) => {
        const kept = longestKept(before, after);
        expect(kept.size).toBe(mostKept(before, after));
        expect(before.filter((item) => kept.has(item))).toEqual(after.filter((item) => kept.has(item)));
      }),
      { numRuns: 1000 },
    );
  });
});

import fc from 'fast-check';
import { nestingFaults, type SectionOrder } from '../../../src/modules/courses/content/outline-order';
import {
  inNestedOrder,
  MAX_SUBSECTIONS,
  movedInto,
  partFault,
  placeInCourse,
  type TreeSection,
} from '../../../src/modules/courses/content/section-tree';

/** `A A/B C`: B is a sub-section of A. Places as they stand. */
const tree = (text: string): TreeSection[] =>
  text.split(' ').map((part, index) => {
    const [id = '', parentId = null] = part.split('/').reverse();
    return { id, parentId, position: index + 1 };
  });
const textOf = (sections: readonly TreeSection[]): string =>
  sections.map(({ id, parentId }) => (parentId === null ? id : `${parentId}/${id}`)).join(' ');

describe('the order of sections and their sub-sections', () => {
  it.each([
    ['A B C', 'A B C'],
    ['A A/B C', 'A A/B C'],
    // As a build that knows no sub-sections leaves it.
    ['A A/B C A/D', 'A A/B A/D C'],
    ['A/B A', 'A A/B'],
    // A parent that was archived meanwhile.
    ['X/B A', 'X/B A'],
  ])('of %p is %p', (stored, nested) => {
    expect(textOf(inNestedOrder(tree(stored)))).toBe(nested);
  });

  it.each([
    ['A A/B C', null, 1, 1],
    ['A A/B C', null, 2, 3],
    ['A A/B C', null, undefined, 4],
    ['A A/B C', 'A', 1, 2],
    ['A A/B C', 'A', undefined, 3],
    ['A A/B C', 'C', undefined, 4],
  ])('%p has room under %p, wanted there as number %p, at place %p', (stored, parent, wanted, place) => {
    expect(placeInCourse(tree(stored), parent, wanted)).toBe(place);
  });

  it('stays one of sections with their parts behind them, wherever another one is added', () => {
    const step = fc.record({
      parent: fc.option(fc.nat(9)),
      place: fc.option(fc.integer({ min: 1, max: 9 })),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        /** The slow way: a list of lists. */
        const slow: { id: string; parts: string[] }[] = [];
        let flat: TreeSection[] = [];
        for (const [index, { parent, place }] of steps.entries()) {
          const id = String(index);
          const of = parent === null ? undefined : slow[parent % Math.max(slow.length, 1)];
          const at = (length: number): number => Math.min((place ?? Infinity) - 1, length);
          if (of) of.parts.splice(at(of.parts.length), 0, id);
          else slow.splice(at(slow.length), 0, { id, parts: [] });
          const position = placeInCourse(flat, of?.id ?? null, place ?? undefined);
          flat = inNestedOrder([
            ...flat.map((section) => ({
              ...section,
              position: section.position >= position ? section.position + 1 : section.position,
            })),
            { id, parentId: of?.id ?? null, position },
          ]);
        }
        expect(flat.map(({ id }) => id)).toEqual(slow.flatMap(({ id, parts }) => [id, ...parts]));
        expect(flat.map(({ position }) => position)).toEqual(flat.map((_, index) => index + 1));
      }),
    );
  });
});

describe('a section that moves', () => {
  it('comes behind all others with its new parent, and nothing else moves', () => {
    const places = fc.array(fc.nat(4), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(places, fc.nat(), fc.nat(), (given, one, other) => {
        // Each is a part of an earlier one that is none, or of none.
        const sections: TreeSection[] = [];
        for (const [index, place] of given.entries()) {
          const whole = sections.filter(({ parentId }) => parentId === null)[place - 1];
          sections.push({ id: String(index), parentId: whole?.id ?? null, position: index + 1 });
        }
        const present = inNestedOrder(sections);
        const { id } = present[one % present.length]!;
        const targets = [null, ...present.filter(({ parentId }) => parentId === null).map((s) => s.id)];
        const to = targets[other % targets.length]!;
        fc.pre(to === null || partFault(present, id, to) === undefined);
        // What is a part takes no parts along, and what has parts stays by itself.
        fc.pre(to !== null || !present.some(({ parentId }) => parentId === id));
        const last = present.map((section, index) =>
          section.id === id ? { id, parentId: to, position: 100 } : { ...section, position: index + 1 },
        );
        expect(movedInto(present, id, to)).toEqual(inNestedOrder(last).map((section) => section.id));
      }),
    );
  });

  it.each([
    ['A A/B C', 'A', 'A', 'ofItself'],
    ['A A/B C', 'A', 'C', 'hasParts'],
    ['A A/B C', 'B', 'C', undefined],
    ['A A/B C', 'C', 'A', undefined],
  ])('in %p, %p into %p: %p', (sections, id, parentId, fault) => {
    expect(partFault(tree(sections), id, parentId)).toBe(fault);
  });
});

describe('the faults of where sub-sections are put', () => {
  const order = (text: string): SectionOrder[] =>
    tree(text).map(({ id, parentId }) => ({ id, parentId, activities: [] }));
  const faults = (text: string): string[] =>
    nestingFaults(order(text)).map(({ field, rule }) => `${field} ${rule}`);

  it.each([
    ['A A/B A/C D D/E', []],
    ['A X/B', ['sections[1].parentId exists']],
    ['A A/B B/C', ['sections[2].parentId depth']],
    ['A/A', ['sections[0].parentId depth']],
    ['A/B B/A', ['sections[0].parentId depth', 'sections[1].parentId depth']],
    ['A B A/C', ['sections[2].parentId place']],
    ['A/B A', ['sections[0].parentId place']],
  ])('of %p are %p', (text, expected) => {
    expect(faults(text)).toEqual(expected);
  });

  it('are told once where a section has too many', () => {
    const parts = Array.from({ length: MAX_SUBSECTIONS + 3 }, (_, index) => `A/${index}`);
    expect(faults(['A', ...parts.slice(0, MAX_SUBSECTIONS)].join(' '))).toEqual([]);
    expect(faults(['A', ...parts].join(' '))).toEqual([
      `sections[${MAX_SUBSECTIONS + 1}].parentId maxSubsections`,
    ]);
  });
});

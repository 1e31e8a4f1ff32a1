import { orderFaults, type SectionOrder } from '../../../src/modules/courses/content/outline-order';

const outline = (text: string): SectionOrder[] =>
  text
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => {
      const [id = '', activities = ''] = part.split(':');
      return { id, activities: activities.split(',').filter((activity) => activity !== '') };
    });

describe('the faults of an order of the outline', () => {
  it.each([
    ['', ''],
    ['A:', 'A:'],
    ['A:1,2 B:3', 'B:3 A:1,2'],
    ['A:1,2 B:3', 'A:3,2,1 B:'],
  ])('are none where %p becomes %p', (existing, order) => {
    expect(orderFaults(outline(order), outline(existing))).toEqual([]);
  });

  it.each([
    ['A:1', 'A:1 B:', 'sections[1].id', 'exists'],
    ['A:1', 'A:1,2', 'sections[0].activities[1]', 'exists'],
    ['A:1 B:', 'A:1 B: A:', 'sections[2].id', 'unique'],
    ['A:1 B:', 'A:1 B:1', 'sections[1].activities[0]', 'unique'],
    ['A:1 B:', 'A:1', 'sections', 'complete'],
    ['A:1', 'A:', 'sections', 'complete'],
    // A section's id is no activity's, nor the other way round.
    ['A:1', '1:A', 'sections[0].id', 'exists'],
    ['A:1', '1:A', 'sections[0].activities[0]', 'exists'],
  ])('are, where %p is ordered as %p, of %s by the rule %s', (existing, order, field, rule) => {
    expect(orderFaults(outline(order), outline(existing))).toContainEqual(
      expect.objectContaining({ field, rule }),
    );
  });

  it('are each named once', () => {
    const faults = orderFaults(outline('A:1,1,9 C:'), outline('A:1,2 B:'));
    expect(faults.map(({ rule }) => rule).sort()).toEqual([
      'complete',
      'complete',
      'exists',
      'exists',
      'unique',
    ]);
  });
});

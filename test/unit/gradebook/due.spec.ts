import {
  dueIn,
  isAskedOf,
  isExempt,
  isHandedIn,
  isLate,
  isOverdue,
  lacksScore,
} from '../../../src/modules/gradebook/line-items/due';

describe('late', () => {
  it('an instant is late if it is after the due instant', () => {
    const due = dueIn('UTC', { dueAt: new Date('2026-03-27T12:00:00.000Z'), dueTimeZone: null });
    expect(isLate(new Date('2026-03-27T12:00:00.000Z'), due)).toBe(false);
    expect(isLate(new Date('2026-03-27T12:00:00.001Z'), due)).toBe(true);
  });

  it('nothing is late if there is no due date', () => {
    expect(dueIn('UTC', { dueAt: null, dueTimeZone: null })).toBeNull();
    expect(isLate(new Date(), null)).toBe(false);
  });

  it('the due day is counted in the time zone of the due date, where the course has moved since', () => {
    const due = dueIn('Pacific/Niue', {
      dueAt: new Date('2026-03-27T09:59:59.999Z'),
      dueTimeZone: 'Pacific/Kiritimati',
    });
    expect(due?.day).toBe('2026-03-27');
  });
});

describe('handed in', () => {
  it('every result counts as handed in, except one that says that nothing was submitted', () => {
    const statuses = ['exempt', 'fully graded', 'partially graded', 'submitted', 'not submitted'] as const;
    expect(statuses.filter((scoreStatus) => isHandedIn({ scoreStatus }))).toEqual(statuses.slice(0, 4));
    expect(isHandedIn(undefined)).toBe(false);
  });
});

describe('work of a learner', () => {
  const due = dueIn('UTC', { dueAt: new Date('2026-03-27T12:00:00Z'), dueTimeZone: null });
  const after = new Date('2026-03-27T12:00:00.001Z');
  const graded = { score: '5', scoreStatus: 'fully graded' } as const;
  const none = { score: null, scoreStatus: 'not submitted' } as const;
  const exempt = { score: null, scoreStatus: 'exempt' } as const;
  const submitted = { score: null, scoreStatus: 'submitted' } as const;

  it('work is asked of whoever came on the due day or before', () => {
    expect(isAskedOf('2026-03-27', due)).toBe(true);
    expect(isAskedOf('2026-03-28', due)).toBe(false);
    expect(isAskedOf('2026-03-28', null)).toBe(true);
  });

  it('work is overdue once it was due and was not handed in, for those of whom it was asked', () => {
    const beginDate = '2026-03-01';
    expect(isOverdue({ beginDate, due, result: undefined }, after)).toBe(true);
    expect(isOverdue({ beginDate, due, result: none }, after)).toBe(true);
    expect(isOverdue({ beginDate, due, result: none }, due!.at)).toBe(false);
    for (const result of [graded, submitted, exempt])
      expect(isOverdue({ beginDate, due, result }, after)).toBe(false);
    expect(isOverdue({ beginDate: '2026-03-28', due, result: undefined }, after)).toBe(false);
    expect(isOverdue({ beginDate, due: null, result: undefined }, after)).toBe(false);
  });

  it('work lacks a score without a result and without a score, unless exempt or not asked', () => {
    const beginDate = '2026-03-01';
    for (const result of [undefined, none, submitted])
      expect(lacksScore({ beginDate, due, result })).toBe(true);
    for (const result of [graded, exempt]) expect(lacksScore({ beginDate, due, result })).toBe(false);
    expect(lacksScore({ beginDate: '2026-03-28', due, result: undefined })).toBe(false);
    expect(lacksScore({ beginDate: '2026-03-28', due: null, result: undefined })).toBe(true);
  });

  it('only an exempt result is exempt', () => {
    expect([exempt, graded].map(isExempt)).toEqual([true, false]);
  });
});

import {
  decidingRole,
  hasSeveralPrimary,
  type HeldRole,
  ROLE_WORDS,
} from '../../../src/modules/rostering/kinds/users/deciding-role';
import { Random } from '../../../src/demo/content/random';

const TODAY = '2025-10-01';

function held(role: string, more: Partial<HeldRole> = {}): HeldRole {
  return { sourcedId: role, role, roleType: 'primary', orgId: null, beginDate: null, endDate: null, ...more };
}

describe('the role that decides over an account', () => {
  it.each([
    ['a teacher whose child is at the school', ['parent', 'teacher'], 'teacher'],
    ['a student who is a relative of another', ['relative', 'student'], 'student'],
    ['an aide who is a principal elsewhere', ['aide', 'principal'], 'principal'],
    ['a parent alone', ['parent'], 'parent'],
    ['a role of the school’s own beside that of a parent', ['ext:librarian', 'parent'], 'parent'],
  ])('of %s is the one that may do most', (_who, roles, expected) => {
    for (const order of [roles, roles.toReversed()])
      expect(
        decidingRole(
          order.map((role) => held(role)),
          TODAY,
        )?.role,
      ).toBe(expected);
  });

  it('holds from its first day to the day before its endDate', () => {
    const at = (beginDate: string | null, endDate: string | null): boolean =>
      decidingRole([held('student', { beginDate, endDate })], TODAY) !== undefined;
    expect(at('2025-10-01', '2025-10-02')).toBe(true);
    expect(at(null, null)).toBe(true);
    expect(at(null, '2025-10-01')).toBe(false);
    expect(at('2025-10-02', null)).toBe(false);
  });

  it('is a primary one before a secondary one with the same rights', () => {
    const roles = [held('aide', { roleType: 'secondary' }), held('student')];
    expect(decidingRole(roles, TODAY)?.role).toBe('student');
  });

  it('is none for words that are not of OneRoster', () => {
    expect(decidingRole([held('ext:librarian'), held('toString')], TODAY)).toBeUndefined();
  });

  it('is the same in whatever order the roles are, and none of the others may do more', () => {
    const rights = (role: string): number =>
      /administrator|principal|teacher/i.test(role)
        ? 2
        : ['parent', 'guardian', 'relative'].includes(role)
          ? 0
          : 1;
    for (let seed = 0; seed < 500; seed += 1) {
      const random = new Random(`roles ${seed}`);
      const pick = <T>(of: readonly T[]): T => of[random.integer(0, of.length - 1)]!;
      const day = (): string | null => pick([null, '2025-09-30', TODAY, '2025-10-02']);
      const roles = Array.from({ length: random.integer(0, 6) }, (_, index) =>
        held(pick([...ROLE_WORDS, 'ext:own']), {
          sourcedId: `r${index}`,
          roleType: pick(['primary', 'secondary'] as const),
          beginDate: day(),
          endDate: day(),
        }),
      );
      // Slow and plain: every role that holds, by hand.
      const holding = roles.filter(({ role, beginDate, endDate }) => {
        if (role === 'ext:own') return false;
        if (beginDate !== null && beginDate > TODAY) return false;
        return endDate === null || endDate > TODAY;
      });
      const found = decidingRole(roles, TODAY);
      expect(decidingRole(roles.toReversed(), TODAY)).toBe(found);
      expect(found === undefined).toBe(holding.length === 0);
      if (!found) continue;
      expect(holding).toContain(found);
      for (const other of holding) {
        expect(rights(other.role)).toBeLessThanOrEqual(rights(found.role));
        if (rights(other.role) === rights(found.role) && other.roleType === 'primary')
          expect(found.roleType).toBe('primary');
      }
    }
  });
});

describe('several primary roles', () => {
  it('are found in one organization, and only where they hold at once', () => {
    const [one, two] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];
    const teacher = held('teacher', { orgId: one });
    expect(hasSeveralPrimary([teacher, held('parent', { orgId: one })], TODAY)).toBe(true);
    expect(hasSeveralPrimary([teacher, held('parent', { orgId: two })], TODAY)).toBe(false);
    expect(hasSeveralPrimary([teacher, held('parent', { orgId: one, roleType: 'secondary' })], TODAY)).toBe(
      false,
    );
    expect(hasSeveralPrimary([teacher, held('parent', { orgId: one, endDate: TODAY })], TODAY)).toBe(false);
  });
});

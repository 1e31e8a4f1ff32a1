import { isActiveLearner, type LearnerTerms } from '../../../src/modules/assessments/attempts/learner-terms';

const TERMS: LearnerTerms = {
  status: 'published',
  timeZone: 'Pacific/Auckland',
  beginDate: '2026-03-02',
  endDate: '2026-03-09',
};
// Auckland is 13 hours ahead of UTC in March.
const FIRST_MOMENT = new Date('2026-03-01T11:00:00.000Z');
const LAST_MOMENT = new Date('2026-03-08T10:59:59.999Z');

describe('an active learner', () => {
  it('is one from the midnight that begins their enrollment to the one that ends it, on the clocks of the course', () => {
    expect(isActiveLearner(TERMS, FIRST_MOMENT)).toBe(true);
    expect(isActiveLearner(TERMS, new Date(FIRST_MOMENT.getTime() - 1))).toBe(false);
    expect(isActiveLearner(TERMS, LAST_MOMENT)).toBe(true);
    expect(isActiveLearner(TERMS, new Date(LAST_MOMENT.getTime() + 1))).toBe(false);
  });

  it('is nobody without an enrollment, nor in a course that is not published', () => {
    expect(isActiveLearner({ ...TERMS, beginDate: null }, FIRST_MOMENT)).toBe(false);
    expect(isActiveLearner({ ...TERMS, status: 'draft' }, FIRST_MOMENT)).toBe(false);
    expect(isActiveLearner({ ...TERMS, status: 'archived' }, FIRST_MOMENT)).toBe(false);
  });
});

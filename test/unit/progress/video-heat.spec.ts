import fc from 'fast-check';
import { LEAST_LEARNERS, videoHeat } from '../../../src/modules/progress/signals/watched/video-heat';

describe('the heat of a video', () => {
  it('counts learners and plays of each part, and withholds what tells of fewer than ten, or of all but fewer', () => {
    const learner = fc
      .array(fc.constantFrom(0, 0, 1, 3), { maxLength: 4 })
      .map((counts) => Buffer.from(counts));
    fc.assert(
      fc.property(
        fc.array(learner, { maxLength: 40 }),
        fc.option(fc.integer({ min: 1, max: 22 })),
        (plays, duration) => {
          const heat = videoHeat(plays, duration);
          const all = plays.filter((own) => [...own].some((count) => count > 0));
          const few = (count: number): boolean => count > 0 && count < LEAST_LEARNERS;
          expect(heat.learners).toBe(few(all.length) ? null : all.length);
          for (const [index, part] of heat.parts.entries()) {
            const counts = all.map((own) => own[index] ?? 0).filter((count) => count > 0);
            const isWithheld = few(all.length) || few(counts.length) || few(all.length - counts.length);
            const sum = counts.reduce((one, other) => one + other, 0);
            expect([part.learners, part.plays]).toEqual(isWithheld ? [null, null] : [counts.length, sum]);
            expect([part.from, part.to]).toEqual([index * 5, Math.min(index * 5 + 5, duration ?? Infinity)]);
          }
          if (duration !== null) expect(heat.parts).toHaveLength(Math.ceil(duration / 5));
        },
      ),
    );
  });

  it('says of a video that nobody has watched that it is nobody', () => {
    expect(videoHeat([], 7)).toEqual({
      learners: 0,
      parts: [
        { from: 0, to: 5, learners: 0, plays: 0 },
        { from: 5, to: 7, learners: 0, plays: 0 },
      ],
    });
  });
});

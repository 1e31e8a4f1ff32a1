import { existsSync } from 'node:fs';
import { completionRuleOf } from '../../../src/modules/courses/completion/completion-rule';
import {
  type ActivityType,
  ALL_ACTIVITY_TYPES,
} from '../../../src/modules/courses/content/activity-types/registry';
import {
  readActivityChange,
  readFields,
  readNewActivity,
} from '../../../src/modules/courses/content/activity-types/requests';

describe('a registered activity type', () => {
  it.each(ALL_ACTIVITY_TYPES)('has an owner and examples that its rules accept: $name', (type) => {
    const { name, owner, examples } = type;
    expect(name.length).toBeLessThanOrEqual(20);
    expect(existsSync(`src/modules/${owner}/index.ts`)).toBe(true);
    const { value } = examples.add;
    const added = readNewActivity({ type: name, ...value });
    expect({ ...added, ...added.fields }).toMatchObject(value);
    if (!examples.change) return;
    const changed = readActivityChange(name, examples.change.value);
    expect({ ...changed, ...changed.fields }).toMatchObject(examples.change.value);
  });

  it.each(ALL_ACTIVITY_TYPES)(
    'keeps what every activity has apart from the fields of the type $name',
    ({ name }) => {
      const rules = { releaseRule: null, completionRule: null, isRequired: true, expectedBy: null };
      const { fields, ...read } = readActivityChange(name, { title: 'Another', content: 'Text.', ...rules });
      expect(fields).toEqual({});
      expect(read).toEqual({ title: 'Another', content: 'Text.', ...rules });
    },
  );

  it('is usually completed by what its type says, or by nothing', () => {
    const usual = ALL_ACTIVITY_TYPES.map(({ name }) => [name, completionRuleOf(name, null)?.conditions]);
    const markedDone = [{ kind: 'marked_done' }];
    expect(usual).toEqual([
      ['page', markedDone],
      ['label', undefined],
      ['video', markedDone],
      ['file', markedDone],
      ['folder', markedDone],
      ['external_link', markedDone],
      ['live_session', [{ kind: 'attended' }]],
      ['survey', [{ kind: 'submitted' }]],
      ['quiz', [{ kind: 'passed' }]],
    ]);
  });
});

describe('an activity type that is not registered', () => {
  it('is refused everywhere, and cannot be completed by learners', () => {
    expect(() => readNewActivity({ type: 'game', title: 'A game' })).toThrow(/type must be one of/);
    expect(() => readFields('game')).toThrow(TypeError);
    expect(completionRuleOf('game' as ActivityType, null)).toBeNull();
  });
});

describe('the own fields of an activity', () => {
  it('are kept as the type normalizes them', () => {
    const videoUrl = 'https://videos.example/a"b';
    expect(readFields('video', { videoUrl })).toEqual({ videoUrl: 'https://videos.example/a%22b' });
    expect(readFields('page')).toEqual({});
  });

  it('are refused where the type does not have them', () => {
    expect(() => readFields('page', { videoUrl: 'https://videos.example/a' })).toThrow(TypeError);
    expect(() => readFields('video')).toThrow(/videoUrl/);
    expect(() => readNewActivity({ type: 'video', title: 'A', videoUrl: null })).toThrow(/videoUrl/);
    expect(readActivityChange('video', { title: 'New' }).fields).toEqual({});
  });
});

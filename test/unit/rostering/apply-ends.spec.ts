import type { Sourced } from '../../../src/shared/database/sourced-table';
import { applyEnds } from '../../../src/modules/rostering/import/apply-ends';
import { PendingRow, type EndPolicy, type RunFacts } from '../../../src/modules/rostering/kinds/roster-kind';

interface Part {
  endDate: string | null;
}
interface PartRecord extends Part {
  sourcedId: string;
  status: string;
}

const TODAY = '2025-10-01';
const run: RunFacts = {
  operationId: 'o',
  now: new Date(`${TODAY}T09:00:00Z`),
  isDryRun: false,
  today: () => TODAY,
};
const endPolicy: EndPolicy<PartRecord, Part> = {
  endOf: ({ endDate }) => endDate,
  requestedEnd: ({ endDate }) => endDate,
  hasEnded: (end) => end !== null && end <= TODAY,
  endNow: () => TODAY,
  withEnd: (row, endDate) => ({ ...row, endDate }),
  endAbsent: () => Promise.resolve(0),
};

interface Case {
  /** What the file says: an end, none, or `deleted`. */
  file: string | null;
  /** What is stored; undefined for a new row. */
  stored?: string | null;
  /** What the roster said before. */
  before?: string;
  isLocal?: boolean;
}

function resolveConflicts({ file, stored, before, isLocal = false }: Case): {
  end?: string | null;
  warnings: string[];
} {
  const isRemoved = file === 'deleted';
  const pending = new PendingRow<PartRecord, Part>(2, {
    sourcedId: 's',
    status: isRemoved ? 'tobedeleted' : 'active',
    endDate: isRemoved ? null : file,
  });
  const row: Sourced<Part> | undefined =
    stored === undefined ? undefined : { id: 'id', sourcedId: isLocal ? null : 's', endDate: stored };
  pending.stored = row;
  pending.wanted = row ?? { id: 'new', sourcedId: 's', endDate: null };
  applyEnds([pending], endPolicy, new Map(before === undefined ? [] : [['id', before]]), run);
  return { end: pending.wanted?.endDate, warnings: pending.warnings.map(({ code }) => code) };
}

describe('applyEnds', () => {
  it.each<[string, Case, string | null]>([
    ['a new row has the end of the file', { file: '2025-09-01' }, '2025-09-01'],
    ['a new row without one lasts', { file: null }, null],
    ['a stored row takes over a new end', { file: '2025-12-01', stored: null }, '2025-12-01'],
    [
      'another end takes the place of the one before',
      { file: '2025-12-01', stored: '2025-11-01', before: '2025-11-01' },
      '2025-12-01',
    ],
    [
      'a row goes on that the roster had ended',
      { file: null, stored: '2025-09-01', before: '2025-09-01' },
      null,
    ],
    ['what is to be deleted ends today', { file: 'deleted', stored: null }, TODAY],
    [
      'what is to be deleted ends today, though it was to end later',
      { file: 'deleted', stored: '2025-12-01', before: '2025-12-01' },
      TODAY,
    ],
    [
      'what is to be deleted and has ended keeps its end',
      { file: 'deleted', stored: '2025-09-01', before: '2025-09-01' },
      '2025-09-01',
    ],
    [
      'what somebody here has ended and is to be deleted keeps that end',
      { file: 'deleted', stored: '2025-09-01' },
      '2025-09-01',
    ],
    [
      'a row that was made here hears the roster for the first time',
      { file: null, stored: '2025-09-20', isLocal: true },
      null,
    ],
    [
      'news of the roster counts more than what somebody here decided before',
      { file: '2025-09-25', stored: '2025-09-20' },
      '2025-09-25',
    ],
  ])('applyEnds %s', (_rule, words, end) => {
    expect(resolveConflicts(words)).toEqual({ end, warnings: [] });
  });

  it.each<[string, Case, string | null]>([
    ['ended what by the roster still lasts', { file: null, stored: '2025-09-20' }, '2025-09-20'],
    ['brought back what the roster ended', { file: '2025-09-01', stored: null, before: '2025-09-01' }, null],
    ['brought back what the roster deleted', { file: 'deleted', stored: null, before: '2025-09-01' }, null],
    ['chose another end', { file: '2025-12-01', stored: '2025-11-01', before: '2025-12-01' }, '2025-11-01'],
  ])(
    'a decision made in Stoa by somebody who %s stays while the file only repeats itself',
    (_who, words, end) => {
      expect(resolveConflicts(words)).toEqual({ end, warnings: ['local_override'] });
    },
  );
});

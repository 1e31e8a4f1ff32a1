import { addDays } from '../../../shared/time/zoned-time';
import type { Column, FileMode } from './columns';
import { day, MISSING, ValueProblem } from './formats';

type AnyColumn = Column<unknown>;

/**
 * What the versions of OneRoster CSV have otherwise. The tables of columns in `kinds/` hold what all of them have, and what
 * no version contradicts; nobody else asks for the version of a bundle.
 *
 * - 1.1: https://www.imsglobal.org/oneroster-v11-final-csv-tables
 * - 1.2: https://www.imsglobal.org/spec/oneroster/v1p2/bind/csv
 */
export interface OneRosterVersion {
  readonly name: '1.1' | '1.2';
  /** Its files: `file.<name>` in the manifest, `<name>.csv` in the archive. */
  readonly files: readonly string[];
  /**
   * A column of a file as this version has it, made of the one in its table.
   *
   * @param modes the modes of the files of the bundle.
   */
  columnOf(file: string, name: string, column: AnyColumn, modes: ReadonlyMap<string, FileMode>): AnyColumn;
}

export const FILES_OF_1_1: readonly string[] = [
  ...['academicSessions', 'categories', 'classes', 'classResources', 'courses', 'courseResources'],
  ...['demographics', 'enrollments', 'lineItems', 'orgs', 'resources', 'results', 'users'],
];

const V1_1: OneRosterVersion = {
  name: '1.1',
  files: FILES_OF_1_1,
  // The roles of people stand in users.csv alone.
  columnOf: (file, name, column) =>
    file === 'users' && name === 'role' ? { ...column, required: 'always', whenEmpty: MISSING } : column,
};

/** Columns that 1.2 has moved from users.csv to roles.csv. */
const MOVED_TO_ROLES: readonly string[] = ['role', 'orgSourcedIds'];

const V1_2: OneRosterVersion = {
  name: '1.2',
  files: [
    ...FILES_OF_1_1,
    ...['lineItemLearningObjectiveIds', 'lineItemScoreScales', 'resultLearningObjectiveIds'],
    ...['resultScoreScales', 'roles', 'scoreScales', 'userProfiles', 'userResources'],
  ],
  columnOf: (file, name, column, modes) => {
    // Some exporters go on filling the old columns. They are read only where the bundle has no roles.csv.
    const hasRoles = (modes.get('roles') ?? 'absent') !== 'absent';
    if (file === 'users' && hasRoles && MOVED_TO_ROLES.includes(name)) return unread(column);
    // The first day after the session, where 1.1 has its last day.
    if (file === 'academicSessions' && name === 'endDate') return { ...column, read: dayBefore };
    return column;
  },
};

/** By their values of `oneroster.version`. */
export const ONEROSTER_VERSIONS: ReadonlyMap<string, OneRosterVersion> = new Map(
  [V1_1, V1_2].map((version) => [version.name, version]),
);

/** What a manifest without a readable version is compared with, so that its other faults are found, too. */
export const FIRST_VERSION = V1_1;

/** The files of all versions. */
export const ALL_FILES: readonly string[] = [
  ...new Set([...ONEROSTER_VERSIONS.values()].flatMap(({ files }) => files)),
];

/** A column of which no value is read. */
function unread(column: AnyColumn): AnyColumn {
  return { ...column, read: () => column.whenEmpty };
}

function dayBefore(value: string): string | ValueProblem {
  const read = day(value);
  return read instanceof ValueProblem ? read : addDays(read, -1);
}

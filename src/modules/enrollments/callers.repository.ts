import { Injectable } from '@nestjs/common';
import {
  type AccessClaims,
  type Caller,
  CallerSource,
  type CallerWithMore,
  type PathParameters,
  type PlatformRole,
  type ReadAlong,
} from '../../shared/auth/caller';
import { Clock } from '../../shared/clock/clock';
import type { Columns } from '../../shared/database/columns-of';
import { Database } from '../../shared/database/database';
import { isId, toBinary } from '../../shared/database/ids';
import type { CallerInCourse, CourseStanding } from '../courses';
import { CALLER, CALLER_COLUMNS, type CallerRow, callerValues, IS_CALLER, toCaller } from '../identity';
import {
  ACTIVITY_STANDING_COLUMNS,
  type ActivityStandingRow,
  JOIN_PUBLISHED,
  STANDING_COLUMNS,
  type StandingRow,
  toActivityStanding,
  toStanding,
} from './standing-rows';

/** A path parameter that names a course or a part of one, and how to read the caller's standing with it. */
interface Place {
  parameter: string;
  /** Takes the place's id, and then who the caller is. */
  sql: string;
  toStanding: (
    platformRole: PlatformRole,
    rows: readonly ActivityStandingRow[],
    now: Date,
  ) => CourseStanding | undefined;
}

/** Finds a caller with what is read along. */
interface CallerQuery {
  sql: string;
  columns: Columns<CallerRow>;
}

// Texts that are made once: one that is made at each request has to be hashed again, too, to find it among the prepared ones.
const FIND_ANYWHERE = `SELECT ${CALLER_COLUMNS.sql} FROM ${CALLER} WHERE ${IS_CALLER}`;
const AT_ACTIVITY = findAt(
  ACTIVITY_STANDING_COLUMNS,
  `LEFT JOIN activities a ON a.id = ? ${JOIN_PUBLISHED} LEFT JOIN courses c ON c.id = a.course_id`,
);
const PLACES: readonly Place[] = [
  {
    parameter: 'courseId',
    sql: findAt(STANDING_COLUMNS, 'LEFT JOIN courses c ON c.id = ?'),
    toStanding,
  },
  ...['activityId', 'videoId'].map((parameter) => ({
    parameter,
    sql: AT_ACTIVITY,
    toStanding: toActivityStanding,
  })),
  {
    parameter: 'sectionId',
    sql: findAt(
      STANDING_COLUMNS,
      'LEFT JOIN sections p ON p.id = ? LEFT JOIN courses c ON c.id = p.course_id',
    ),
    toStanding,
  },
];

/** @param more joins what is read along, after the caller's enrollments */
function findAt(columns: string, join: string, more = ''): string {
  return `SELECT ${CALLER_COLUMNS.sql}, ${columns} FROM ${CALLER} ${join}
    LEFT JOIN enrollments e ON e.course_id = c.id AND e.user_id = u.id ${more} WHERE ${IS_CALLER}`;
}

/**
 * Reads the caller. If the path names a course, or an activity or a section of one, nearly every route then needs the
 * caller's standing, so the same query reads it: by primary and unique keys only, and one round trip less.
 */
@Injectable()
export class CallersRepository extends CallerSource {
  private readonly queries = new Map<ReadAlong<unknown>, CallerQuery>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async find(
    claims: AccessClaims,
    parameters: PathParameters,
    along?: ReadAlong<unknown>,
  ): Promise<Caller | undefined> {
    const ids = along?.ids.map((name) => parameters[name]);
    if (along && ids?.every(isId)) return this.findWith(along, ids, claims);
    const place = PLACES.find(({ parameter }) => isId(parameters[parameter]));
    return place
      ? this.findAt(place, (parameters[place.parameter] as string).toLowerCase(), claims)
      : this.findAnywhere(claims);
  }

  private async findAnywhere(claims: AccessClaims): Promise<Caller | undefined> {
    const row = await this.database.row(FIND_ANYWHERE, callerValues(claims), CALLER_COLUMNS);
    return row && toCaller(claims, row);
  }

  /** The ids may be in any case: they are compared as bytes here, and as text by whoever asks for the rows. */
  private async findWith(
    what: ReadAlong<unknown>,
    ids: readonly string[],
    claims: AccessClaims,
  ): Promise<CallerWithMore | undefined> {
    const { sql, columns } = this.queryFor(what);
    const rows = await this.database.rows(sql, [...ids.map(toBinary), ...callerValues(claims)], columns);
    const [row] = rows;
    if (!row) return undefined;
    const lowered = ids.map((id) => id.toLowerCase());
    const caller = { ...toCaller(claims, row), along: { what, ids: lowered, rows } };
    if (!what.withStanding) return caller;
    const found = toStanding(row.platformRole, rows as unknown as StandingRow[], this.clock.now());
    return Object.assign(caller, {
      standing: { id: lowered[0] ?? '', found },
    } satisfies Partial<CallerInCourse>);
  }

  /** Made once for each thing that is read along: learners send these requests all the time. */
  private queryFor(what: ReadAlong<unknown>): CallerQuery {
    const known = this.queries.get(what);
    if (known) return known;
    const columns = CALLER_COLUMNS.and(what.columns);
    const sql = what.withStanding
      ? findAt(`${STANDING_COLUMNS}, ${what.columns.sql}`, 'LEFT JOIN courses c ON c.id = ?', what.join)
      : `SELECT ${columns.sql} FROM ${CALLER} ${what.join} WHERE ${IS_CALLER}`;
    const query = { sql, columns };
    this.queries.set(what, query);
    return query;
  }

  private async findAt(place: Place, id: string, claims: AccessClaims): Promise<CallerInCourse | undefined> {
    const rows = await this.database.rows<CallerRow & ActivityStandingRow>(place.sql, [
      toBinary(id),
      ...callerValues(claims),
    ]);
    const [row] = rows;
    if (!row) return undefined;
    const found = place.toStanding(row.platformRole, rows, this.clock.now());
    return { ...toCaller(claims, row), standing: { id, found } };
  }
}

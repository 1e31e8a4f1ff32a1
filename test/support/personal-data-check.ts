import type { PersonalDataPart, PersonalRows } from '../../src/shared/personal-data/personal-rows';

/** A column of the migrated database. */
export interface SchemaColumn {
  table: string;
  column: string;
  /** As `information_schema.columns.data_type` has it. */
  type: string;
  /** Of texts and bytes; null for numbers. */
  length: number | null;
  /** Whether a foreign key leads from it to `users`. */
  refersToUsers: boolean;
}

/** Shorter texts are codes of the program, names of states and the like. */
const SHORTEST_TEXT = 45;
/** The longest digest has 32 bytes. */
const SHORTEST_BYTES = 33;
const TEXTS = ['tinytext', 'text', 'mediumtext', 'longtext', 'json'];
const BYTES = ['tinyblob', 'blob', 'mediumblob', 'longblob'];
const PERSON_BY_NAME =
  /(^|_)(user|learner|guardian|author|person|owner|subject|student|teacher|marker|member|requester)_id$|_by$/;

const HELP = `
Say it in the file personal-data.ts of the module that owns the table:
- rows that are about a person: personal('table', { of: 'the column with the id of the person', category, holds, shows, atErasure }),
  with deleted(), cleared({ column: nothing }, reason), pseudonymised(reason) or kept(reason) as atErasure. Texts that an export shows
  go into shows, and those that an erasure takes away into cleared;
- columns that only say who did something, as staff: signed({ table: ['column'] });
- columns without personal data: without: [{ because: 'Why not.', columns: { table: ['column'] } }].`;

/** What is missing in the map, or too much in it, as sentences; none if it fits the schema. */
export function mapFaults(parts: readonly PersonalDataPart[], schema: readonly SchemaColumn[]): string[] {
  const known = new Set(schema.map(({ table, column }) => `${table}.${column}`));
  const declared = declaredColumns(parts);
  const emptied = new Set(parts.flatMap(({ rows }) => rows.filter(isDeletedWhole).map(({ table }) => table)));
  const missing = schema
    .filter((column) => couldBePersonal(column))
    .filter(({ table, column }) => !emptied.has(table) && !declared.has(`${table}.${column}`))
    .map(({ table, column }) => `${table}.${column} is not in the map of personal data.`);
  const unknown = [...declared]
    .filter((column) => !known.has(column))
    .map((column) => `${column} is in the map of personal data, but not in the database.`);
  return [...missing, ...unknown, ...doubled(parts)];
}

/** The faults with what to do about them, for a test that fails. */
export function inWords(faults: readonly string[]): string {
  return faults.length === 0 ? '' : `${faults.join('\n')}\n${HELP}`;
}

function couldBePersonal({ column, type, length, refersToUsers }: SchemaColumn): boolean {
  if (refersToUsers || TEXTS.includes(type) || BYTES.includes(type)) return true;
  if (type === 'varchar' || type === 'char') return (length ?? 0) >= SHORTEST_TEXT;
  if (type === 'varbinary') return (length ?? 0) >= SHORTEST_BYTES;
  return type === 'binary' && length === 16 && PERSON_BY_NAME.test(column);
}

/** Every row about the person goes, so no column of it needs a word. */
function isDeletedWhole({ atErasure, only }: PersonalRows): boolean {
  return atErasure.kind === 'delete' && only === undefined;
}

function declaredColumns(parts: readonly PersonalDataPart[]): ReadonlySet<string> {
  return new Set(
    parts.flatMap(({ rows, without }) => [
      ...rows.flatMap(columnsOfRows),
      ...without.flatMap(({ columns }) => columnsOfList(columns)),
    ]),
  );
}

function columnsOfRows({ table, of, shows, atErasure, only, later, hides, file }: PersonalRows): string[] {
  const { replaces, also } = atErasure;
  return [
    ...[
      ...[
        of.column,
        ...shows,
        ...Object.keys(replaces),
        ...(hides?.columns ?? []),
        ...(later?.columns ?? []),
      ],
      ...(also ? [also.column] : []),
      ...(file === undefined ? [] : [file]),
    ].map((column) => `${table}.${column}`),
    ...[...(of.steps ?? []), ...(later?.of.steps ?? [])].flatMap((step) => [
      `${step.table}.${step.key}`,
      `${step.table}.${step.column}`,
    ]),
    ...(also
      ? [also.key, ...Object.keys(also.replaces ?? {}), ...(also.shows ?? [])].map(
          (column) => `${also.table}.${column}`,
        )
      : []),
    ...(only ? [`${table}.${only.column}`, `${only.table}.${only.key}`, `${only.table}.${only.where}`] : []),
  ];
}

function columnsOfList(columns: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(columns).flatMap(([table, names]) => names.map((name) => `${table}.${name}`));
}

/** A column that is said to have no personal data cannot be shown or cleared as such. */
function doubled(parts: readonly PersonalDataPart[]): string[] {
  const impersonal = new Set(
    parts.flatMap(({ without }) => without.flatMap(({ columns }) => columnsOfList(columns))),
  );
  return parts.flatMap(({ rows }) =>
    rows.flatMap(({ table, shows, atErasure }) =>
      [...shows, ...Object.keys(atErasure.replaces)]
        .filter((column) => impersonal.has(`${table}.${column}`))
        .map((column) => `${table}.${column} is in the map both as personal data and as a column without.`),
    ),
  );
}

import {
  Column,
  DefaultNamingStrategy,
  type NamingStrategyInterface,
  PrimaryColumn,
  type ValueTransformer,
} from 'typeorm';
import { fromBinary, ID_BYTES, packIds, toBinary, unpackIds } from './ids';

/** camelCase in the code, snake_case in the database. */
export class SnakeNamingStrategy extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

/** What the decorators below have in common. */
interface ColumnChoices {
  nullable?: boolean;
  primary?: boolean;
  unique?: boolean;
  /** False for what TypeORM loads only where a query names it. */
  select?: boolean;
}

// TypeORM hands FindOperators' values through the transformer too, so a value may already be bytes.
const uuid: ValueTransformer = {
  to: (value: unknown) => (typeof value === 'string' ? toBinary(value) : value),
  from: (value: unknown) => (Buffer.isBuffer(value) ? fromBinary(value) : value),
};

/** The primary key: a UUIDv7 that the application makes, `BINARY(16)` in the database, text in the code. */
export function IdColumn(): PropertyDecorator {
  return PrimaryColumn({ type: 'binary', length: 16, transformer: uuid });
}

/** Another row's id: `BINARY(16)` in the database, canonical text in the code. */
export function UuidColumn({
  nullable = false,
  primary = false,
  unique = false,
  default: standard,
}: ColumnChoices & { default?: string } = {}): PropertyDecorator {
  const column = { type: 'binary', length: 16, transformer: uuid, default: standard } as const;
  return primary ? PrimaryColumn(column) : Column({ ...column, nullable, unique });
}

/** The default of a column for an id, as servers describe it: 16 zeros. */
export const NO_ID = '\\0'.repeat(16);

/** Yes or no: `TINYINT` in the database, a boolean in the code. */
export function BooleanColumn({
  name,
  default: standard,
  nullable = false,
}: { name?: string; default?: boolean; nullable?: boolean } = {}): PropertyDecorator {
  return Column({
    type: 'tinyint',
    nullable,
    ...(name === undefined ? {} : { name }),
    ...(standard === undefined ? {} : { default: Number(standard) }),
    transformer: {
      to: (value: unknown) => (typeof value === 'boolean' ? Number(value) : value),
      from: (value: unknown) => (typeof value === 'number' ? value !== 0 : value),
    },
  });
}

/** An instant: `DATETIME(3)` in UTC, a `Date` in the code. */
export function InstantColumn({ nullable = false }: ColumnChoices = {}): PropertyDecorator {
  return Column({ type: 'datetime', precision: 3, nullable });
}

/** A calendar day: `DATE`, the text `YYYY-MM-DD` in the code. */
export function DayColumn({ nullable = false }: ColumnChoices = {}): PropertyDecorator {
  return Column({ type: 'date', nullable });
}

/** A whole number, such as a count of bytes, that may not fit into 32 bits: `BIGINT`, a number in the code. */
export function LargeIntegerColumn(): PropertyDecorator {
  return Column({ type: 'bigint', transformer: { to: (value: unknown) => value, from: Number } });
}

/** An exact decimal: `DECIMAL(precision, scale)`, text in the code. Never a float. */
export function DecimalColumn(
  precision: number,
  scale: number,
  { nullable = false }: ColumnChoices = {},
): PropertyDecorator {
  return Column({ type: 'decimal', precision, scale, nullable });
}

/**
 * JSON kept as text. MySQL's JSON type and MariaDB's (an alias of LONGTEXT) read back differently; text reads
 * the same on both, and Stoa never searches inside it.
 */
export function JsonColumn({
  name,
  nullable = false,
  select = true,
  length,
}: ColumnChoices & {
  name?: string;
  /** In characters, of a short text that lists show: the server keeps rows with a longer one on its disk while it sorts them. */
  length?: number;
} = {}): PropertyDecorator {
  return Column({
    ...(length === undefined ? { type: 'mediumtext' } : { type: 'varchar', length }),
    ...(name === undefined ? {} : { name }),
    nullable,
    select,
    transformer: {
      to: (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value)),
      from: (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value),
    },
  });
}

/** Ids of other rows, one after another: `VARBINARY` in the database, texts in the code. For what is read with its row, and is not looked up. */
export function IdsColumn({ most }: { most: number }): PropertyDecorator {
  return Column({
    type: 'varbinary',
    length: most * ID_BYTES,
    nullable: true,
    transformer: {
      to: (value: unknown) => (Array.isArray(value) ? packIds(value as string[]) : value),
      from: (value: unknown) => (Buffer.isBuffer(value) ? unpackIds(value) : value),
    },
  });
}

/** The id a record has in the school's information system (OneRoster `sourcedId`); letter case counts. Index it as unique. */
export function SourcedIdColumn(): PropertyDecorator {
  return Column({
    type: 'varchar',
    length: 255,
    nullable: true,
    charset: 'utf8mb4',
    collation: 'utf8mb4_bin',
  });
}

/** For `version` in an update: the database counts, so two updates at the same moment count as two. */
export const NEXT_VERSION = (): string => 'version + 1';

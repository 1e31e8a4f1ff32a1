/** A value for a `?` of named SQL. Ids are passed as the bytes of `toBinary`. */
export type SqlValue = string | number | boolean | Date | Buffer | null;

/** Tables whose rows speak for bytes in the storage, under the key `id`: so many `bytes`, with that `sha256`. */
export const CONTENT_TABLES = ['file_contents', 'file_variants', 'operation_files'] as const;

/** Tables whose rows name by their `id` what may be in the storage. A key that none of them has is of nobody. */
export const KEY_TABLES = [...CONTENT_TABLES, 'file_leftovers'] as const;

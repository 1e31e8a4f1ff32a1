/** The question types whose answers are texts that people read and mark. Files that are handed in are removed as files. */
export const FREE_TEXT_TYPES: readonly string[] = ['essay'];

/** What stands in the place of such an answer of somebody who was erased, as JSON: a text, so that it still counts as answered. */
export const ERASED_RESPONSE = '"Erased"';

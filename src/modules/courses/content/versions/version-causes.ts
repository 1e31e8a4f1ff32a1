import { namedEnum } from '../../../../shared/http/named-schemas';

/**
 * Why a version was published: by `person`, with the course itself (`course`), at once after a change (`automatic`), at an instant that
 * was said before (`schedule`), by `restoring` an earlier one, or as what learners saw before courses had versions (`migration`).
 */
export const VERSION_CAUSES = [
  'person',
  'course',
  'automatic',
  'schedule',
  'restoring',
  'migration',
] as const;
export type VersionCause = (typeof VERSION_CAUSES)[number];
namedEnum('VersionCause', VERSION_CAUSES);

/** When changes of the content are published: when somebody says so, or each at once. */
export const PUBLISHING_WAYS = ['manual', 'automatic'] as const;
export type PublishingWay = (typeof PUBLISHING_WAYS)[number];
namedEnum('PublishingWay', PUBLISHING_WAYS);

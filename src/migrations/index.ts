import { SharedOutboxAndIdempotency1790000000000 } from './1790000000000-shared-outbox-and-idempotency';
import { IdentityAccounts1790000001000 } from './1790000001000-identity-accounts';

/** Every migration, oldest first. A list rather than a glob: the same under Jest, in the build and in Docker. */
export const MIGRATIONS = [SharedOutboxAndIdempotency1790000000000, IdentityAccounts1790000001000];

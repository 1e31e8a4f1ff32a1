export {
  CALLER,
  CALLER_COLUMNS,
  type CallerRow,
  callerValues,
  IS_CALLER,
  isSuspended,
  toCaller,
} from './caller';
export {
  type AccountToCreate,
  type AdministratorToEnsure,
  IdentityFacade,
  type SchoolStandards,
} from './identity.facade';
export { type ErasureObstacle, ErasureObstacles } from './erasure/erasure-obstacles';
export { Observing } from './observers/observing';
export { LocaleField, LocaleFilter } from './account-fields';
export { isEmailAddress } from './email-address';
export {
  formerUsername,
  IdentityRoster,
  type RosterOrg,
  type RosterUser,
  type RosterUsers,
} from './identity-roster.repository';
export { AccountsMerged, PeopleRenamed, PersonErasing, RosterLinkChanged } from './identity.events';
export {
  type MergePair,
  type MergePart,
  MergeParts,
  type MergeTerms,
  type PartOutcome,
} from './merges/merge-parts';
export { type Author, AUTHOR, type AuthorRow, withAuthor } from './users/author';
export { AuthorResponse } from './users/dto/author.response';
export { type IssuedCode, SignInCodes } from './sign-in-codes/sign-in-codes';
export { CODE_HOURS, CODE_REFUSALS, type CodeRefusal, MOST_CODES_AT_ONCE } from './sign-in-codes/code-rules';
export { PeopleSearch } from './users/people-search';
export { namesSeenBy, type Viewer } from './users/person-view';
export { SCHOOL_TYPES } from './org.entity';
export { type Client, FromClient } from './sessions/client';
export { hashOfToken, newSecretToken } from './secret-token';
export { SchoolDeleting } from './schools/schools.events';
export { IdentityModule } from './identity.module';

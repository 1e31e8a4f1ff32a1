import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityRoster } from './identity-roster.repository';
import { IdentityFacade } from './identity.facade';
import { DataExport } from './data-exports/data-export.entity';
import { DataExportsController, UserDataExportsController } from './data-exports/data-exports.controller';
import { DataExportsRepository } from './data-exports/data-exports.repository';
import { DataExportsService } from './data-exports/data-exports.service';
import { ExportedRows } from './data-exports/exported-rows.repository';
import { PersonalArchive } from './data-exports/personal-archive';
import { ErasedPerson } from './erasure/erased-person.entity';
import { ErasureObstacles } from './erasure/erasure-obstacles';
import { ErasureRepository } from './erasure/erasure.repository';
import { ErasuresController } from './erasure/erasures.controller';
import { ErasuresService } from './erasure/erasures.service';
import { CodeHasher } from './sign-in-codes/code-hasher';
import { CodeSignInsController } from './sign-in-codes/code-sign-ins.controller';
import { SignInCode } from './sign-in-codes/sign-in-code.entity';
import { SignInCodes } from './sign-in-codes/sign-in-codes';
import { SignInCodesRepository } from './sign-in-codes/sign-in-codes.repository';
import { LegalHold } from './legal-holds/legal-hold.entity';
import { LegalHoldsController } from './legal-holds/legal-holds.controller';
import { LegalHoldsRepository } from './legal-holds/legal-holds.repository';
import { LegalHoldsService } from './legal-holds/legal-holds.service';
import { AccountMerge } from './merges/account-merge.entity';
import { AccountMergesRepository } from './merges/account-merges.repository';
import { MergeParts } from './merges/merge-parts';
import { MergeReversal } from './merges/merge-reversal';
import { MergeRowsRepository } from './merges/merge-rows.repository';
import { MergedRows } from './merges/merged-rows';
import { MergesController } from './merges/merges.controller';
import { MergesService } from './merges/merges.service';
import { GuessLimiter } from './limits/guess-limiter';
import { KnownNetwork } from './limits/known-network.entity';
import { KnownNetworksRepository } from './limits/known-networks.repository';
import { LimitSweep } from './limits/limit-sweep';
import { MailLimiter } from './limits/mail-limiter';
import { RateCount } from './limits/rate-count.entity';
import { RateCountsRepository } from './limits/rate-counts.repository';
import { ObserverLink } from './observers/observer-link.entity';
import { ObserversController, OwnObserversController } from './observers/observers.controller';
import { ObserversRepository } from './observers/observers.repository';
import { Observing } from './observers/observing';
import { PairingCode } from './observers/pairing-code.entity';
import { OneTimeToken } from './one-time-tokens/one-time-token.entity';
import { OneTimeTokensRepository } from './one-time-tokens/one-time-tokens.repository';
import { Org } from './org.entity';
import { CredentialsRepository } from './passwords/credentials.repository';
import { PasswordHasher } from './passwords/password-hasher';
import { PasswordResetsController } from './passwords/password-resets.controller';
import { PasswordResetsService } from './passwords/password-resets.service';
import { PasswordsService } from './passwords/passwords.service';
import { ProfileController } from './profile/profile.controller';
import { ProfileService } from './profile/profile.service';
import { RegistrationsController } from './registrations/registrations.controller';
import { RegistrationsService } from './registrations/registrations.service';
import { AuthController } from './sessions/auth.controller';
import { RefreshToken } from './sessions/refresh-token.entity';
import { Session } from './sessions/session.entity';
import { SessionsController } from './sessions/sessions.controller';
import { SessionsRepository } from './sessions/sessions.repository';
import { SessionsService } from './sessions/sessions.service';
import { SchoolsController } from './schools/schools.controller';
import { SchoolsRepository } from './schools/schools.repository';
import { SchoolsService } from './schools/schools.service';
import { SignInService } from './sessions/sign-in.service';
import { AccountChanges } from './users/account-changes';
import { PeopleController } from './users/people.controller';
import { PersonLink } from './users/person-link.entity';
import { PersonLinksRepository } from './users/person-links.repository';
import { PeopleSearch } from './users/people-search';
import { User } from './users/user.entity';
import { UserSearch, UserTrigram } from './users/user-search.entity';
import { UsersController } from './users/users.controller';
import { UsersRepository } from './users/users.repository';
import { UsersService } from './users/users.service';
import { personalDataOf } from '../../shared/personal-data/personal-data-map';
import { identityPersonalData } from './personal-data';

/** Who people are. Global, because every module names people. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forFeature([
      Org,
      User,
      PersonLink,
      UserSearch,
      UserTrigram,
      Session,
      RefreshToken,
      OneTimeToken,
      RateCount,
      KnownNetwork,
      ErasedPerson,
      DataExport,
      LegalHold,
      AccountMerge,
      ...[ObserverLink, PairingCode],
      SignInCode,
    ]),
  ],
  controllers: [
    AuthController,
    RegistrationsController,
    PasswordResetsController,
    SessionsController,
    ProfileController,
    UsersController,
    ErasuresController,
    DataExportsController,
    UserDataExportsController,
    LegalHoldsController,
    MergesController,
    ...[OwnObserversController, ObserversController],
    CodeSignInsController,
    PeopleController,
    SchoolsController,
  ],
  providers: [
    personalDataOf(identityPersonalData),
    CredentialsRepository,
    RateCountsRepository,
    KnownNetworksRepository,
    GuessLimiter,
    MailLimiter,
    LimitSweep,
    OneTimeTokensRepository,
    SessionsRepository,
    PeopleSearch,
    UsersRepository,
    PersonLinksRepository,
    PasswordHasher,
    PasswordsService,
    PasswordResetsService,
    ProfileService,
    RegistrationsService,
    SessionsService,
    SignInService,
    UsersService,
    AccountChanges,
    IdentityFacade,
    IdentityRoster,
    ...[ExportedRows, PersonalArchive, DataExportsRepository, DataExportsService],
    ...[CodeHasher, SignInCodesRepository, SignInCodes],
    ...[LegalHoldsRepository, LegalHoldsService],
    ...[ErasureObstacles, ErasureRepository, ErasuresService],
    ...[AccountMergesRepository, MergeRowsRepository, MergedRows, MergeParts, MergesService, MergeReversal],
    ...[ObserversRepository, Observing],
    SchoolsRepository,
    SchoolsService,
  ],
  exports: [
    IdentityFacade,
    IdentityRoster,
    ErasureObstacles,
    MergeParts,
    Observing,
    PeopleSearch,
    SignInCodes,
  ],
})
export class IdentityModule {}

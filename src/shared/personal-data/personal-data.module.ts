import { Global, Module } from '@nestjs/common';
import { KeptBack } from './kept-back';
import { PersonalDataMap, personalDataOf } from './personal-data-map';
import { sharedPersonalData } from './shared-personal-data';

/** Global, because every module declares the personal data of its tables. */
@Global()
@Module({
  providers: [PersonalDataMap, KeptBack, personalDataOf(sharedPersonalData)],
  exports: [PersonalDataMap, KeptBack],
})
export class PersonalDataModule {}

import { Global, Module } from '@nestjs/common';
import { PersonalDataMap, personalDataOf } from './personal-data-map';
import { sharedPersonalData } from './shared-personal-data';

/** Global, because every module declares the personal data of its tables. */
@Global()
@Module({
  providers: [PersonalDataMap, personalDataOf(sharedPersonalData)],
  exports: [PersonalDataMap],
})
export class PersonalDataModule {}

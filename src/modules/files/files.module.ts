import { Global, Module } from '@nestjs/common';
import { OperationInputs } from '../../shared/operations/operation-inputs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SETTINGS } from '../../config/config.module';
import { FileCheck } from './check/file-check';
import { CheckRepository } from './check/check.repository';
import { FileCollector } from './collection/file-collector';
import { CollectionRepository } from './collection/collection.repository';
import { LeftoversRepository } from './collection/leftovers.repository';
import { FileDelivery } from './delivery/file-delivery';
import { FileLinks } from './delivery/file-links';
import { FileContent } from './file-content.entity';
import { FileLeftover } from './file-leftover.entity';
import { FileLimitsController } from './file-limits.controller';
import { FileOwners } from './file-owners';
import { FilesController } from './files.controller';
import { FilesFacade } from './files.facade';
import { FilesRepository } from './files.repository';
import { FilesService } from './files.service';
import { OperationFile } from './operation-files/operation-file.entity';
import { OperationFiles } from './operation-files/operation-files';
import { OperationFilesRepository } from './operation-files/operation-files.repository';
import { FileStorage } from './storage/file-storage';
import { openFileStorage } from './storage/open-file-storage';
import { StoredFile } from './stored-file.entity';
import { FormUploads } from './uploads/form-uploads';
import { StoredUploads } from './uploads/stored-uploads';
import { ImageVariant } from './variants/image-variant.entity';
import { ImageVariantsRepository } from './variants/image-variants.repository';
import { ImageVariants } from './variants/image-variants.service';
import { VariantLane } from './variants/variant-lane';

/** Global, because what runs operations, which knows no module, asks for their inputs. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([FileContent, FileLeftover, OperationFile, StoredFile, ImageVariant])],
  controllers: [FilesController, FileLimitsController],
  providers: [
    {
      provide: FileStorage,
      useFactory: openFileStorage,
      inject: [SETTINGS],
    },
    ...[FilesRepository, LeftoversRepository, CollectionRepository, CheckRepository],
    ...[ImageVariantsRepository, VariantLane, ImageVariants],
    ...[
      FileOwners,
      FormUploads,
      StoredUploads,
      FilesService,
      FileLinks,
      FileDelivery,
      FileCollector,
      FileCheck,
    ],
    FilesFacade,
    OperationFilesRepository,
    { provide: OperationInputs, useClass: OperationFiles },
  ],
  exports: [FilesFacade, FileOwners, OperationInputs],
})
export class FilesModule {}

import { buffer } from 'node:stream/consumers';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { Clock } from '../../../shared/clock/clock';
import { isMissingReference } from '../../../shared/database/constraint-errors';
import { Transactions } from '../../../shared/database/transactions';
import type { HeavyRequest } from '../../../shared/heavy-reads/heavy-request';
import { LeftoversRepository } from '../collection/leftovers.repository';
import {
  FileNotFoundError,
  NoVariantError,
  StorageUnavailableError,
  UploadGivenUpError,
} from '../files.errors';
import type { FileWithContent } from '../files.repository';
import { FileStorage } from '../storage/file-storage';
import { StoredUploads } from '../uploads/stored-uploads';
import { type ImageWidth, isPicture, MOST_BYTES, type VariantType } from './image-sizes';
import { ImageVariantsRepository, type StoredVariant } from './image-variants.repository';
import { Refusals } from './refusals';
import { smallerPicture } from './smaller-picture';
import { VariantLane } from './variant-lane';

/** Smaller pictures, each made when somebody first asks for it, by any process, and kept as long as the content it is made of. */
@Injectable()
export class ImageVariants {
  /** So that a picture that cannot be made smaller is not tried again for everybody who opens the page. */
  private readonly refusals = new Refusals();

  constructor(
    private readonly variants: ImageVariantsRepository,
    private readonly lane: VariantLane,
    private readonly storage: FileStorage,
    private readonly uploads: StoredUploads,
    private readonly leftovers: LeftoversRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * The picture in a smaller size.
   *
   * @throws NoVariantError, TooManyPixelsError, HeavyReadsBusyError, StorageUnavailableError, StorageFullError, or
   *   FileNotFoundError where it is removed at this moment
   */
  async find(
    file: FileWithContent,
    width: ImageWidth,
    type: VariantType,
    request: HeavyRequest,
  ): Promise<StoredVariant> {
    if (!isPicture(file.mediaType) || file.bytes > MOST_BYTES) throw new NoVariantError();
    const { contentId } = file;
    const kept = await this.variants.find(contentId, width, type);
    if (kept) return kept;
    const make = async (): Promise<StoredVariant> => {
      // Another process may have made it meanwhile, or this one for somebody who asked a moment earlier.
      const made = await this.variants.find(contentId, width, type);
      return made ?? this.refusals.remember(contentId, this.clock.now(), () => this.make(file, width, type));
    };
    return this.lane.share(request, `${contentId} ${width} ${type}`, make);
  }

  private async make(
    { contentId }: FileWithContent,
    width: ImageWidth,
    type: VariantType,
  ): Promise<StoredVariant> {
    const { imageLimitMegapixels: megapixels } = this.settings;
    const picture = await smallerPicture(await this.read(contentId), { width, type, megapixels });
    const stored = await this.uploads.put(picture);
    return this.uploads.use(stored, async (tell) => {
      const variant = {
        ...{ id: stored.contentId, contentId, width, mediaType: type },
        ...{ sha256: stored.sha256, bytes: stored.bytes, madeAt: this.clock.now() },
      };
      const kept = await this.keep(variant);
      tell(kept.id);
      return kept;
    });
  }

  private async read(contentId: string): Promise<Buffer> {
    const content = await this.storage.read(contentId);
    return buffer(content).catch((error: unknown) => {
      throw new StorageUnavailableError({ cause: error });
    });
  }

  /** Of two processes that made the same at once, the second finds what the first kept. */
  private async keep(variant: StoredVariant): Promise<StoredVariant> {
    try {
      return await this.transactions.run(async () => {
        const kept = await this.variants.add(variant);
        if (kept.id === variant.id && !(await this.leftovers.settle(variant.id)))
          throw new UploadGivenUpError();
        return kept;
      });
    } catch (error) {
      throw isMissingReference(error) ? new FileNotFoundError() : error;
    }
  }
}

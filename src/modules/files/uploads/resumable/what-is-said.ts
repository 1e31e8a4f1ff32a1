import { invalidRequest } from '../../../../shared/http/validation';
import { sentences } from '../../files.sentences';
import { findPurpose, PURPOSE_NAMES, type PurposeName } from '../../purposes/registry';
import { metadataFrom } from './tus-headers';

/** What clients of tus say of a file. Its type is found out from its content, whatever they say. */
const KNOWN = ['purpose', 'filename', 'name', 'filetype', 'type', 'relativePath'];

/**
 * What its sender says of a file, in the header `Upload-Metadata`.
 *
 * @throws UploadHeaderError, or InvalidError without a purpose or with an entry that is not known
 */
export function whatIsSaid(metadata: string): { name: string; purpose: PurposeName } {
  const said = metadataFrom(metadata);
  const purpose = findPurpose(said.get('purpose'))?.name;
  const faults = [...said.keys()]
    .filter((name) => !KNOWN.includes(name))
    .map((name) => ({
      ...{ field: `Upload-Metadata.${name}`, rule: 'unknownField' },
      message: sentences.unknownMetadata({ name, known: KNOWN.join(', ') }),
    }));
  if (purpose === undefined)
    faults.push({
      ...{ field: 'Upload-Metadata.purpose', rule: 'isIn' },
      message: sentences.mustBePurpose({ purposes: PURPOSE_NAMES.join(', ') }),
    });
  if (purpose === undefined || faults.length > 0) throw invalidRequest(faults);
  return { name: said.get('filename') ?? said.get('name') ?? '', purpose };
}

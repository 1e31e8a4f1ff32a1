import type { Sentence } from '../../../../shared/sentences/sentence';
import { sentences } from '../../courses.sentences';
import type { TextFinding } from './found-in-text';

/** What to do about a finding. */
export function adviceOn({ code, place }: TextFinding): Sentence {
  switch (code) {
    case 'picture_without_text':
      return sentences.pictureWithoutText({ place });
    case 'heading_jump':
      return sentences.headingJump({ place });
    case 'table_without_headers':
      return sentences.tableWithoutHeaders({ place });
    case 'unclear_link':
      return sentences.unclearLink({ place });
    case 'video_without_captions':
      return sentences.videoWithoutCaptions();
    case 'language_missing':
      return sentences.languageMissing();
  }
}

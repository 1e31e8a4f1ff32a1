import { IsArray, IsBoolean, IsObject, IsOptional } from 'class-validator';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { readPart, readWithin } from '../../../../shared/http/nested-reading';
import { isJsonObject } from '../../../../shared/http/request-shape';
import { invalidRequest } from '../../../../shared/http/validation';
import { sentences as ofCourses } from '../../courses.sentences';
import { readNewActivity } from '../../content/activity-types/requests';
import { MAX_ACTIVITIES, MAX_SECTIONS, nestingFaults } from '../../content/outline-order';
import { checkCompletion, readCompletion } from '../../completion/dto/reading';
import { readRule } from '../../release/dto/reading';
import type { ConditionKinds } from '../../release/kinds/registry';
import type { ActivityDocument, ContentDocument, SectionDocument } from './content-document';

/*
 * The content of a course as a file says it: sections and activities in the words of the requests that make them, each with an id of
 * the file.
 */

class PackagedOutline {
  @IsArray()
  sections: unknown[];
}

class PackagedSection {
  @IsId()
  id: string;

  @IsOptional()
  @IsId()
  parentId?: string | null;

  @Text('line', { max: 200 })
  title: string;

  @MayBeLeftOut()
  @Text('lines', { max: 2000, trim: true })
  summary?: string;

  @MayBeLeftOut()
  @IsBoolean()
  sequential?: boolean;

  @IsOptional()
  @IsObject()
  releaseRule?: object | null;

  @IsArray()
  activities: unknown[];
}

class PackagedPlace {
  @IsId()
  id: string;

  @IsOptional()
  @IsObject()
  releaseRule?: object | null;

  @IsOptional()
  @IsObject()
  completionRule?: object | null;

  @MayBeLeftOut()
  @IsBoolean()
  isRequired?: boolean;

  @IsOptional()
  @IsObject()
  expectedBy?: object | null;
}

/** Throws InvalidError. */
export function readContent(sent: object, field: string, kinds: ConditionKinds): ContentDocument {
  const faults: FieldError[] = [];
  const outline = readPart(PackagedOutline, sent, field, faults);
  const sections = (outline?.sections ?? []).flatMap(
    (section, index) => readSection(section, `${field}.sections[${index}]`, kinds, faults) ?? [],
  );
  const count = sections.reduce((sum, { activities }) => sum + activities.length, 0);
  const place = { field: `${field}.sections`, rule: 'size' };
  if (sections.length > MAX_SECTIONS)
    faults.push({ ...place, message: ofCourses.sectionsFull({ most: MAX_SECTIONS }) });
  if (count > MAX_ACTIVITIES)
    faults.push({ ...place, message: ofCourses.activitiesFull({ most: MAX_ACTIVITIES }) });
  const order = sections.map(({ id, parentId }) => ({ id, parentId, activities: [] }));
  faults.push(...nestingFaults(order).map((fault) => ({ ...fault, field: `${field}.${fault.field}` })));
  if (faults.length > 0) throw invalidRequest(faults);
  return { sections };
}

function readSection(
  sent: unknown,
  field: string,
  kinds: ConditionKinds,
  faults: FieldError[],
): SectionDocument | undefined {
  const read = readPart(PackagedSection, sent, field, faults);
  if (!read) return undefined;
  const { id, parentId = null, title, summary = '', sequential = false, releaseRule = null } = read;
  return {
    ...(parentId === null ? {} : { parentId: parentId.toLowerCase() }),
    ...{ id: id.toLowerCase(), title, summary, sequential },
    releaseRule: readWithin('', faults, () => readRule(releaseRule, `${field}.releaseRule`, kinds)) ?? null,
    activities: read.activities.flatMap(
      (activity, index) => readActivity(activity, `${field}.activities[${index}]`, kinds, faults) ?? [],
    ),
  };
}

function readActivity(
  sent: unknown,
  field: string,
  kinds: ConditionKinds,
  faults: FieldError[],
): ActivityDocument | undefined {
  const {
    id: ownId,
    releaseRule: rule,
    completionRule,
    isRequired,
    expectedBy,
    ...body
  } = isJsonObject(sent) ? (sent as Record<string, unknown>) : {};
  const own = { id: ownId, releaseRule: rule, completionRule, isRequired, expectedBy };
  const place = readPart(PackagedPlace, own, field, faults);
  const read = readWithin(field, faults, () => readNewActivity(body));
  if (!place || !read) return undefined;
  const { id, releaseRule = null } = place;
  const { type, title, content = null, fields } = read;
  return {
    ...{ id: id.toLowerCase(), type, title, content, fields },
    releaseRule: readWithin('', faults, () => readRule(releaseRule, `${field}.releaseRule`, kinds)) ?? null,
    ...{ completionRule: null, isRequired: true, expectedBy: null },
    ...readWithin(field, faults, () => {
      const completion = readCompletion(type, place);
      checkCompletion(completion.completionRule ?? null, fields);
      return completion;
    }),
  };
}

import { ApiProperty, ApiPropertyOptional, IntersectionType, PartialType, PickType } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsObject, IsOptional } from 'class-validator';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';
import { sentences } from '../../../../shared/http/http.sentences';
import { isJsonObject } from '../../../../shared/http/request-shape';
import { invalidRequest, readAs } from '../../../../shared/http/validation';
import {
  COMPLETION_RULE_FIELD,
  EXPECTED_BY_FIELD,
  IS_REQUIRED_FIELD,
} from '../../completion/dto/completion-rule.dto';
import { RELEASE_RULE_FIELD } from '../../release/dto/api-schemas';
import { NewActivityDto } from '../dto/activity.dto';
import {
  ACTIVITY_TYPES,
  type ActivityFields,
  type ActivityType,
  ALL_ACTIVITY_TYPES,
  type AnyActivityType,
  findActivityType,
} from './registry';

type RequestClass<T extends object> = new () => T;
type Changes = Partial<Pick<NewActivityDto, 'title' | 'content'>> & ChangedRules;

/** Rules are read by themselves, since their parts are of many kinds. */
class ChangedRules {
  @ApiPropertyOptional(RELEASE_RULE_FIELD)
  @IsOptional()
  @IsObject()
  releaseRule?: unknown;

  @ApiPropertyOptional(COMPLETION_RULE_FIELD)
  @IsOptional()
  @IsObject()
  completionRule?: unknown;

  @ApiPropertyOptional(IS_REQUIRED_FIELD)
  @MayBeLeftOut()
  @IsBoolean()
  isRequired?: boolean;

  @ApiPropertyOptional(EXPECTED_BY_FIELD)
  @IsOptional()
  @IsObject()
  expectedBy?: unknown;
}

/** An activity that somebody wants to add. */
export interface NewActivityRequest extends NewActivityDto {
  fields: ActivityFields;
}

/** What somebody wants to change of an activity; what is left out stays. */
export interface ActivityChangeRequest extends Changes {
  fields: ActivityFields;
}

/** The class of requests that add an activity of a type. */
export const ADDING = classes<NewActivityDto>('Create', ({ name, Fields }) => {
  const Adding = class extends IntersectionType(NewActivityDto, Fields) {};
  IsIn([name])(Adding.prototype, 'type');
  ApiProperty({ enum: [name], description: 'It cannot be changed later.', example: name })(
    Adding.prototype,
    'type',
  );
  return Adding;
});

/** The class of requests that change an activity of a type. */
export const CHANGING = classes<Changes>('Update', ({ Fields }) =>
  PartialType(IntersectionType(PickType(NewActivityDto, ['title', 'content']), ChangedRules, Fields), {
    skipNullProperties: false,
  }),
);

/** Reads the body of a request that adds an activity. Throws the InvalidError that names its faults. */
export function readNewActivity(body: unknown = {}): NewActivityRequest {
  const described = isJsonObject(body)
    ? findActivityType((body as Record<string, unknown>)['type'])
    : undefined;
  if (isJsonObject(body) && !described) throw invalidRequest([UNREGISTERED]);
  const { described: type, read } = readBody(ADDING, described, body);
  const { title, content, position } = read;
  const fields = keptFields(type, read);
  checkFields(type.name, fields);
  return { type: type.name, title, content, position, fields };
}

/** Throws the InvalidError that names what is wrong with all fields of an activity together. */
export function checkFields(type: ActivityType, fields: ActivityFields): void {
  const faults = findActivityType(type)?.faults?.(fields) ?? [];
  if (faults.length > 0) throw invalidRequest(faults);
}

/** Reads the body of a request that changes an activity of this type. Throws the InvalidError that names its faults. */
export function readActivityChange(type: ActivityType, body: unknown = {}): ActivityChangeRequest {
  const { described, read } = readBody(CHANGING, findActivityType(type), body);
  const { title, content, releaseRule, completionRule, isRequired, expectedBy } = read;
  const rules = { releaseRule, completionRule, isRequired, expectedBy };
  return { title, content, ...rules, fields: keptFields(described, read) };
}

/** Own fields of an activity that no request adds, as they are kept. Throws a TypeError for what a request is refused for. */
export function readFields(type: string, fields: ActivityFields = {}): ActivityFields {
  const described = findActivityType(type);
  if (!described) throw new TypeError(`There is no activity type ${type}.`);
  const { read, faults: found } = readAs(described.Fields, fields);
  const faults = found.length > 0 ? found : (described.faults?.(keptFields(described, read)) ?? []);
  if (faults.length > 0)
    throw new TypeError(
      `Fields of a ${type}: ${faults.map(({ field, rule }) => `${field} ${rule}`).join(', ')}`,
    );
  return keptFields(described, read);
}

const UNREGISTERED = {
  field: 'type',
  rule: 'isIn',
  message: sentences.mustBeOneOf({ field: 'type', values: ACTIVITY_TYPES.join(', ') }),
};

function readBody<T extends object>(
  requests: ReadonlyMap<string, RequestClass<T>>,
  described: AnyActivityType | undefined,
  body: unknown,
): { described: AnyActivityType; read: T } {
  const request = described && requests.get(described.name);
  if (!request || !isJsonObject(body))
    throw invalidRequest([
      { field: 'body', rule: 'isObject', message: sentences.mustBeObject({ field: 'body' }) },
    ]);
  const { read, faults } = readAs(request, body);
  if (faults.length > 0) throw invalidRequest(faults);
  return { described, read };
}

/** The fields that activities of every type have. */
const COMMON: Record<keyof NewActivityDto | keyof ChangedRules, true> = {
  ...{ type: true, title: true, content: true, position: true },
  ...{ releaseRule: true, completionRule: true, isRequired: true, expectedBy: true },
};

function keptFields({ kept }: AnyActivityType, read: object): ActivityFields {
  const own = Object.entries(read).filter(([name, value]) => value !== undefined && !(name in COMMON));
  const fields = Object.fromEntries<unknown>(own);
  return kept ? kept(fields) : fields;
}

function classes<T extends object>(
  verb: 'Create' | 'Update',
  make: (described: AnyActivityType) => RequestClass<T>,
): ReadonlyMap<string, RequestClass<T>> {
  return new Map(
    ALL_ACTIVITY_TYPES.map((described) => {
      const made = make(described);
      Object.defineProperty(made, 'name', {
        value: `${verb}${described.schemaName ?? pascalCase(described.name)}Dto`,
      });
      return [described.name, made];
    }),
  );
}

/** `live_event` is `LiveEvent`. */
export function pascalCase(name: string): string {
  return name
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}

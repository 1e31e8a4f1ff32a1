import { Injectable, type OnModuleInit } from '@nestjs/common';
import { IsArray, IsIn, IsObject, IsOptional } from 'class-validator';
import type { FieldError } from '../../../shared/errors/domain-error';
import { IsId } from '../../../shared/http/field-rules';
import { readPart, readWithin } from '../../../shared/http/nested-reading';
import { invalidRequest } from '../../../shared/http/validation';
import {
  type CarryPart,
  CarryParts,
  type CarryScope,
  type CarryTarget,
  type MadeThing,
  type NamedThing,
  type ThingCount,
} from '../../courses';
import {
  CarriedRubricsRepository,
  type RubricDocument,
  type UsedRubricDocument,
} from './carried-rubrics.repository';
import { RubricDto } from './dto/rubric.dto';
import type { RubricDefinition } from './kinds/rubric-kind';
import { RUBRIC_SHOWINGS, type RubricShowing } from './rubric-rules';
import { MOST_RUBRICS, TooManyRubricsError } from './rubrics.errors';
import { requireRubric } from './rubrics.service';

interface RubricsDocument {
  rubrics: RubricDocument[];
  inUse: UsedRubricDocument[];
}

class PackagedRubrics {
  @IsArray()
  rubrics: unknown[];

  @IsArray()
  inUse: unknown[];
}

class PackagedRubric {
  @IsId()
  id: string;

  @IsObject()
  rubric: object;
}

class PackagedUse {
  @IsId()
  activityId: string;

  @IsId()
  questionId: string;

  @IsOptional()
  @IsId()
  rubricId?: string | null;

  @IsIn(RUBRIC_SHOWINGS)
  shown: RubricShowing;

  @IsObject()
  rubric: object;
}

/** The rubrics of a course, and by which of them its questions are marked. Marks stay where they are. */
@Injectable()
export class CarriedRubrics implements CarryPart<RubricsDocument>, OnModuleInit {
  readonly name = 'rubrics';
  readonly order = 6;
  readonly ofActivities = true;

  constructor(
    private readonly rubrics: CarriedRubricsRepository,
    private readonly parts: CarryParts,
  ) {}

  onModuleInit(): void {
    this.parts.provide(this);
  }

  async collect(scope: CarryScope): Promise<RubricsDocument> {
    const rubrics = await this.rubrics.ofCourse(scope);
    const inUse = await this.rubrics.inUse(scope);
    const known = new Set(rubrics.map(({ id }) => id));
    // The rubric that was copied for the question may be gone.
    const isKnown = (id: string | null): boolean =>
      scope.activityId !== null || (id !== null && known.has(id));
    return {
      rubrics,
      inUse: inUse.map((use) => ({ ...use, sourceId: isKnown(use.sourceId) ? use.sourceId : null })),
    };
  }

  makes({ rubrics }: RubricsDocument): MadeThing[] {
    return rubrics.map(({ id }) => ({ what: 'rubric', id }));
  }

  names({ inUse }: RubricsDocument): NamedThing[] {
    return inUse.flatMap(({ activityId, itemId, sourceId }, index) => {
      const field = `rubrics.inUse[${index}]`;
      return [
        { what: 'activity:quiz', id: activityId, field: `${field}.activityId` },
        { what: 'question', id: itemId, field: `${field}.questionId` },
        ...(sourceId === null ? [] : [{ what: 'rubric', id: sourceId, field: `${field}.rubricId` }]),
      ];
    });
  }

  counts({ rubrics, inUse }: RubricsDocument): ThingCount[] {
    return [
      { part: 'rubrics', count: rubrics.length },
      { part: 'question_rubrics', count: inUse.length },
    ];
  }

  write({ rubrics, inUse }: RubricsDocument): object {
    return {
      rubrics: rubrics.map(({ id, title, definition }) => ({ id, rubric: toDto(title, definition) })),
      inUse: inUse.toSorted(inOrder).map(({ activityId, itemId, sourceId, shown, title, definition }) => ({
        ...{ activityId, questionId: itemId, rubricId: sourceId, shown, rubric: toDto(title, definition) },
      })),
    };
  }

  read(sent: object, field: string): RubricsDocument {
    const faults: FieldError[] = [];
    const read = readPart(PackagedRubrics, sent, field, faults);
    const rubrics = (read?.rubrics ?? []).flatMap((each, index) => {
      const place = `${field}.rubrics[${index}]`;
      const one = readPart(PackagedRubric, each, place, faults);
      const rubric = one && readRubric(one.rubric, `${place}.rubric`, faults);
      return one && rubric ? [{ id: one.id.toLowerCase(), ...rubric }] : [];
    });
    if (rubrics.length > MOST_RUBRICS)
      readWithin(`${field}.rubrics`, faults, () => {
        throw new TooManyRubricsError();
      });
    const inUse = (read?.inUse ?? []).flatMap(
      (each, index) => readUse(each, `${field}.inUse[${index}]`, faults) ?? [],
    );
    if (faults.length > 0) throw invalidRequest(faults);
    return { rubrics, inUse };
  }

  async restore(document: RubricsDocument, { courseId, by, now }: CarryTarget): Promise<void> {
    await this.rubrics.restore(courseId, document, { by, now });
  }
}

function inOrder(one: UsedRubricDocument, other: UsedRubricDocument): number {
  const [first, second] = [`${one.activityId} ${one.itemId}`, `${other.activityId} ${other.itemId}`];
  return first < second ? -1 : 1;
}

function readUse(sent: unknown, field: string, faults: FieldError[]): UsedRubricDocument | undefined {
  const read = readPart(PackagedUse, sent, field, faults);
  const rubric = read && readRubric(read.rubric, `${field}.rubric`, faults);
  if (!read || !rubric) return undefined;
  const { activityId, questionId, rubricId = null, shown } = read;
  return {
    ...{ activityId: activityId.toLowerCase(), itemId: questionId.toLowerCase(), shown },
    ...{ sourceId: rubricId && rubricId.toLowerCase(), ...rubric },
  };
}

function readRubric(
  sent: object,
  field: string,
  faults: FieldError[],
): { title: string; definition: RubricDefinition } | undefined {
  const dto = readPart(RubricDto, sent, field, faults);
  const definition = dto && readWithin('', faults, () => requireRubric(dto, field));
  return dto && definition && { title: dto.title, definition };
}

function toDto(title: string, { isScaled: scaled, mayOverride, ...definition }: RubricDefinition): RubricDto {
  return { title, ...definition, scaled, mayOverride };
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { IsArray } from 'class-validator';
import type { FieldError } from '../../shared/errors/domain-error';
import { IsId } from '../../shared/http/field-rules';
import { readPart } from '../../shared/http/nested-reading';
import { invalidRequest, readAs } from '../../shared/http/validation';
import {
  type CarryPart,
  CarryParts,
  type CarryScope,
  type CarryTarget,
  type DateMoves,
  type NamedThing,
  type ThingCount,
} from '../courses';
import { ScheduleSurveyDto } from './dto/survey.dto';
import { settingsAfter, settingsFaults, type SurveySettings } from './survey-rules';
import { SurveysRepository } from './surveys.repository';

interface SurveyDocument extends SurveySettings {
  activityId: string;
  /** Of the activity, for people. */
  title: string;
}

interface SurveysDocument {
  surveys: SurveyDocument[];
}

class PackagedSurveys {
  @IsArray()
  surveys: unknown[];
}

class PackagedSurvey extends ScheduleSurveyDto {
  @IsId()
  activityId: string;
}

/** When the surveys of a course take answers, and whose they are. The answers stay where they are. */
@Injectable()
export class CarriedSurveys implements CarryPart<SurveysDocument>, OnModuleInit {
  readonly name = 'surveys';
  readonly order = 8;
  readonly ofActivities = true;

  constructor(
    private readonly surveys: SurveysRepository,
    private readonly parts: CarryParts,
  ) {}

  onModuleInit(): void {
    this.parts.provide(this);
  }

  async collect(scope: CarryScope): Promise<SurveysDocument> {
    return { surveys: await this.surveys.carried(scope) };
  }

  names({ surveys }: SurveysDocument): NamedThing[] {
    return surveys.map(({ activityId: id }, index) => ({
      ...{ what: 'activity:survey', id, field: `surveys.surveys[${index}].activityId` },
    }));
  }

  counts({ surveys }: SurveysDocument): ThingCount[] {
    return [{ part: 'surveys', count: surveys.length }];
  }

  moved({ surveys }: SurveysDocument, moves: DateMoves): SurveysDocument {
    return {
      surveys: surveys.map((survey) => {
        const thing = { of: 'surveys', id: survey.activityId, title: survey.title };
        const opensAt = moves.instant(survey.opensAt, 'opensAt', thing);
        return { ...survey, opensAt, closesAt: moves.instant(survey.closesAt, 'closesAt', thing) };
      }),
    };
  }

  write({ surveys }: SurveysDocument): object {
    const inOrder = surveys.toSorted((one, other) => (one.activityId < other.activityId ? -1 : 1));
    return { surveys: inOrder.map(({ title: _title, ...survey }) => survey) };
  }

  read(sent: object, field: string): SurveysDocument {
    const { read, faults } = readAs(PackagedSurveys, sent, field);
    const surveys = (faults.length > 0 ? [] : read.surveys).flatMap(
      (survey, index) => readSurvey(survey, `${field}.surveys[${index}]`, faults) ?? [],
    );
    if (faults.length > 0) throw invalidRequest(faults);
    return { surveys };
  }

  async restore({ surveys }: SurveysDocument, { courseId, now }: CarryTarget): Promise<void> {
    await this.surveys.restore(
      surveys.map(({ title: _title, ...survey }) => ({ ...survey, courseId })),
      now,
    );
  }
}

const STANDARD: SurveySettings = { isAnonymous: false, mayChange: true, opensAt: null, closesAt: null };

function readSurvey(sent: unknown, field: string, faults: FieldError[]): SurveyDocument | undefined {
  const read = readPart(PackagedSurvey, sent, field, faults);
  if (!read) return undefined;
  const { activityId, isAnonymous = false, mayChange, opensAt = null, closesAt = null } = read;
  const wanted = { isAnonymous, opensAt, closesAt, ...(mayChange === undefined ? {} : { mayChange }) };
  const settings = settingsAfter(STANDARD, wanted);
  const unfit = settingsFaults(settings);
  faults.push(...unfit.map((fault) => ({ ...fault, field: `${field}.${fault.field}` })));
  return { activityId: activityId.toLowerCase(), title: '', ...settings };
}

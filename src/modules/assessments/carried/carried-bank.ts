import { Injectable, type OnModuleInit } from '@nestjs/common';
import { IsArray, IsObject } from 'class-validator';
import type { FieldError } from '../../../shared/errors/domain-error';
import { IsId } from '../../../shared/http/field-rules';
import { isJsonObject } from '../../../shared/http/request-shape';
import { sentences as ofRequests } from '../../../shared/http/http.sentences';
import { readPart, readWithin } from '../../../shared/http/nested-reading';
import { invalidRequest, readAs } from '../../../shared/http/validation';
import {
  type CarryPart,
  CarryParts,
  type CarryScope,
  type CarryTarget,
  type MadeThing,
  type NamedFile,
  type NamedThing,
  type ThingCount,
} from '../../courses';
import { fileIdsIn, mayNameFiles } from '../../files';
import { addressesIn } from '../../../shared/markdown/markdown';
import { sentences } from '../assessments.sentences';
import { BanksRepository } from '../banks/banks.repository';
import { type Folder, FolderTree } from '../banks/folder-tree';
import { FoldersRepository } from '../banks/folders.repository';
import { CreateFolderDto } from '../banks/dto/folder.dto';
import { refuseFault } from '../banks/folders.service';
import { filesOfDefinition } from '../question-types/definition-parts';
import { CreateQuestionDto } from '../questions/dto/question.dto';
import { QuestionFiles } from '../questions/files/question-files.service';
import { contentOf, filingOf } from '../questions/question-content';
import { textsOf } from '../questions/question-texts';
import {
  type CarriedVersion,
  CarriedQuestionsRepository,
  type QuestionDocument,
  type VersionDocument,
} from './carried-questions.repository';

interface BankDocument {
  /** Each after the one that it is in. */
  folders: Folder[];
  questions: QuestionDocument[];
  /** Titles of questions are their prompts: of those that count otherwise than they are, for people. */
  voided: string[];
}

class PackagedBank {
  @IsArray()
  folders: unknown[];

  @IsArray()
  questions: unknown[];
}

class PackagedFolder extends CreateFolderDto {
  @IsId()
  id: string;
}

class PackagedQuestion {
  @IsId()
  id: string;

  @IsObject()
  filing: object;

  @IsArray()
  versions: unknown[];
}

/** Of a prompt that is named to people. */
const LONGEST_PROMPT = 100;

/** The bank of a course, and the questions of other banks that its quizzes ask, which come into the bank of the copy. */
@Injectable()
export class CarriedBank implements CarryPart<BankDocument>, OnModuleInit {
  readonly name = 'questions';
  readonly order = 4;
  readonly ofActivities = false;

  constructor(
    private readonly questions: CarriedQuestionsRepository,
    private readonly banks: BanksRepository,
    private readonly folders: FoldersRepository,
    private readonly questionFiles: QuestionFiles,
    private readonly parts: CarryParts,
  ) {}

  onModuleInit(): void {
    this.parts.provide(this);
  }

  async collect({ courseId }: CarryScope): Promise<BankDocument> {
    const folders = new FolderTree(await this.folders.ofCourse(courseId)).inOrder();
    const versions = await this.questions.ofCourse(courseId);
    const questions = [...Map.groupBy(versions, ({ id }) => id).values()].map(toDocument);
    return {
      folders: folders.map(({ id, parentId, title }) => ({ id, parentId, title })),
      questions,
      voided: versions.flatMap(({ isLatest, voided, prompt }) => (isLatest && voided ? [prompt] : [])),
    };
  }

  makes({ folders, questions }: BankDocument): MadeThing[] {
    return [
      ...folders.map(({ id }) => ({ what: 'folder', id })),
      ...questions.flatMap(({ id, versions }) => [
        { what: 'question', id },
        ...versions.map((version) => ({ what: `version of ${id}`, id: version.id })),
      ]),
    ];
  }

  names({ questions }: BankDocument): NamedThing[] {
    return questions.flatMap(({ folderId: id }, index) =>
      id === null ? [] : [{ what: 'folder', id, field: `questions.questions[${index}].filing.folderId` }],
    );
  }

  files({ questions }: BankDocument): { named: string[]; needed: NamedFile[] } {
    const versions = questions.flatMap(({ versions: own }) => own);
    const needed = versions.flatMap(({ id, definition }) =>
      filesOfDefinition(definition).map(({ field, fileId }) => ({
        ...{ field: `questions.versions.${id}.definition.${field}`, fileId },
      })),
    );
    const inTexts = versions.flatMap((version) =>
      textsOf(version).flatMap(({ text }) => (mayNameFiles(text) ? fileIdsIn(addressesIn(text)) : [])),
    );
    return { named: [...inTexts, ...needed.map(({ fileId }) => fileId)], needed };
  }

  counts({ folders, questions }: BankDocument): ThingCount[] {
    return [
      { part: 'question_folders', count: folders.length },
      { part: 'questions', count: questions.length },
    ];
  }

  write({ folders, questions }: BankDocument): object {
    return {
      folders,
      questions: questions.map(({ id, folderId, tags, versions }) => ({
        ...{ id, filing: { folderId, tags } },
        versions: versions.map(({ promptHtml: _prompt, feedbackHtml: _feedback, ...version }) => version),
      })),
    };
  }

  read(sent: object, field: string): BankDocument {
    const { read, faults } = readAs(PackagedBank, sent, field);
    if (faults.length > 0) throw invalidRequest(faults);
    let tree = new FolderTree([]);
    read.folders.forEach((each, index) => {
      const place = `${field}.folders[${index}]`;
      const folder = readPart(PackagedFolder, each, place, faults);
      if (!folder) return;
      const { title, parentId = null } = folder;
      const wanted = { id: folder.id.toLowerCase(), title, parentId: parentId && parentId.toLowerCase() };
      readWithin(place, faults, () => {
        refuseFault(tree, wanted);
        tree = new FolderTree([...tree.folders, wanted]);
      });
    });
    const questions = read.questions.flatMap(
      (each, index) => readQuestion(each, `${field}.questions[${index}]`, faults) ?? [],
    );
    if (faults.length > 0) throw invalidRequest(faults);
    return { folders: [...tree.folders], questions, voided: [] };
  }

  async restore(
    { folders, questions, voided }: BankDocument,
    { courseId, by, now, files, warn }: CarryTarget,
  ): Promise<void> {
    if (folders.length === 0 && questions.length === 0) return;
    const bankId = await this.banks.lockOfCourse(courseId, now);
    await this.folders.insertAll(bankId, folders, now);
    const versions = await this.questions.insert(bankId, questions, { createdBy: by, createdAt: now });
    await this.questionFiles.holdThese(files, bankId, versions);
    for (const prompt of voided)
      warn({
        code: 'question_counts_again',
        message: sentences.countsAgain(),
        value: prompt.slice(0, LONGEST_PROMPT),
      });
  }
}

function toDocument(versions: readonly CarriedVersion[]): QuestionDocument {
  const latest = versions.find(({ isLatest }) => isLatest);
  if (!latest) throw new Error('A question was collected without its latest version.');
  const earlier = versions.filter((version) => version !== latest);
  return {
    id: latest.id,
    // A question of another bank comes to the top of this one.
    folderId: latest.isOwn ? latest.folderId : null,
    tags: latest.tags,
    versions: [...earlier, latest].map(toVersion),
  };
}

function toVersion(version: CarriedVersion): VersionDocument {
  const { versionId: id, type, prompt, promptHtml, points, definition, feedback, feedbackHtml } = version;
  const { scoreFeedback, hints, penalty } = version;
  return {
    ...{ id, type, prompt, promptHtml, points, definition, feedback, feedbackHtml },
    ...{ scoreFeedback, hints, penalty },
  };
}

function readQuestion(sent: unknown, field: string, faults: FieldError[]): QuestionDocument | undefined {
  const read = readPart(PackagedQuestion, sent, field, faults);
  if (!read) return undefined;
  const versions = read.versions.flatMap((version, index) => {
    const place = `${field}.versions[${index}]`;
    const { id, ...sentContent } = isJsonObject(version) ? (version as Record<string, unknown>) : {};
    const whole = readPart(CreateQuestionDto, { ...sentContent, ...read.filing }, place, faults);
    const owned = readPart(PackagedId, { id }, place, faults);
    const content = whole && readWithin(place, faults, () => contentOf(whole));
    return content && owned ? [{ ...content, ...filingOf(whole), id: owned.id.toLowerCase() }] : [];
  });
  if (read.versions.length === 0) {
    const place = `${field}.versions`;
    faults.push({ field: place, rule: 'minItems', message: ofRequests.required({ field: place }) });
  }
  const latest = versions.at(-1);
  if (!latest) return undefined;
  return {
    ...{ id: read.id.toLowerCase(), folderId: latest.folderId?.toLowerCase() ?? null, tags: latest.tags },
    versions: versions.map(({ folderId: _folder, tags: _tags, ...version }) => version),
  };
}

class PackagedId {
  @IsId()
  id: string;
}

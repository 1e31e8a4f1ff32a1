import { Rational } from '../../../../shared/decimals/rational';
import type { NewQuestion } from '../../questions/question-content';
import { UNSCORED_TYPES } from '../../question-types/registry';
import { withIds, withStoredAddresses } from '../embedded/embedded-files';
import { readExactCopy } from '../exact-copy';
import { sentences } from '../formats.sentences';
import { withoutPlaces } from '../gap-texts';
import type { ReadBlock } from '../question-format';
import { Remarks } from '../remarks';
import { type XmlElement, XmlFault } from '../xml-tree';
import { markdownOf } from './qti-content';
import { ItemFeedback } from './qti-feedback';
import { ItemFiles } from './qti-files';
import {
  allWithin,
  child,
  children,
  COPY,
  DIGEST,
  itemIn,
  nativeDigest,
  type QtiItem,
  readQtiElement,
} from './qti-item';
import { ASIDE, type Found, textWithGaps } from './qti-gaps';
import type { Asked } from './qti-type';
import { readerOf } from './qti-types';
import { type Processing, processingOf } from './response-processing';
import { IS_CLOZE } from './types/cloze';
import { markersOf } from './types/pictures';
import { BY_HAND, isUnscored } from './unscored';

const MOST_CHARACTERS = 2_000_000;
const MOST_PLACES = 4;
const MOST_POINTS = 9999;
/** Those that can stand among others, as gaps of one text. */
const GAPS = /^(?:choice|inlineChoice|textEntry)Interaction$/;
const POINTS = /^selectPointInteraction$/;
const INLINE = /^(?:inlineChoice|textEntry)Interaction$/;
const BLOCK = /^(?:p|div|h\d|ul|ol|table|blockquote|pre|section|rubricBlock|stylesheet)$/;

/** An assessment item of QTI 2.x or 3. */
export function* readQtiItem(text: string): Generator<ReadBlock> {
  const remarks = new Remarks();
  const root = rootOf(text, remarks);
  const item = root && itemOf(root, remarks);
  const files = new ItemFiles();
  const question = item && questionIn(item, files, remarks);
  yield {
    ...{ line: 1, isQuestion: true, question, files: files.files.namedIn(question).named },
    remarks: remarks.list,
  };
}

function rootOf(text: string, remarks: Remarks): XmlElement | null {
  if (text.length > MOST_CHARACTERS)
    return remarks.refuse(1, 'block_too_large', sentences.blockTooLarge({ most: MOST_CHARACTERS }));
  try {
    return readQtiElement(withoutPlaces(text));
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    return error.kind === 'doctype'
      ? remarks.refuse(error.line, 'doctype_refused', sentences.doctypeRefused())
      : remarks.refuse(error.line, 'xml_malformed', sentences.xmlMalformed());
  }
}

function itemOf(root: XmlElement, remarks: Remarks): QtiItem | null {
  return (
    itemIn(root) ??
    remarks.refuse(root.line, 'not_an_item', sentences.notAnItem({ name: root.name }), { value: root.name })
  );
}

function questionIn(item: QtiItem, files: ItemFiles, remarks: Remarks): NewQuestion | null {
  const { root } = item;
  const digest = nativeDigest(root);
  files.take(root);
  const copied = copyIn(item, digest, files, remarks);
  if (copied) return copied;
  const drawn = child(root, 'templateProcessing') ?? child(root, 'templateDeclaration');
  if (drawn) return remarks.refuse(drawn.line, 'template_not_carried', sentences.templateLost());
  const feedback = new ItemFeedback(root, remarks);
  const asked = askedIn(item, feedback, remarks);
  const question = asked && questionOf(item, asked, feedback, remarks);
  return question && withStoredAddresses(question);
}

/** Null where there is no copy that counts. */
function copyIn({ body }: QtiItem, digest: string, files: ItemFiles, remarks: Remarks): NewQuestion | null {
  const prompt = body.children.find(({ attributes }) => attributes[COPY] !== undefined);
  if (!prompt) return null;
  const { attributes, line } = prompt;
  const read = attributes[DIGEST] === digest ? readExactCopy(attributes[COPY] ?? '') : null;
  if (!read) {
    remarks.warn(line, 'copy_not_used', sentences.copyNotUsed());
    return null;
  }
  const ids = [...read.files].map(([id, href]): [string, string] => [id, files.placeholderOf(href, line)]);
  return withIds(read.question, new Map(ids));
}

/** The interactions with what is right in them. Null where the remarks say why there are none. */
function askedIn(item: QtiItem, feedback: ItemFeedback, remarks: Remarks): Asked[] | null {
  const { body, declarations } = item;
  const interactions = allWithin(body, (name) => name.endsWith('Interaction') && !ASIDE.test(name));
  if (interactions.length === 0)
    return remarks.refuse(body.line, 'interaction_missing', sentences.interactionMissing());
  const unknown = interactions.find(({ name }) => !readerOf(name));
  if (unknown) {
    const { name: interaction } = unknown;
    return remarks.refuse(
      unknown.line,
      'interaction_unknown',
      sentences.interactionUnknown({ interaction }),
      {
        value: interaction,
      },
    );
  }
  const processing: Processing = processingOf(item);
  if ('unknownAt' in processing)
    return remarks.refuse(processing.unknownAt, 'processing_unknown', sentences.processingUnknown());
  const asked: Asked[] = [];
  for (const interaction of interactions) {
    const identifier = interaction.attributes['responseIdentifier'] ?? '';
    const declared = declarations.get(identifier);
    if (!declared)
      return remarks.refuse(
        interaction.line,
        'declaration_missing',
        sentences.declarationMissing({ identifier }),
        {
          value: identifier,
        },
      );
    const scorings = processing.scorings.get(identifier) ?? [];
    const one = { interaction, declared, scorings, saidTo: feedback.toAnswer(identifier), item, remarks };
    const needsNone = BY_HAND.test(interaction.name) || interaction.name === 'selectPointInteraction';
    if (scorings.length === 0 && !needsNone && !isUnscored(one))
      return remarks.refuse(declared.line, 'processing_unknown', sentences.processingUnknown());
    asked.push(one);
  }
  return asked;
}

function questionOf(
  item: QtiItem,
  asked: Asked[],
  feedback: ItemFeedback,
  remarks: Remarks,
): NewQuestion | null {
  const [only] = asked;
  const isOne = asked.length === 1 && only !== undefined && isAlone(item.body, only.interaction);
  const isMarkers = asked.length > 1 && asked.every(({ interaction }) => POINTS.test(interaction.name));
  if (!isOne && !isMarkers && !asked.every(({ interaction }) => GAPS.test(interaction.name))) {
    const interactions = [...new Set(asked.map(({ interaction }) => interaction.name))].join(', ');
    return remarks.refuse(
      item.body.line,
      'interactions_mixed',
      sentences.interactionsMixed({ interactions }),
    );
  }
  tellOfTheRest(item, asked, remarks);
  const found = isOne
    ? oneQuestion(item, only)
    : isMarkers
      ? oneQuestion(item, asked[0] as Asked, asked)
      : textWithGaps(item, asked, remarks);
  if (!found) return null;
  const { type, definition, prompt } = found;
  if (prompt === '') return remarks.refuse(item.body.line, 'prompt_missing', sentences.promptMissing());
  if (item.title !== '' && !prompt.startsWith(item.title))
    remarks.warn(item.root.line, 'name_not_carried', sentences.titleNotCarried(), {
      column: 'title',
      value: item.title,
    });
  const guidance = feedback.guidance();
  const said = feedback.general();
  feedback.tellOfTheRest();
  const points = UNSCORED_TYPES.includes(type) ? '0' : pointsOf(found.points, item, remarks);
  return { type, definition, prompt, points, ...(said !== '' && { feedback: said }), ...guidance };
}

/** @param all where several interactions are one question */
function oneQuestion({ body }: QtiItem, asked: Asked, all: Asked[] = [asked]): Found | null {
  const { interaction, remarks } = asked;
  const answers = all.length > 1 ? markersOf(all) : readerOf(interaction.name)?.(asked);
  if (!answers) return null;
  const around = all.reduce((nodes, each) => shown(nodes, each.interaction), body.nodes);
  const own = all.length > 1 ? undefined : child(interaction, 'prompt');
  const { line } = body;
  const before = markdownOf(around, { remarks, line, column: 'prompt' });
  const within = own ? markdownOf(own.nodes, { remarks, line: own.line, column: 'prompt' }) : '';
  const { promptHtml } = answers;
  const inText =
    promptHtml === undefined
      ? ''
      : markdownOf([...readQtiElement(`<p>${promptHtml}</p>`).nodes], { remarks, line, column: 'prompt' });
  return { ...answers, prompt: [before, within, inText].filter((text) => text !== '').join('\n\n') };
}

/** Nodes without the interaction and without what is aside. An element that held only the interaction goes with it. */
function shown(nodes: readonly (string | XmlElement)[], interaction: XmlElement): (string | XmlElement)[] {
  return nodes.flatMap((node): (string | XmlElement)[] => {
    if (typeof node === 'string') return [node];
    if (node === interaction || ASIDE.test(node.name)) return [];
    const inside = shown(node.nodes, interaction);
    const isEmptied =
      inside.length < node.nodes.length &&
      inside.every((each) => typeof each === 'string' && each.trim() === '');
    return isEmptied ? [] : [{ ...node, nodes: inside }];
  });
}

/** Whether an interaction stands by itself, and not within a sentence. */
function isAlone(body: XmlElement, interaction: XmlElement): boolean {
  if (body.children.some(({ attributes }) => attributes[IS_CLOZE] !== undefined)) return false;
  if (!INLINE.test(interaction.name)) return true;
  const holds = (element: XmlElement): boolean =>
    element === interaction || element.children.some((each) => holds(each));
  let block = body;
  for (let at: XmlElement | undefined = body; at && at !== interaction; at = at.children.find(holds))
    block = at;
  return block.nodes.every(
    (node) =>
      node === interaction ||
      (typeof node === 'string' ? node.trim() === '' : block === body && BLOCK.test(node.name)),
  );
}

function pointsOf(found: Rational, { root }: QtiItem, remarks: Remarks): string {
  const rounded = found.toDecimal(MOST_PLACES);
  const isHeld = found.minus(rounded).abs().lte('0.000001') && !Rational.of(rounded).isZero();
  if (isHeld && Rational.of(rounded).lte(MOST_POINTS)) return rounded;
  const taken = Rational.of(rounded).isZero()
    ? '1'
    : Rational.of(rounded).lte(MOST_POINTS)
      ? rounded
      : String(MOST_POINTS);
  remarks.warn(root.line, 'points_changed', sentences.pointsChanged({ points: taken }), {
    ...{ column: 'points', value: found.toDecimal(9) },
  });
  return taken;
}

function tellOfTheRest({ root, body }: QtiItem, asked: readonly Asked[], remarks: Remarks): void {
  const isByHand = asked.some(({ interaction }) => BY_HAND.test(interaction.name));
  for (const { name, line, attributes } of [
    ...children(root, 'stylesheet'),
    // What is said to a choice stands within it.
    ...allWithin(body, (each) => ASIDE.test(each) || each === 'simpleChoice').filter(
      ({ name }) => name !== 'simpleChoice',
    ),
  ]) {
    if (name === 'stylesheet') remarks.warn(line, 'stylesheet_not_carried', sentences.stylesheetNotCarried());
    else if (name === 'rubricBlock' && isByHand && /\bscorer\b/.test(attributes['view'] ?? '')) continue;
    else if (name === 'rubricBlock') remarks.warn(line, 'rubric_not_carried', sentences.rubricNotCarried());
    else remarks.warn(line, 'feedback_not_carried', sentences.feedbackOfOutcome(), { column: name });
  }
}

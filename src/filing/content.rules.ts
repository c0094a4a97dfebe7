import type { Answers, ClaimAnswer } from '../vocabulary/report-answers'
import type { ReportContent } from '../vocabulary/report-content'
import { unsureBehaviour } from './target.rules'

/** The target as it was found in the registry or typed. */
export type Target = {
  readonly name: string
  readonly place: string
  readonly regionCode: string
  readonly kind: string | undefined
}

/** A draft in which every required step is answered. */
export type WholeAnswers = Answers & {
  readonly [K in 'subject' | 'identity' | 'type' | 'what']: NonNullable<Answers[K]>
}

export const isWhole = (answers: Answers): answers is WholeAnswers =>
  answers.subject !== undefined &&
  answers.identity !== undefined &&
  answers.type !== undefined &&
  answers.what !== undefined

type Named = { readonly code: string; readonly plain: string }
type Relation = { readonly code: string; readonly name: string; readonly insider: boolean }

const noRelation = { relation: '', hide: '', contactOk: '', toldBefore: '' } as const

/** What was chosen, in the order of the list; 拿不准 comes last, so that a named behaviour leads. */
export const chosenBehaviours = <B extends { readonly code: string }>(
  { codes, unsure }: { readonly codes: readonly string[]; readonly unsure: boolean },
  behaviours: readonly B[],
): B[] =>
  behaviours.filter(({ code }) => (code === unsureBehaviour ? unsure : codes.includes(code)))

export const toContent = (
  answers: WholeAnswers,
  target: Target,
  lists: { readonly behaviours: readonly Named[]; readonly relations: readonly Relation[] },
): ReportContent => {
  const { subject, identity, type, what } = answers
  return {
    version: 1,
    target: {
      choice: subject.choice,
      name: target.name,
      place: target.place,
      regionCode: target.regionCode,
      aboutBody: subject.aboutBody,
    },
    identity,
    behaviours: chosenBehaviours(type, lists.behaviours).map(({ code, plain }) => ({
      code,
      plain,
    })),
    unsure: type.unsure,
    department: type.department,
    traceCode: type.traceCode,
    billNumber: type.billNumber,
    ...what,
    ...relationPart(answers.relation, lists.relations),
  }
}

const relationPart = (
  answer: Answers['relation'],
  relations: readonly Relation[],
): Pick<ReportContent, 'relation' | 'relationPlain' | 'hide' | 'contactOk' | 'toldBefore'> => ({
  ...(answer ?? noRelation),
  relationPlain: relations.find(({ code }) => code === answer?.relation)?.name ?? '',
})

/** What lists show of the case, sealed: whom, what, and whether it is 从严保密. */
export const toTitle = (
  content: ReportContent,
  relations: readonly Relation[],
): {
  target: string
  gist: string
  identity: ReportContent['identity']
  strict: boolean
} => ({
  target: content.target.name === '' ? '没有写明是谁' : content.target.name,
  gist: content.behaviours[0]?.plain ?? '',
  identity: content.identity,
  strict: relations.some(({ code, insider }) => insider && code === content.relation),
})

/** Salt and verifier as one value, as it is sealed to the reporter key. */
export const claimBytes = ({ salt, verifier }: ClaimAnswer): Buffer =>
  Buffer.concat([Buffer.from(salt, 'base64url'), Buffer.from(verifier, 'base64url')])

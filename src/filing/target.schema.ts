import { z } from 'zod'
import type { InstitutionId } from '../vocabulary/ids'
import { aboutBodyAnswers, choices, type SubjectAnswer } from '../vocabulary/report-answers'
import { line } from '../vocabulary/typing'
import { oneOf, readBy, readProse, typed } from './fields.schema'

const Uuid = z.uuid()

/**
 * The page's radios are one group and carry `institution:<id>`; a plain client sends choice=institution
 * and institution=<id>, or the id alone.
 */
const untangled = (body: unknown): unknown => {
  if (typeof body !== 'object' || body === null) return body
  const { choice, institution } = body as Record<string, unknown>
  const joined = typeof choice === 'string' ? /^institution:(.*)$/.exec(choice)?.[1] : undefined
  if (joined !== undefined) return { ...body, choice: 'institution', institution: joined }
  return choice === undefined && typeof institution === 'string'
    ? { ...body, choice: 'institution' }
    : body
}

export type SubjectLimits = { readonly target: number }

const needsName = (choice: SubjectAnswer['choice']) => choice === 'typed' || choice === 'person'

type Form = {
  readonly choice: SubjectAnswer['choice']
  readonly institution: string
  readonly name: string
}

const requireWhatWasChosen = (form: Form, context: z.RefinementCtx): void => {
  const problem = (field: string, message: string) => {
    context.addIssue({ code: 'custom', path: [field], message })
  }
  if (form.choice === 'institution' && !Uuid.safeParse(form.institution).success)
    problem('choice', '请在列表里选一家')
  if (needsName(form.choice) && form.name === '')
    problem('name', '请写被举报的医院、药店或者个人的名字')
}

/** `regions` are the districts on the page; another one counts as not told. */
export const subjectForm = (limits: SubjectLimits, regions: ReadonlySet<string>) =>
  z.preprocess(
    untangled,
    z
      .object({
        choice: oneOf(choices, '请选举报的是谁'),
        institution: typed,
        name: readBy(readProse({ most: limits.target }, line)),
        district: typed.transform(code => (regions.has(code) ? code : '')),
        about_body: oneOf(aboutBodyAnswers, '请选这件事是不是涉及医保部门自己'),
      })
      .superRefine(requireWhatWasChosen)
      .transform(({ choice, institution, name, district, about_body }): SubjectAnswer => ({
        choice,
        institutionId: choice === 'institution' ? (institution as InstitutionId) : null,
        name: needsName(choice) ? name : '',
        regionCode: choice === 'institution' ? '' : district,
        aboutBody: about_body,
      })),
  )

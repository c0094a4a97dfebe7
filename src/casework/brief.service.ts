import { createHash } from 'node:crypto'
import type { Accounts, StaffKeys } from '../accounts'
import type { Audit } from '../audit'
import { keyOfAdmitted, type CaseBrief, type Cases } from '../cases'
import type { Desks } from '../desks'
import { readContent, type Masking, type OriginalContent } from '../masking'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { Brief, BriefHits, CaseFile, LastEditor } from './case-file'
import { createNames } from './case-file.service'

type Deps = {
  readonly cases: Cases
  readonly desks: Desks
  readonly accounts: Accounts
  readonly audit: Audit
  readonly masking: Masking
}

export type Briefs = {
  /** The saved brief, else what can be listed from the report without anybody having judged it. */
  readonly read: (tx: Tx, file: CaseFile, content: OriginalContent | undefined) => Promise<Brief>
  /**
   * Saves nothing and returns what is masked when the text repeats it: briefs go out, on paper too.
   * @throws refused `brief.changed` when a colleague saved in between
   */
  readonly save: (
    tx: Tx,
    who: {
      readonly actor: StaffActor
      readonly keys: StaffKeys
      readonly caseId: CaseId
      readonly seen: string
    },
    text: CaseBrief,
  ) => Promise<BriefHits>
  readonly lastEditor: (tx: Tx, caseId: CaseId) => Promise<LastEditor | undefined>
}

/** Says which text a form was drawn with; it stays within pages of people who hold the key. */
const briefMark = (text: CaseBrief | undefined): string =>
  text === undefined
    ? 'none'
    : createHash('sha256')
        .update(JSON.stringify([text.target, text.when, text.how, text.amount, text.where]))
        .digest('hex')
        .slice(0, 32)

const joined = (...parts: (string | undefined)[]): string =>
  parts.filter(part => part !== undefined && part !== '').join('，')

const estimate = (amount: string): string => (amount === '' ? '' : `举报人估计 ${amount} 元`)

const briefFields = ['target', 'when', 'how', 'amount', 'where'] as const

const changed = (text: CaseBrief, change: (words: string) => string): CaseBrief => ({
  target: change(text.target),
  when: change(text.when),
  how: change(text.how),
  amount: change(text.amount),
  where: change(text.where),
})

const hitsIn = (text: CaseBrief, { hits }: CaseFile['mask']): BriefHits =>
  Object.fromEntries(
    briefFields.map(field => [field, hits(text[field])]).filter(([, words]) => words?.length !== 0),
  ) as BriefHits

const listed = (title: CaseFile['title'], content: OriginalContent): CaseBrief => ({
  target: joined(title?.target, content.department),
  when: joined(content.when, content.period),
  how: content.behaviours.map(({ plain }) => plain).join('；'),
  amount: estimate(content.amount),
  where: '',
})

export const createBriefs = ({ cases, desks, accounts, audit, masking }: Deps): Briefs => ({
  read: async (tx, { found, key, mask, title }, content) => {
    const saved = await cases.briefOf(tx, key, found.id)
    const text = saved ?? listed(title, content ?? readContent({}))
    return { text: changed(text, mask.text), saved: saved !== undefined, mark: briefMark(saved) }
  },

  save: async (tx, { actor, keys, caseId, seen }, text) => {
    await cases.lock(tx, caseId)
    if ((await cases.findVisible(tx, actor, caseId)) === undefined) throw notFound('case')
    const key = await keyOfAdmitted(cases, tx, await desks.holdersOf(tx, keys), caseId)
    const now = briefMark(await cases.briefOf(tx, key, caseId))
    // Sent twice: it is saved already.
    if (now === briefMark(text)) return {}
    const hits = hitsIn(text, await masking.maskOf(tx, { caseId, key }))
    if (Object.keys(hits).length > 0) return hits
    if (now !== seen) throw refused('brief.changed')
    await cases.saveBrief(tx, actor, caseId, { key, text })
    return {}
  },

  lastEditor: async (tx, caseId) => {
    const [last] = await audit.listForCase(tx, caseId, { deeds: ['brief.saved'], limit: 1 })
    if (last?.at === undefined || last.at === null || last.actorId === null) return undefined
    return { name: await createNames(accounts, tx)(last.actorId as StaffId), at: last.at }
  },
})

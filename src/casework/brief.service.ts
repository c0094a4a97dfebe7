import { createHash } from 'node:crypto'
import type { Accounts, StaffKeys } from '../accounts'
import type { Audit } from '../audit'
import { keyOfAdmitted, type CaseBrief, type CaseTitle, type Cases } from '../cases'
import type { Desks } from '../desks'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { Brief, LastEditor } from './case-file'
import { createNames } from './case-file.service'
import { readContent, type OriginalContent } from './report-content'

type Deps = {
  readonly cases: Cases
  readonly desks: Desks
  readonly accounts: Accounts
  readonly audit: Audit
}

export type Briefs = {
  /** The saved brief, else what can be listed from the report without anybody having judged it. */
  readonly read: (
    tx: Tx,
    open: { readonly caseId: CaseId; readonly key: SymmetricKey },
    from: { readonly title: CaseTitle | undefined; readonly content: OriginalContent | undefined },
  ) => Promise<Brief>
  /** @throws refused `brief.changed` when a colleague saved in between */
  readonly save: (
    tx: Tx,
    who: {
      readonly actor: StaffActor
      readonly keys: StaffKeys
      readonly caseId: CaseId
      readonly seen: string
    },
    text: CaseBrief,
  ) => Promise<void>
  readonly lastEditor: (tx: Tx, caseId: CaseId) => Promise<LastEditor | undefined>
}

/** Says which text a form was drawn with; it stays within pages of people who hold the key. */
export const briefMark = (text: CaseBrief | undefined): string =>
  text === undefined
    ? 'none'
    : createHash('sha256')
        .update(JSON.stringify([text.target, text.when, text.how, text.amount, text.where]))
        .digest('hex')
        .slice(0, 32)

const joined = (...parts: (string | undefined)[]): string =>
  parts.filter(part => part !== undefined && part !== '').join('，')

const estimate = (amount: string): string => (amount === '' ? '' : `举报人估计 ${amount} 元`)

const listed = (title: CaseTitle | undefined, content: OriginalContent): CaseBrief => ({
  target: joined(title?.target, content.department),
  when: joined(content.when, content.period),
  how: content.behaviours.map(({ plain }) => plain).join('；'),
  amount: estimate(content.amount),
  where: '',
})

export const createBriefs = ({ cases, desks, accounts, audit }: Deps): Briefs => ({
  read: async (tx, { caseId, key }, { title, content }) => {
    const saved = await cases.briefOf(tx, key, caseId)
    return { text: saved ?? listed(title, content ?? readContent({})), saved: saved !== undefined }
  },

  save: async (tx, { actor, keys, caseId, seen }, text) => {
    await cases.lock(tx, caseId)
    if ((await cases.findVisible(tx, actor, caseId)) === undefined) throw notFound('case')
    const key = await keyOfAdmitted(cases, tx, await desks.holdersOf(tx, keys), caseId)
    const now = briefMark(await cases.briefOf(tx, key, caseId))
    // Sent twice: it is saved already.
    if (now === briefMark(text)) return
    if (now !== seen) throw refused('brief.changed')
    await cases.saveBrief(tx, actor, caseId, { key, text })
  },

  lastEditor: async (tx, caseId) => {
    const [last] = await audit.listForCase(tx, caseId, { deeds: ['brief.saved'], limit: 1 })
    if (last?.at === undefined || last.at === null || last.actorId === null) return undefined
    return { name: await createNames(accounts, tx)(last.actorId as StaffId), at: last.at }
  },
})

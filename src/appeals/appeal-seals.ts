import type { Holder, OpenDesk } from '../desks'
import {
  openField,
  openJson,
  openSealedKey,
  sealField,
  sealJson,
  sealKeyTo,
  type SealPlace,
  type SymmetricKey,
} from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { listAnswers } from './answers.repository'
import { ToldSchema, type Appeal, type OpenAppeal, type Told } from './appeal'
import type { AppealRow } from './appeals.repository'

type Recipient = Pick<Holder, 'kind' | 'id' | 'version'>

const keyPlace = (appealId: string, { kind, id, version }: Recipient): SealPlace => ({
  table: 'appeals',
  column: kind === 'desk' ? 'sealed_key_desk' : 'sealed_key_reporter',
  row: appealId,
  recipient: `${kind}:${id}`,
  version,
})
const fieldPlace = (row: string, column: 'sealed_told' | 'sealed_action') => ({
  table: 'appeals',
  column,
  row,
})
const bodyPlace = (row: string) => ({ table: 'appeal_answers', column: 'sealed_body', row })

type NewSeals = {
  readonly id: string
  readonly key: SymmetricKey
  readonly told: Told
  readonly reporter: Holder
  readonly desk: OpenDesk
}

/** One key for what was told and what is answered, for the reporter and the desk above, and for nobody else. */
export const sealAppeal = ({ id, key, told, reporter, desk }: NewSeals) => {
  const to = { kind: 'desk', id: desk.deskId, version: desk.version } as const
  return {
    sealed_key_reporter: sealKeyTo(reporter.pair.publicKey, keyPlace(id, reporter), key),
    sealed_key_desk: sealKeyTo(desk.publicKey, keyPlace(id, to), key),
    sealed_told: sealJson(key, fieldPlace(id, 'sealed_told'), told),
    sealed_action: null,
  }
}

const isFor = (row: AppealRow, holder: Holder): boolean =>
  (holder.kind === 'reporter' && holder.id === row.report_id) ||
  (holder.kind === 'desk' && holder.id === row.desk_id && holder.version === row.desk_version)

/** undefined when none of the holders was sealed to. */
export const openAppealKey = (
  row: AppealRow,
  holders: readonly Holder[],
): SymmetricKey | undefined => {
  const holder = holders.find(one => isFor(row, one))
  if (holder === undefined) return undefined
  const sealed = holder.kind === 'desk' ? row.sealed_key_desk : row.sealed_key_reporter
  return openSealedKey(holder.pair, keyPlace(row.id, holder), sealed) as SymmetricKey
}

export const sealAction = (key: SymmetricKey, id: string, text: string): Buffer =>
  sealField(key, fieldPlace(id, 'sealed_action'), text)
export const sealAnswer = (key: SymmetricKey, id: string, text: string): Buffer =>
  sealField(key, bodyPlace(id), text)

export const toAppeal = (row: AppealRow): Appeal => ({
  id: row.id,
  kind: row.kind,
  caseId: row.case_id,
  reportId: row.report_id,
  organisationId: row.organisation_id,
  deskId: row.desk_id,
  deskVersion: row.desk_version,
  madeOn: row.made_on,
  dueOn: row.due_on,
  provisional: row.provisional,
  readOn: row.read_on,
  actedOn: row.acted_on,
})

export const actionIn = (row: AppealRow, key: SymmetricKey): string | undefined =>
  row.sealed_action === null
    ? undefined
    : openField(key, fieldPlace(row.id, 'sealed_action'), row.sealed_action).toString('utf8')

export const openWith = async (tx: Tx, row: AppealRow, key: SymmetricKey): Promise<OpenAppeal> => ({
  ...toAppeal(row),
  told: ToldSchema.parse(openJson(key, fieldPlace(row.id, 'sealed_told'), row.sealed_told)),
  action: actionIn(row, key),
  answers: (await listAnswers(tx, row.id)).map(answer => ({
    staffId: answer.staff_id,
    sentOn: answer.sent_on,
    sentAt: answer.sent_at,
    readByReporterOn: answer.read_by_reporter_on,
    body: openField(key, bodyPlace(answer.id), answer.sealed_body).toString('utf8'),
  })),
})

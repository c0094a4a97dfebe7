import { momentInWords } from '../accounts'
import { caseLabel } from '../cases'
import { sizeInWords } from '../files'
import { dayInWords } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { lampWords } from '../vocabulary/case-words'
import type { StaffId } from '../vocabulary/ids'
import { refusals } from '../vocabulary/refusals'
import { caseHref } from '../vocabulary/staff-paths'
import type { Frame, Past, TransferFile } from './transfer-file'
import { answers, type TransferAction } from './transfer.rules'
import { answerWords, stateWords } from './words'

/** What is in the way, in words: never a code. */
const toProblem = (code: string | undefined) => {
  if (code === undefined) return undefined
  const known = refusals[code]
  return {
    title: known?.title ?? '现在还不能办这一步',
    text: known?.text ?? '请看最新的情况。',
  }
}

type Drawn = { readonly form: FormState; readonly once: string; readonly problem?: string }

const listed = ['letter', 'report', 'items'] as const

/** For views/transfers/new. */
export const toNewPage = (frame: Frame, { form, once, problem }: Drawn) => {
  const { found, receivers, limits, files } = frame
  const { values, errors } = form
  const materials = new Map(
    receivers.flatMap(({ data }) =>
      data.materials.filter(({ fill }) => fill === 'evidence').map(one => [one.code, one.name]),
    ),
  )
  return {
    title: '移送其他部门',
    ...{ number: caseLabel(found.year, found.serial), target: frame.target },
    ...{ caseLink: caseHref(found.id), action: `${caseHref(found.id)}/transfers` },
    ...{ once, values, errors, may: frame.who.writes && frame.hasBrief, hasBrief: frame.hasBrief },
    problem: toProblem(problem),
    receivers: receivers.map(({ code, data }, at) => ({
      ...{ id: at === 0 ? 'receiver' : `receiver-${code}`, code, name: data.name },
      chosen: values['receiver'] === code,
      papers: data.materials
        .filter(({ fill }) => listed.some(one => one === fill))
        .map(({ name }) => name)
        .join('、'),
      source: data.basis ?? '',
    })),
    files: files.map(file => ({
      ...{ ...file, field: `file-${file.id}` },
      options: [...materials].map(([code, words]) => ({
        ...{ code, words, chosen: values[`file-${file.id}`] === code },
      })),
    })),
    looked: values['looked'] === 'yes',
    limits: { reason: limits.max, text: limits.text },
  }
}

export const toPast = (past: Past) =>
  past.map(({ transfer, to }) => ({
    ...{ href: `/staff/transfers/${transfer.id}`, to, state: stateWords[transfer.state] },
    made: momentInWords(transfer.madeAt),
  }))

const nameIn = ({ names }: TransferFile, id: StaffId | null): string =>
  (id === null ? undefined : names.get(id)) ?? '同事'

type Fact = { readonly name: string; readonly words: string }

const fact = (name: string, words: string | false | null | undefined): Fact[] =>
  typeof words === 'string' && words !== '' ? [{ name, words }] : []

const by = (file: TransferFile, id: StaffId | null, at: Date | null) =>
  at !== null && `${nameIn(file, id)}，${momentInWords(at)}`

const receiptOf = ({ receipt, transfer: { receivedOn } }: TransferFile) =>
  receivedOn !== null &&
  [dayInWords(receivedOn), receipt?.who ?? '', receipt?.number ?? '']
    .filter(one => one !== '')
    .join('，')

const answerOf = ({ transfer: { answer, answeredOn } }: TransferFile) =>
  answer !== null && answeredOn !== null && `${answerWords[answer]}，${dayInWords(answeredOn)}`

const factsOf = (file: TransferFile): Fact[] => {
  const { transfer, refusal, said } = file
  const { madeBy, madeAt, decidedBy, decidedAt, leftBy, leftAt, state } = transfer
  return [
    ...fact('起草', by(file, madeBy, madeAt)),
    ...fact(state === 'declined' ? '不批准' : '批准', by(file, decidedBy, decidedAt)),
    ...fact('不批准的理由', refusal),
    ...fact('送出', by(file, leftBy, leftAt)),
    ...fact('签收', receiptOf(file)),
    ...fact('答复', answerOf(file)),
    ...fact('对方的理由', said),
  ]
}

const dueOf = ({ lamp }: TransferFile) =>
  lamp && {
    ...{ lamp: lamp.colour, words: lampWords(lamp.colour, lamp.workingDays) },
    on: `${dayInWords(lamp.dueOn)}到期`,
  }

const can = ({ may }: TransferFile) =>
  Object.fromEntries(
    (['ask', 'approve', 'decline', 'drop', 'pack', 'receive', 'answer'] as const).map(action => [
      action,
      may.includes(action),
    ]),
  ) as Record<TransferAction, boolean>

type Shown = { readonly form: FormState; readonly open?: TransferAction; readonly problem?: string }

/** For views/transfers/transfer. */
export const toTransferPage = (file: TransferFile, { form, open, problem }: Shown) => {
  const { transfer, content, receiver, found, files, today } = file
  const base = `/staff/transfers/${transfer.id}`
  return {
    title: `移送${receiver.data.name}`,
    ...{ number: caseLabel(found.year, found.serial), caseLink: caseHref(found.id), action: base },
    ...{ to: content.receiverName, state: stateWords[transfer.state], due: dueOf(file) },
    reason: content.reason.split('\n'),
    ...{ facts: factsOf(file), can: can(file), open: open ?? '', digest: file.digest },
    digestShown: (file.digest.match(/.{16}/g) ?? []).join(' '),
    archive: transfer.archiveId ?? '',
    fetch: transfer.archiveId === null ? '' : `${base}/archive`,
    isPacked: transfer.archiveId !== null,
    problem: toProblem(problem),
    files: files.map(({ ordinal, name, size, sha256 }) => ({
      ...{ href: `${base}/files/${ordinal}`, name, size: sizeInWords(size) },
      sha256: (sha256.match(/.{16}/g) ?? []).join(' '),
    })),
    answers: answers.map((code, at) => ({
      ...{ field: 'answer', id: at === 0 ? 'answer' : `answer-${code}`, code },
      ...{ name: answerWords[code], told: '', chosen: form.values['answer'] === code },
    })),
    ...{ today: today.replaceAll('-', ' '), limit: file.limits.max, min: file.limits.min },
    ...{ values: form.values, errors: form.errors },
  }
}

/** For views/transfers/packed: the one time that the password is shown. */
export const toPackedPage = (
  file: TransferFile,
  { password, sha256 }: { readonly password: string; readonly sha256: string },
) => ({
  title: '材料包已经打好',
  ...{ password, sha256: (sha256.match(/.{16}/g) ?? []).join(' '), to: file.content.receiverName },
  back: `/staff/transfers/${file.transfer.id}`,
  fetch: `/staff/transfers/${file.transfer.id}/archive`,
  number: caseLabel(file.found.year, file.found.serial),
})

import { momentInWords } from '../accounts'
import { shortLabel } from '../cases'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import type { Item, Progress, Run } from './run'
import { itemWord, outcomeWord, runWords } from './words'

export const ownList = '这张清单是您提的，要由另一位负责人批准'

type Page = {
  readonly run: Run
  readonly items: readonly Item[]
  readonly names: ReadonlyMap<StaffId, string>
  readonly progress: Progress
  readonly limit: number
  readonly form: FormState
  readonly isOwn: boolean
  readonly mayApprove: boolean
  readonly mayReject: boolean
}

const factsOf = ({ run, names, progress }: Page) => {
  const hash = run.listHash.toString('hex')
  const decided = run.decidedBy !== null && run.decidedAt !== null
  return [
    { head: '件数', words: `${run.size} 件` },
    { head: '提出', words: `${names.get(run.proposedBy) ?? ''}，${momentInWords(run.proposedAt)}` },
    ...(decided
      ? [
          {
            head: run.state === 'rejected' ? '退回或者撤回' : '批准',
            words: `${names.get(run.decidedBy) ?? ''}，${momentInWords(run.decidedAt)}`,
          },
        ]
      : []),
    ...(run.state === 'approved' || run.state === 'done'
      ? [{ head: '结果', words: `已销毁 ${progress.erased} 件，没有销毁 ${progress.kept} 件` }]
      : []),
    { head: '名单校验值', words: hash.slice(0, 16) },
  ]
}

const toRows = (items: readonly Item[]) =>
  items.map(item => ({
    number: shortLabel(item.year, item.serial),
    outcome: outcomeWord(item.outcome),
    closedOn: item.closedOn,
    dueOn: item.dueOn,
    state: itemWord(item),
  }))

const toChoices = ({ run, isOwn, mayApprove, mayReject }: Page) => {
  const isOpen = run.state === 'proposed'
  return {
    mayApprove: isOpen && mayApprove && !isOwn,
    waits: isOpen && isOwn,
    mayReject: isOpen && mayReject,
    rejectWord: isOwn ? '撤回这张清单' : '退回，不销毁',
  }
}

export const toRunPage = (page: Page) => {
  const { run, items, progress, form, limit } = page
  const path = `/staff/admin/retention/${run.id}`
  const last = items.at(-1)
  return {
    title: '销毁清单',
    path,
    state: runWords[run.state],
    facts: factsOf(page),
    rows: toRows(items),
    next: last === undefined || items.length < limit ? undefined : `${path}?after=${last.position}`,
    working: run.state === 'approved',
    done: progress.erased + progress.kept,
    total: run.size,
    certificate: run.state === 'done' ? `${path}/certificate` : undefined,
    list: run.listHash.toString('hex'),
    ...toChoices(page),
    errors: form.errors,
  }
}

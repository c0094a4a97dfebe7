import { type BehaviourGroup, groupBehaviours, type Lists, unsureBehaviour } from '../filing'
import type { RelationAnswer, TypeAnswer } from '../vocabulary/report-answers'

export const typeValues = (type: TypeAnswer): Record<string, string> => ({
  unsure: type.unsure ? 'yes' : '',
  department: type.department,
  trace_code: type.traceCode,
  bill_number: type.billNumber,
})

export const relationValues = (answer: RelationAnswer | undefined): Record<string, string> =>
  answer === undefined
    ? {}
    : {
        relation: answer.relation,
        hide: answer.hide,
        contact_ok: answer.contactOk,
        told_before: answer.toldBefore,
      }

type Behaviour = Lists['behaviours'][number]

const toGroup =
  (chosen: readonly string[]) =>
  ({ name, behaviours }: BehaviourGroup<Behaviour>) => ({
    name,
    options: behaviours.map(({ code, plain, term }) => ({
      code,
      plain,
      term,
      checked: chosen.includes(code),
    })),
  })

export const toTypePage = (
  { behaviours, kinds }: Lists,
  kind: string | undefined,
  chosen: readonly string[],
) => {
  const listed = behaviours.filter(({ code }) => code !== unsureBehaviour)
  const { near, far } = groupBehaviours(listed, kinds, kind)
  const farGroups = far.map(toGroup(chosen))
  return {
    near: near.map(toGroup(chosen)),
    far: farGroups,
    // What is ticked must be seen: the folded part opens by itself.
    farOpen: farGroups.some(({ options }) => options.some(({ checked }) => checked)),
  }
}

const prompts = [
  { head: '时间', text: '什么时候的事，是不是一直这样' },
  { head: '地点', text: '哪个科室、哪家店、哪个窗口' },
  { head: '人', text: '谁做的，姓名或者样子' },
  { head: '怎么做的', text: '一步一步怎么骗的' },
  { head: '哪里能查到', text: '病历、清单、监控、账本、还有谁知道' },
] as const

export const toWhatPage = ({ limits }: Lists) => ({ prompts, limit: limits['report.text'] })

export const toRelationPage = ({ relations, limits }: Lists) => ({
  relations: relations.map(({ code, name }) => ({ code, name })),
  limit: limits['relation.hide'],
})

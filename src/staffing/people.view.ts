import { momentInWords, type Staff } from '../accounts'
import type { Organisation } from '../organisations'
import type { FormState } from '../platform/http/form'
import { deskNames, desksOfDuties, duties, dutyNames, type Duty } from '../vocabulary/duty'
import type { StaffId } from '../vocabulary/ids'
import { changeHref } from './change-path'
import type { ListedPerson, PeopleAsked, PersonFacts } from './person'

const stateNames = { invited: '已邀请，没登录过', active: '在用', disabled: '已停用' } as const

export const dutiesInWords = (held: readonly Duty[]): string =>
  held.length === 0 ? '没有职责' : held.map(duty => dutyNames[duty]).join('、')

export const lastInWords = ({ lastSignedInAt }: Staff): string =>
  lastSignedInAt === undefined ? '从未登录' : momentInWords(lastSignedInAt)

export const personHref = (id: StaffId): string => `/staff/admin/users/${id}`

/** What two duties that must be apart are called, above the boxes. */
export const clashWords = (
  values: Readonly<Record<string, string | number>>,
  why: string,
): string => `“${values['one'] ?? ''}”和“${values['other'] ?? ''}”不能由同一个人担任。${why}`

const dutyBoxes = (ticked: readonly Duty[]) =>
  duties.map((duty, index) => ({
    id: index === 0 ? 'duties' : `duties-${index}`,
    value: duty,
    name: dutyNames[duty],
    ticked: ticked.includes(duty),
  }))

type ListPage = {
  readonly people: readonly ListedPerson[]
  readonly next: StaffId | undefined
  readonly asked: PeopleAsked
  readonly bodies: readonly Organisation[]
  readonly mayInvite: boolean
}

const queryOf = ({ body, duty, state }: PeopleAsked, after?: StaffId): string => {
  const pairs = Object.entries({ body, duty, state, after }).filter(
    (pair): pair is [string, NonNullable<(typeof pair)[1]>] => pair[1] !== undefined,
  )
  return `/staff/admin/users?${new URLSearchParams(pairs).toString()}`
}

const choice = (value: string, words: string, chosen: string | undefined) => ({
  value,
  words,
  selected: value === chosen,
})

export const toPeoplePage = ({ people, next, asked, bodies, mayInvite }: ListPage) => ({
  title: '人员',
  errors: {},
  mayInvite,
  narrowed: asked.body !== undefined || asked.duty !== undefined || asked.state !== undefined,
  selects: [
    {
      name: 'body',
      label: '单位',
      all: '本单位和下级',
      options: bodies.map(({ id, shortName }) => choice(id, shortName, asked.body)),
    },
    {
      name: 'duty',
      label: '职责',
      all: '全部职责',
      options: duties.map(duty => choice(duty, dutyNames[duty], asked.duty)),
    },
    {
      name: 'state',
      label: '状态',
      all: '全部状态',
      options: Object.entries(stateNames).map(([state, words]) =>
        choice(state, words, asked.state),
      ),
    },
  ],
  rows: people.map(({ staff, body }) => ({
    href: personHref(staff.id),
    name: staff.displayName,
    username: staff.username,
    body,
    duties: dutiesInWords(staff.duties),
    state: stateNames[staff.status],
    last: lastInWords(staff),
  })),
  next: next === undefined ? '' : queryOf(asked, next),
  first: asked.after === undefined ? '' : queryOf(asked),
})

type NewPage = {
  readonly id: StaffId
  readonly body: Organisation
  readonly ticked: readonly Duty[]
  readonly form: FormState
}

export const toNewPersonPage = ({ id, body, ticked, form }: NewPage) => ({
  title: '添加人员',
  errors: form.errors,
  id,
  body: body.id,
  bodyName: body.name,
  username: form.values['username'] ?? '',
  name: form.values['name'] ?? '',
  boxes: dutyBoxes(ticked),
})

type Rights = {
  readonly propose: boolean
  readonly invite: boolean
  readonly disable: boolean
  readonly self: boolean
}

type PersonPage = PersonFacts & {
  readonly rights: Rights
  readonly removalAsked: boolean
  readonly ticked: readonly Duty[] | undefined
  readonly errors: FormState['errors']
}

const proposedInWords = ({ staff, proposed }: PersonFacts): string =>
  proposed === undefined
    ? ''
    : `${proposed.by}提出，把职责从“${dutiesInWords(staff.duties)}”改为“${dutiesInWords(proposed.duties)}”，等安全管理员生效。`

const rightsOn = ({ staff, rights }: PersonPage) => {
  const open = staff.status !== 'disabled' && !rights.self
  return {
    self: rights.self,
    mayPropose: rights.propose && open,
    mayInvite: rights.invite && open && staff.status === 'invited',
    mayDisable: rights.disable && open,
  }
}

export const toPersonPage = (page: PersonPage) => {
  const { staff, body, proposed, ticked, errors } = page
  return {
    title: staff.displayName,
    errors,
    href: personHref(staff.id),
    name: staff.displayName,
    username: staff.username,
    body: body.name,
    state: stateNames[staff.status],
    duties: dutiesInWords(staff.duties),
    desks: desksOfDuties(staff.duties)
      .map(kind => deskNames[kind])
      .join('、'),
    last: lastInWords(staff),
    proposed: proposedInWords(page),
    proposedLink: proposed === undefined ? '' : changeHref(proposed.id),
    removalAsked: page.removalAsked,
    ...rightsOn(page),
    boxes: dutyBoxes(ticked ?? proposed?.duties ?? staff.duties),
  }
}

export const toLinkPage = (
  { staff }: PersonFacts,
  link: { readonly url: string; readonly until: Date },
) => ({
  title: '一次性邀请链接',
  errors: {},
  name: staff.displayName,
  href: personHref(staff.id),
  url: link.url,
  until: momentInWords(link.until),
})

export const toDisablePage = ({ staff, body }: PersonFacts, errors: FormState['errors']) => ({
  title: '停用账号',
  errors,
  name: staff.displayName,
  username: staff.username,
  body: body.name,
  duties: dutiesInWords(staff.duties),
  href: personHref(staff.id),
})

import { placeInWords, type Organisation } from '../organisations'
import type { FormState } from '../platform/http/form'
import type { OrganisationId } from '../vocabulary/ids'
import { kindNames, levelNames } from './body-words'
import { changeHref } from './change-path'

export const orgsHref = (under: OrganisationId, after = ''): string =>
  `/staff/admin/orgs?under=${under}${after === '' ? '' : `&after=${after}`}`
const orgHref = (id: OrganisationId): string => `/staff/admin/orgs/${id}`

const regionInWords = (code: string): string => `${code} ${placeInWords(code, [])}`.trim()

/** A move that waits for a second person. */
type Moving = { readonly id: string; readonly to: string }

type TreePage = {
  readonly at: Organisation
  readonly above: readonly Organisation[]
  readonly rows: readonly Organisation[]
  readonly next: string
  readonly movingTo: Moving | undefined
}

const toMoving = (moving: Moving | undefined) =>
  moving === undefined
    ? { moving: '', movingLink: '' }
    : {
        moving: `已经提出改到“${moving.to}”下面，等安全管理员生效。`,
        movingLink: changeHref(moving.id),
      }

export const toTreePage = ({ at, above, rows, next, movingTo }: TreePage) => ({
  title: '单位',
  errors: {},
  crumbs: above.map(({ id, shortName }) => ({ href: orgsHref(id), name: shortName })),
  name: at.name,
  code: at.code,
  region: regionInWords(at.regionCode),
  kind: kindNames[at.kind],
  telephone: at.telephone,
  ...toMoving(movingTo),
  edit: orgHref(at.id),
  add: `/staff/admin/orgs/new?under=${at.id}`,
  addPerson: `/staff/admin/users/new?body=${at.id}`,
  rows: rows.map(one => ({
    href: orgsHref(one.id),
    name: one.name,
    region: regionInWords(one.regionCode),
    kind: kindNames[one.kind],
    code: one.code,
  })),
  next: next === '' ? '' : orgsHref(at.id, next),
})

const fields = [
  { id: 'name', label: '全称' },
  { id: 'shortName', label: '简称', hint: '列表里用' },
  { id: 'code', label: '单位代码', hint: '本系统里不重复，例如 330102' },
  {
    id: 'regionCode',
    label: '行政区划代码',
    hint: '国家标准 GB/T 2260 的 6 位代码，要在上级单位的地区之内',
    inputmode: 'numeric',
  },
  { id: 'telephone', label: '电话', optional: true },
  { id: 'hours', label: '接听时间', optional: true },
  { id: 'address', label: '地址', optional: true },
  { id: 'postcode', label: '邮编', optional: true },
] as const

const optionsOf = (names: Readonly<Record<string, string>>, chosen: string | undefined) =>
  Object.entries(names).map(([value, words]) => ({ value, words, selected: value === chosen }))

export const toNewOrgPage = (
  parent: Organisation,
  id: OrganisationId,
  { values, errors }: FormState,
) => ({
  title: '添加下级单位',
  errors,
  id,
  under: parent.id,
  parentName: parent.name,
  back: orgsHref(parent.id),
  fields: fields.map(field => ({
    hint: '',
    optional: false,
    inputmode: undefined,
    ...field,
    value: values[field.id] ?? '',
  })),
  selects: [
    {
      id: 'level',
      label: '层级',
      options: optionsOf(
        levelNames,
        values['level'] ?? (parent.level === 'city' ? 'county' : 'city'),
      ),
    },
    { id: 'kind', label: '类别', options: optionsOf(kindNames, values['kind']) },
  ],
})

type OrgPage = {
  readonly body: Organisation
  readonly parent: Organisation | undefined
  readonly own: boolean
  readonly movingTo: Moving | undefined
}

const contactOf = (
  { telephone, hours, address, postcode }: Organisation,
  { values }: Pick<FormState, 'values'>,
) => {
  const known = { telephone, hours, address, postcode }
  const typed = Object.entries(values).filter(([name]) => name in known)
  return { ...known, ...Object.fromEntries(typed) }
}

export const toOrgPage = (
  { body, parent, own, movingTo }: OrgPage,
  { values, errors }: FormState,
) => ({
  title: `改${body.shortName}`,
  errors,
  back: orgsHref(body.id),
  href: orgHref(body.id),
  heading: body.shortName,
  name: values['name'] ?? body.name,
  shortName: values['shortName'] ?? body.shortName,
  ...contactOf(body, { values }),
  parent: values['parent'] ?? '',
  parentName: parent?.name ?? '没有',
  ...toMoving(movingTo),
  movable: !own && parent !== undefined,
})

import { z } from 'zod'
import type { OrganisationId } from '../vocabulary/ids'

const organisationId = z.uuid().transform(id => id as OrganisationId)
const narrow = (text: string) => text.normalize('NFKC').trim()
const line = (what: string, most: number) =>
  z
    .string(`请写${what}`)
    .transform(text => text.trim())
    .pipe(z.string().min(1, `请写${what}`).max(most, `${what}最多 ${most} 个字`))
const spare = z
  .string()
  .catch('')
  .transform(text => text.trim().slice(0, 100))

export const OrgPath = z.object({ organisationId })

export const OrgsQuery = z.object({
  under: organisationId.optional().catch(undefined),
  after: z
    .string()
    .regex(/^\d{6}-[a-z-]{1,40}$/)
    .optional()
    .catch(undefined),
})

export const UnderField = z.object({ under: organisationId })

const levels = ['province', 'city', 'county'] as const
const kinds = [
  'medical-security',
  'police',
  'discipline',
  'health',
  'market',
  'drug',
  'audit',
  'finance',
  'petition',
] as const

export const levelNames = { province: '省级', city: '市级', county: '县级' } as const
export const kindNames = {
  'medical-security': '医保部门',
  police: '公安机关',
  discipline: '纪检监察机关',
  health: '卫生健康部门',
  market: '市场监管部门',
  drug: '药品监管部门',
  audit: '审计机关',
  finance: '财政部门',
  petition: '信访部门',
} as const satisfies Record<(typeof kinds)[number], string>

export const NewOrgForm = z.object({
  id: organisationId,
  under: organisationId,
  name: line('全称', 100),
  shortName: line('简称', 100),
  code: z
    .string('请写单位代码')
    .transform(narrow)
    .pipe(
      z
        .string()
        .regex(/^[A-Za-z0-9-]{1,30}$/, '单位代码用字母、数字、横线，最多 30 个，例如 330102'),
    ),
  regionCode: z
    .string('请写行政区划代码')
    .transform(narrow)
    .pipe(z.string().regex(/^\d{6}$/, '行政区划代码是 6 位数字，例如 330102')),
  level: z.enum(levels, '请选层级'),
  kind: z.enum(kinds, '请选类别'),
  telephone: spare,
  hours: spare,
  address: spare,
  postcode: spare,
})

export const RenameForm = NewOrgForm.pick({ name: true, shortName: true })
export const MoveForm = z.object({
  parent: z
    .string('请写新的上级单位代码')
    .transform(narrow)
    .pipe(z.string().min(1, '请写新的上级单位代码')),
})

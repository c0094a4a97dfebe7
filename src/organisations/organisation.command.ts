import { parseArgs } from 'node:util'
import type { Audit } from '../audit'
import type { Db } from '../platform/db/database'
import type { OrganisationId } from '../vocabulary/ids'
import { organisationLevels, type OrganisationLevel } from './organisation.rules'
import type { Organisations } from './organisations.service'

type Say = (line: string) => void
type Deps = { readonly db: Db; readonly organisations: Organisations; readonly audit: Audit }

const system = { side: 'system' } as const

const needed = ['name', 'code', 'region', 'level', 'telephone', 'hours', 'address', 'postcode']
type Options = Readonly<Record<string, string>>

const readOptions = (args: readonly string[]): Options => {
  const text = { type: 'string', default: '' } as const
  const names = [...needed, 'above', 'below']
  try {
    const options = Object.fromEntries(names.map(name => [name, text]))
    return parseArgs({ args: [...args], options, strict: true }).values
  } catch {
    return {}
  }
}

const levelOf = (word: string | undefined): OrganisationLevel | undefined =>
  organisationLevels.find(level => level === word)

type Adding = { readonly level: OrganisationLevel; readonly of: (name: string) => string }

/** @returns the bodies there are, when one that was named is not among them */
const add = ({ db, organisations, audit }: Deps, { level, of }: Adding) =>
  db.inTransaction(async tx => {
    const all = await organisations.list(tx)
    const byCode = (code: string) => all.find(one => one.code === code)
    const [upper, lower] = [byCode(of('below')), byCode(of('above'))]
    const named = [of('below'), of('above')].filter(code => code !== '')
    if (named.some(code => byCode(code) === undefined)) return all
    const made = await organisations.create(tx, {
      ...{ name: of('name'), shortName: of('name'), code: of('code'), level },
      ...{ regionCode: of('region'), kind: 'medical-security', parentId: upper?.id ?? null },
      ...{ telephone: of('telephone'), hours: of('hours') },
      ...{ address: of('address'), postcode: of('postcode') },
    })
    if (lower !== undefined) await organisations.putUnder(tx, lower.id, made.id)
    const added = { organisationId: made.id, deed: 'organisation.added', subject: made.id } as const
    const moved = (id: OrganisationId) =>
      ({ organisationId: id, deed: 'organisation.moved', subject: made.id }) as const
    await audit.recordMany(tx, system, [added, ...(lower === undefined ? [] : [moved(lower.id)])])
    return undefined
  })

/** `npm run cli -- organisation add …`: above all the body that takes what concerns this one. */
export const organisationAddCommand = {
  name: 'organisation add',
  usage:
    'organisation add --name 全称 --code 单位代码 --region 区划代码 --level nation|province|city|county --telephone 电话 --hours 接听时间 --address 地址 --postcode 邮编 [--above 下级单位代码] [--below 上级单位代码]',
  /** @returns the exit code: 0, or 2 when something is not told or not known */
  run: async (deps: Deps, args: readonly string[], say: Say): Promise<number> => {
    const options = readOptions(args)
    const level = levelOf(options['level'])
    const of = (name: string): string => options[name] ?? ''
    if (level === undefined || needed.some(name => of(name) === '')) {
      say(`用法：${organisationAddCommand.usage}`)
      say('--above 是它管的单位，--below 是管它的单位。')
      return 2
    }
    const others = await add(deps, { level, of })
    if (others !== undefined) {
      say(`没有这个单位代码。单位：${others.map(one => `${one.code}（${one.name}）`).join('、')}`)
      return 2
    }
    say(`已登记：${of('name')}。`)
    say(`它的人员用 npm run cli -- staff add … --organisation ${of('code')} 添加；`)
    say('它的受理人员第一次登录以后，才收得了涉及下级单位自己的举报。')
    return 0
  },
} as const

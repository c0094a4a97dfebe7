import type { Audit } from '../audit'
import type { NewOrganisation, Organisation, Organisations } from '../organisations'
import type { Db } from '../platform/db/database'
import { KnownError } from '../platform/errors'
import { dutyNames, type Duty } from '../vocabulary/duty'
import { refusalSentence } from '../vocabulary/refusal-words'
import { refusals } from '../vocabulary/refusals'
import type { Accounts } from './accounts.service'
import type { Recovery } from './recovery.service'
import type { Terminal } from './terminal'

export type SetupDeps = {
  readonly db: Db
  readonly organisations: Organisations
  readonly accounts: Accounts
  readonly recovery: Recovery
  readonly audit: Audit
}

type Talk = Pick<Terminal, 'say' | 'ask' | 'clear'>

const system = { side: 'system' } as const
/** Without these three nobody could keep the site running, add people, or receive a report. */
const firstDuties: readonly Duty[] = ['system-admin', 'security-admin', 'intake']

/**
 * The first set-up of an installation, by questions on a terminal: the body that runs it, the recovery key, the
 * first people. What is done already is skipped, so it may be broken off and run again.
 */
export const setUp = async (deps: SetupDeps, talk: Talk): Promise<void> => {
  const organisation = await ensureOrganisation(deps, talk)
  await ensureRecoveryKey(deps, talk, organisation)
  for (const duty of firstDuties) await ensurePerson(deps, talk, { organisation, duty })
  talk.say('设置完成。其他人员用 npm run cli -- staff add 添加。')
  for (const line of await missingDuties(deps)) talk.say(line)
}

/** What a report needs before it can be taken, handled and decided. */
const workingDuties: readonly Duty[] = [
  'principal',
  'handler',
  'legal',
  'identity',
  'supervision',
  'auditor',
]

const missingDuties = async ({ db, accounts }: SetupDeps): Promise<string[]> => {
  const missing: string[] = []
  for (const duty of workingDuties)
    if (!(await db.inTransaction(tx => accounts.anyoneWith(tx, duty))))
      missing.push(`${duty}（${dutyNames[duty]}）`)
  const lines = missing.length === 0 ? [] : [`还没有人担任：${missing.join('、')}。`]
  return [
    ...lines,
    '承办人（handler）至少要两位；没有身份保管（identity），群众不能实名举报。',
    '每个岗位第一位成员登录以后，岗位才有密钥；后来的成员，由先来的在工作端“密钥与成员”（/staff/desks）确认。',
    '受理人员登录以前，网站不收举报。涉及本单位自己的举报，要有上级单位的受理人员才收：npm run cli -- organisation add。',
  ]
}

const levelOf = (code: string): NewOrganisation['level'] => {
  if (code === '000000') return 'nation'
  if (code.endsWith('0000')) return 'province'
  return code.endsWith('00') ? 'city' : 'county'
}

const ensureOrganisation = async (deps: SetupDeps, talk: Talk): Promise<Organisation> => {
  const { db, organisations, audit } = deps
  const found = await db.inTransaction(async tx => {
    const { organisationId } = await organisations.site(tx)
    return organisationId === undefined ? undefined : organisations.get(tx, organisationId)
  })
  if (found !== undefined) {
    talk.say(`单位已经登记：${found.name}`)
    return found
  }
  talk.say('先登记使用本系统的单位。')
  const wanted = await askOrganisation(talk)
  const superiorName = await talk.ask('上一级医保部门的全称（没有就直接按回车）')
  const superiorTelephone = superiorName === '' ? '' : await talk.ask('上一级的举报电话')
  return db.inTransaction(async tx => {
    const made = await organisations.create(tx, wanted)
    const site = { organisationId: made.id, superiorName, superiorTelephone }
    await organisations.setSite(tx, site)
    await audit.record(tx, system, made.id, { deed: 'organisation.added', subject: made.id })
    return made
  })
}

const askSome = async ({ ask, say }: Talk, question: string): Promise<string> => {
  for (;;) {
    const answer = await ask(question)
    if (answer !== '') return answer
    say('这一项要填写。')
  }
}

const askRegion = async (talk: Talk): Promise<string> => {
  for (;;) {
    const code = await askSome(talk, '区划代码，6 位数字（GB/T 2260）')
    if (/^\d{6}$/.test(code)) return code
    talk.say('区划代码要写 6 位数字。')
  }
}

const askOrganisation = async (talk: Talk): Promise<NewOrganisation> => {
  const name = await askSome(talk, '单位全称，例如 某某市医疗保障局')
  const shortName = await askSome(talk, '简称，例如 某某市医保局')
  const regionCode = await askRegion(talk)
  const telephone = await askSome(talk, '举报电话')
  const hours = await askSome(talk, '接听时间，例如 工作日 8:30 至 17:30')
  const address = await askSome(talk, '地址')
  const postcode = await askSome(talk, '邮编')
  const contact = { telephone, hours, address, postcode }
  const place = { code: regionCode, regionCode, level: levelOf(regionCode), parentId: null }
  return { name, shortName, kind: 'medical-security', ...place, ...contact }
}

const ensureRecoveryKey = async (
  { db, recovery }: SetupDeps,
  talk: Talk,
  { id: organisationId }: Organisation,
): Promise<void> => {
  if (await db.inTransaction(recovery.isReadyForReports)) {
    talk.say('恢复密钥已经生成过。')
    return
  }
  const { publicKey, shares } = await recovery.prepare()
  talk.say('现在生成恢复密钥。它分成三份，任意两份可以在有人忘记密码时恢复他的私钥。')
  talk.say('请三位保管人依次到终端前，各抄一份。保管人不能是系统管理员、安全管理员或审计员。')
  for (const [index, share] of shares.entries()) await handOver(talk, share, index + 1)
  // Only now: shares that nobody wrote down would be worse than none.
  await db.inTransaction(tx =>
    recovery.store(tx, system, { publicKey, organisationId, demonstration: false }),
  )
  talk.say('恢复密钥已启用。三份都不在服务器上，请分开保管。')
}

const handOver = async (
  { ask, say, clear }: Talk,
  share: string,
  number: number,
): Promise<void> => {
  await ask(`请第 ${number} 位保管人到终端前，准备好纸笔，按回车显示`)
  say('')
  say(`第 ${number} 份：${share}`)
  say('')
  const last = share.split('-').at(-1) ?? ''
  for (;;) {
    const typed = await ask('抄好后，输入最后一组核对')
    if (typed.normalize('NFKC').toUpperCase() === last) break
    say('和最后一组不一样，请对照上面再输一次。')
  }
  clear()
}

/** @throws what is no refusal with words */
const sayRefusal = (talk: Talk, error: unknown): void => {
  if (!(error instanceof KnownError) || !(error.code in refusals)) throw error
  talk.say(refusalSentence(error))
}

type FirstPerson = { readonly organisation: Organisation; readonly duty: Duty }

const ensurePerson = async (
  { db, accounts }: SetupDeps,
  talk: Talk,
  { organisation, duty }: FirstPerson,
): Promise<void> => {
  if (await db.inTransaction(tx => accounts.anyoneWith(tx, duty))) return
  talk.say(`添加第一位${dutyNames[duty]}。`)
  let username: string | undefined
  let displayName: string | undefined
  for (;;) {
    username ??= await talk.ask('用户名，小写字母和数字')
    displayName ??= await talk.ask('姓名')
    const staff = { organisationId: organisation.id, username, displayName, duties: [duty] }
    try {
      const { password } = await db.inTransaction(tx => accounts.invite(tx, system, staff))
      talk.say(`一次性密码：${password}（7 天内有效，第一次登录时要换成自己的）`)
      return
    } catch (error) {
      sayRefusal(talk, error)
      // Only the answer that was refused is asked for again.
      if (error instanceof KnownError && error.code === 'staff.display-name')
        displayName = undefined
      else username = undefined
    }
  }
}

import { randomBytes, randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { readDemoAccounts } from '../src/demonstration/demo-files'
import { readConfig } from '../src/platform/config'
import { asSymmetricKey, sealJson } from '../src/platform/crypto'
import { foldText, pairsOf } from '../src/search/fold.rules'
import { printOf } from '../src/search/print.rules'
import { createSearchKeys, type SearchKey } from '../src/search/search-keys.service'
import { shortTokens, targetHash, tokenOf } from '../src/search/tokens.service'
import { openHouse } from '../src/web/opening'
import { prepareCases, type Also, type NewCase } from './cases'

/**
 * What reports say, by how many of them say it: the first words in nearly all, the last in a few of a million.
 * A word of the list stands in the n-th text or does not; the same texts in every run.
 */
const usual =
  '医院 病人 护士 医保 住院 每天 收费 记录 检查 药品 费用 科室 主任 系统 发票 家属 三楼 晚上 签字 治疗'.split(
    ' ',
  )
const frequent =
  '康复理疗 血液检验 中药饮片 床位费 护理费 一次性耗材 出院小结 刷卡套现 保健食品 空白处方 夜间查房 打包收费 分解住院 重复收费'.split(
    ' ',
  )
const seldom =
  '透析 骨科植入物 高压氧 心脏支架 白内障 肿瘤放疗 人工关节 牙科种植 精神病院 转诊回扣'.split(' ')

/** Written together two by two they make the thousands of pairs that ordinary writing has. */
const ordinary = Array.from(
  '的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感',
)

/** In so many of a thousand texts. */
const SELDOM = 8
export const rareWord = '琥珀茴香'
const RARE = 20_000
const LEAST_WORDS = 34
const MOST_WORDS = 60

/** A number below `many` for each n and each salt, the same in every run, one salt independent of the next. */
const spread = (n: number, salt: number, many: number): number => {
  let mixed = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0x27d4eb2f)
  return Math.floor((((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32) * many)
}

const pick = (n: number, salt: number, from: readonly string[]): string =>
  from[spread(n, salt, from.length)] ?? ''

/** Four of ten words are ordinary ones, some usual, a few frequent. */
const wordOf = (n: number, at: number): string => {
  const salt = 200 + at * 3
  const kind = spread(n, salt, 10)
  if (kind < 4) return `${pick(n, salt + 1, ordinary)}${pick(n, salt + 2, ordinary)}`
  return kind < 9 ? pick(n, salt + 1, usual) : pick(n, salt + 1, frequent)
}

const textOf = (n: number): string => {
  const length = LEAST_WORDS + spread(n, 101, MOST_WORDS - LEAST_WORDS)
  const words = Array.from({ length }, (_, at) => `${wordOf(n, at)}${at % 6 === 5 ? '，' : ''}`)
  if (spread(n, 102, 1000) < SELDOM) words.push(pick(n, 103, seldom))
  if (n % RARE === 7) words.push(rareWord)
  return `${words.join('')}。`
}

const contentOf = ({ n, target }: NewCase) => ({
  version: 1,
  target: { choice: 'typed', name: target, place: '', regionCode: '', aboutBody: 'no' },
  identity: 'anon',
  behaviours: [],
  unsure: false,
  text: textOf(n),
  when: '今年夏天',
})

/** Pairs repeat; each is hashed once. */
const createTokens = ({ key }: SearchKey) => {
  const known = new Map<string, string>()
  const tokenFor = (pair: string): string => {
    const kept = known.get(pair) ?? tokenOf(key, 'pair', pair)
    if (known.size < 100_000) known.set(pair, kept)
    return kept
  }
  return (...texts: readonly string[]): string[] =>
    [...new Set(texts.flatMap(text => pairsOf(foldText(text))))].map(tokenFor)
}

const array = (values: readonly (string | number)[]): string => `{${values.join(',')}}`

const insertReports = async (client: Client, cases: readonly NewCase[]): Promise<void> => {
  const rows = cases.map(one => {
    const id = randomUUID()
    const place = { table: 'reports', column: 'sealed_content', row: id }
    return { id, content: sealJson(one.key, place, contentOf(one)), lookup: randomBytes(32) }
  })
  await client.query(
    `INSERT INTO reports (id, case_id, draft_id, received_on, receipt_lookup, public_key, public_key_mac,
       wrapped_private_key, sealed_content, code_seen_by_officer)
     SELECT id, case_id, gen_random_uuid(), day, lookup, lookup, lookup, lookup, content, false
     FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::bytea[], $5::bytea[])
       AS new (id, case_id, day, lookup, content)`,
    [
      rows.map(({ id }) => id),
      cases.map(({ id }) => id),
      cases.map(({ received }) => received),
      rows.map(({ lookup }) => lookup),
      rows.map(({ content }) => content),
    ],
  )
}

/** As the first opening of each case would have written it. */
const insertEntries =
  (searchKey: SearchKey, tokensOf: ReturnType<typeof createTokens>) =>
  async (client: Client, cases: readonly NewCase[]): Promise<void> => {
    const tokens = cases.map(one => tokensOf(one.target, textOf(one.n), '今年夏天'))
    await client.query(
      `INSERT INTO search_cases (case_id, key_id, arrival, target, marks, print, tokens)
       SELECT c.id, $1, c.arrival, target, '{}', print::bigint[],
         tokens::bigint[] || (-1 - c.arrival / 8192)
       FROM unnest($2::uuid[], $3::bytea[], $4::text[], $5::text[]) AS new (id, target, print, tokens)
       JOIN cases c USING (id)`,
      [
        searchKey.id,
        cases.map(({ id }) => id),
        cases.map(({ target }) => targetHash(searchKey.key, target)),
        tokens.map(list => array(printOf(shortTokens(list)) ?? [])),
        tokens.map(array),
      ],
    )
  }

/** The organisation's search key, as an officer's session has it. */
const searchKeyOf = async (dataDir: string): Promise<SearchKey> => {
  const { house, close } = await openHouse(readConfig({ DATA_DIR: dataDir }), { service: false })
  try {
    const account = readDemoAccounts(dataDir)?.find(({ user }) => user === 'intake')
    const key = await house.db.inTransaction(async tx => {
      const person = await house.accounts.unlock(tx, 'intake', account?.password ?? '')
      return person && createSearchKeys(house).open(tx, person)
    })
    if (key === undefined) throw new Error('the intake desk has no search key')
    return { ...key, key: asSymmetricKey(Buffer.from(key.key)) }
  } finally {
    await close()
  }
}

/** Cases that have been opened, with reports that can be read and an index of what they say. */
export const prepareIndexed = async (dataDir: string, wanted: number): Promise<void> => {
  const searchKey = await searchKeyOf(dataDir)
  const index = insertEntries(searchKey, createTokens(searchKey))
  const also: Also = async (client, cases) => {
    await insertReports(client, cases)
    await index(client, cases)
  }
  await prepareCases(dataDir, wanted, {
    also,
    // Built once at the end it takes a tenth of the time; a run that broke off has left none.
    before: ['DROP INDEX IF EXISTS search_cases_tokens'],
    after: [
      `SET maintenance_work_mem = '1GB'`,
      `CREATE INDEX IF NOT EXISTS search_cases_tokens ON search_cases USING gin (tokens)
       WITH (fastupdate = off)`,
    ],
  })
}

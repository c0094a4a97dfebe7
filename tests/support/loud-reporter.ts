import { randomBytes } from 'node:crypto'
import type { Answer, Client } from './client'
import { jpegWithGps, mp4OfSize, pdfWithPages } from './fixtures'
import { comeBack } from './following'
import { startReport } from './reporting'
import type { Site } from './site'
import { reporterBrowser } from './visitors'

// A reporter whose every word can be found again, wherever it came to lie.

const run = randomBytes(4).toString('hex')
const digits = (count: number) => Array.from(randomBytes(count), byte => String(byte % 10)).join('')

/** All that a browser says by itself. */
export const said = {
  forwardedFor: `203.0.113.77, 10.77.${Number.parseInt(run.slice(0, 2), 16)}.${Number.parseInt(run.slice(2, 4), 16)}`,
  forwarded: `for=192.0.2.${Number.parseInt(run.slice(4, 6), 16)};by=canary${run}`,
  realIp: `2001:db8:${run.slice(0, 4)}::${run.slice(4)}`,
  agent: `CanaryAgent/${run}`,
  referer: `https://canary-${run}.example/intranet`,
  language: `x-canary-${run}`,
}
export const headers = {
  'X-Forwarded-For': said.forwardedFor,
  Forwarded: said.forwarded,
  'X-Real-IP': said.realIp,
  'CF-Connecting-IP': said.realIp,
  'True-Client-IP': said.realIp,
  'User-Agent': said.agent,
  Referer: said.referer,
  'Accept-Language': said.language,
}

/** All that a person types. Each is met by nothing else on this machine. */
export const typed = {
  search: `找医院${run}`,
  target: `丹雀医院${run}`,
  name: `雀某${run}`,
  phone: `139${digits(8)}`,
  wrongPhone: `1${digits(9)}7`,
  idNumber: `P${run.toUpperCase()}9`,
  address: `雀巷${run}号`,
  claimWord: `雀儿在老槐树上做窝${run}`,
  department: `雀科${run}`,
  traceCode: `8${digits(19)}`,
  bill: `CANARY-BILL-${run}`,
  text: `丹雀夜里飞走${run}`,
  longText: `雀雀${run}长`,
  when: `去年雀月${run}`,
  period: `雀期${run}`,
  hide: `雀班${run}`,
  toldBefore: `问过雀局${run}`,
  fileName: `雀照${run}`,
  refusedName: `雀程序${run}`,
  note: `雀说明${run}`,
  pdfAuthor: `CanaryAuthor${run}`,
  half: `CANARY-HALF-UPLOAD-${run}`,
  message: `雀留言${run}`,
  unsent: `雀没发出${run}`,
  supplement: `雀补充${run}`,
  lateName: `雀后来${run}`,
  latePhone: `137${digits(8)}`,
  lateNumber: `Q${run.toUpperCase()}7`,
  lateAddress: `雀后巷${run}号`,
  objection: `雀不服${run}`,
  hurt: `雀受欺${run}`,
  hurtWhen: `雀前天${run}`,
  reach: `雀暗号${run}`,
  hurtUnsent: `雀没交出${run}`,
  inAddress: `雀地址${run}`,
  broken: `雀坏了${run}`,
}

export type LoudBrowser = Client & {
  readonly answers: readonly Answer[]
  readonly seenCookies: readonly string[]
}

const assertRefused = ({ path, status }: Answer): void => {
  if (status !== 422) throw new Error(`${path} answered ${status}, not 422`)
}

/** A reporter's browser that says everything a browser can say, and whose every answer is kept. */
export const loudBrowser = (site: Site): LoudBrowser => {
  const browser = reporterBrowser(site, headers)
  const answers: Answer[] = []
  const cookies: string[] = []
  const kept = async (asked: Promise<Answer>): Promise<Answer> => {
    const answer = await asked
    answers.push(answer)
    cookies.push(...[...browser.cookies].flat(), answer.headers['set-cookie'] ?? '')
    return answer
  }
  return {
    answers,
    seenCookies: cookies,
    cookies: browser.cookies,
    open: path => kept(browser.open(path)),
    click: (on, words) => kept(browser.click(on, words)),
    submit: (on, fields, how) => kept(browser.submit(on, fields, how)),
    send: (path, fields) => kept(browser.send(path, fields)),
  }
}

const next = { button: '保存并继续' }

/** Every step is refused once and taken once. */
export const reportNamed = async (browser: Client): Promise<Answer> => {
  const refused = async (page: Answer, wrong: Record<string, string>): Promise<Answer> => {
    const again = await browser.submit(page, wrong, next)
    assertRefused(again)
    return again
  }
  let page = await startReport(browser)
  page = await browser.submit(page, { q: typed.search }, { form: '[data-quiet]', button: '查找' })
  page = await refused(page, { choice: 'typed', name: typed.target })
  page = await browser.submit(page, { about_body: 'no' }, next)
  page = await browser.submit(page, { identity: 'named' }, next)
  const who = { name: typed.name, id_type: 'passport', id_number: typed.idNumber, delivery: 'post' }
  page = await refused(page, { ...who, phone: typed.wrongPhone.slice(0, 10) })
  page = await browser.submit(page, { ...who, phone: typed.phone, address: typed.address }, next)
  const type = { department: typed.department, bill_number: typed.bill }
  page = await refused(page, { ...type, trace_code: typed.traceCode })
  page = await browser.submit(page, { behaviours: ['A1'] }, next)
  const when = { when: typed.when, period: typed.period }
  page = await refused(page, { ...when, text: typed.longText + '长'.repeat(5000) })
  page = await browser.submit(page, { text: typed.text }, next)
  page = await addFiles(browser, page)
  page = await browser.submit(page, {}, next)
  const relation = { relation: 'staff', hide: typed.hide, told_before: typed.toldBefore }
  page = await browser.submit(page, relation, next)
  assertRefused(await browser.submit(page, {}, { button: '提交举报' }))
  return browser.submit(page, { truth: 'yes' }, { button: '提交举报' })
}

const addFiles = async (browser: Client, before: Answer): Promise<Answer> => {
  const files = [
    { name: `${typed.fileName}.jpg`, content: await jpegWithGps() },
    { name: `${typed.fileName}.pdf`, content: pdfWithPages(1, typed.pdfAuthor) },
    { name: `${typed.refusedName}.exe`, content: Buffer.from(`MZ${typed.half}`) },
    { name: `${typed.refusedName}.mp4`, content: mp4OfSize(1_200_000) },
  ]
  const page = await browser.submit(before, { files }, { button: '上传' })
  assertRefused(page)
  const note = page.$('[name^="note["]').first().attr('name') ?? ''
  return browser.submit(page, { [note]: typed.note }, { button: '保存说明' })
}

export const reportWithClaim = async (browser: Client): Promise<Answer> => {
  let page = await startReport(browser)
  page = await browser.submit(page, { choice: 'unknown', about_body: 'no' }, next)
  page = await browser.submit(page, { identity: 'anon-claim' }, next)
  page = await browser.submit(page, { word: typed.claimWord, word2: '别的' }, next)
  const { claimWord: word } = typed
  page = await browser.submit(page, { word, word2: word }, next)
  page = await browser.submit(page, { unsure: 'yes' }, next)
  page = await browser.submit(page, { text: typed.text }, next)
  page = await browser.submit(page, {}, next)
  page = await browser.submit(page, {}, next)
  return browser.submit(page, { truth: 'yes' }, { button: '提交举报' })
}

/** Everything that is asked of a reporter after the report, refused once where it can be, and taken once. */
export const followOnLoudly = async (site: Site, browser: Client, code: string): Promise<void> => {
  await comeBack(browser, code)
  const at = (path: string) => ({ form: `form[action="${path}"]` })
  const name = at('/follow/identity')
  const who = { name: typed.lateName, id_type: 'passport', id_number: typed.lateNumber }
  const page = await browser.open('/follow/identity')
  const again = await browser.submit(page, { ...who, phone: typed.wrongPhone.slice(0, 10) }, name)
  assertRefused(again)
  const { latePhone: phone, lateAddress: address } = typed
  await browser.submit(again, { phone, address, delivery: 'post' }, name)
  const withdraw = at('/follow/withdraw')
  assertRefused(await browser.submit(await browser.open('/follow/withdraw'), {}, withdraw))
  const back = await browser.open('/follow/withdraw')
  await browser.submit(back, { change: 'report-withdrawn' }, withdraw)
  const objection = at('/follow/objection')
  const long = { text: typed.longText + '长'.repeat(3000) }
  const asked = await browser.submit(await browser.open('/follow/objection'), long, objection)
  assertRefused(asked)
  await browser.submit(asked, { text: typed.objection }, objection)
  const call = at('/follow/retaliation')
  const empty = await browser.submit(await browser.open('/follow/retaliation'), {}, call)
  assertRefused(empty)
  const hurt = { text: typed.hurt, when: typed.hurtWhen, reach: typed.reach }
  const done = await browser.submit(empty, hurt, call)
  site.clock.pass(11)
  const expired = await browser.submit(done, { ...hurt, text: typed.hurtUnsent }, call)
  assertRefused(expired)
  await browser.submit(expired, { code })
}

export const followLoudly = async (site: Site, browser: Client, code: string): Promise<void> => {
  await comeBack(browser, `${code.slice(0, 23)}${(Number(code[23]) + 1) % 10}`)
  const page = await comeBack(browser, code)
  const reply = { form: '.jb-reply' }
  await browser.submit(page, { body: typed.longText + '长'.repeat(3000) }, reply)
  const sent = await browser.submit(page, { body: typed.message }, reply)
  const more = await browser.click(sent, '附上文件')
  const files = [{ name: `${typed.fileName}二.jpg`, content: await jpegWithGps() }]
  const done = await browser.submit(more, { files, body: typed.supplement }, { button: '交给' })
  site.clock.pass(11)
  const asked = await browser.submit(done, { body: typed.unsent }, reply)
  assertRefused(asked)
  await browser.submit(asked, { code })
}

import { dumpFolder, dumpTables, dumpTemporary, findTraces, type Haystack } from '../support/traces'
import {
  askFor,
  because,
  enter,
  freshCode,
  openThree,
  reportAndGive,
  step,
  words,
  type Three,
} from './desk-of-three'

// Promises 2 and 10 for a named reporter: what the desk gives lies nowhere in clear, while it can be read and
// after; neither do the words of the officers.
let three: Three
const began = Date.now()
const printed: string[] = []
const write = process.stdout.write.bind(process.stdout)

beforeAll(async () => {
  process.stdout.write = (text: string | Uint8Array) => {
    printed.push(Buffer.from(text).toString())
    return write(text)
  }
  three = await openThree()
})
afterAll(async () => {
  process.stdout.write = write
  await three.site.stop()
})

const refusal = '理由写得不够，先在留言里说明要核实哪几天，三天以后再来。'

const everywhere = async (): Promise<Haystack[]> => {
  const { site } = three
  return [
    ...(await dumpTables(site)),
    ...dumpFolder(site.dataDir),
    ...dumpTemporary(began),
    { place: 'the log', bytes: Buffer.from(site.logLines.join('')) },
    { place: 'the terminal', bytes: Buffer.from(printed.join('')) },
  ]
}

it('leaves nothing of the identity or of what was said anywhere but sealed', async () => {
  const { site } = three
  const handler = await enter(site, three.handler)
  const principal = await enter(site, three.principal)
  const custodian = await enter(site, three.custodian)
  const code = (who: 'handler' | 'principal' | 'custodian') => freshCode(site, three[who])
  const { caseId } = await reportAndGive(three)
  const canaries = { ...words, because, refusal }

  const turned = (await askFor(handler, caseId)).path
  await step(principal, turned, 'refuse', { reason: refusal })
  const { path } = await askFor(handler, caseId, {
    fields: ['name', 'phone', 'id-number', 'address'],
  })
  await step(principal, path, 'approve', { otp: code('principal') })
  await step(custodian, path, 'answer', { otp: code('custodian') })
  const seen = await step(handler, path, 'open', { otp: code('handler') })
  for (const word of Object.values(words)) expect(seen.text).toContain(word)
  // Errors on the way: a form drawn again, a wrong code, an answer to what is over.
  await askFor(handler, caseId, { minutes: '99', text: because })
  await handler.open(`${path}/nonsense`)

  expect(findTraces(await everywhere(), canaries)).toEqual([])

  site.clock.pass(11)
  await site.house.db.inTransaction(site.house.releases.sweep)
  expect(await site.tables('identity_releases')).toEqual([])
  expect(findTraces(await everywhere(), canaries)).toEqual([])
  // The needle is found where it is: the search itself works.
  expect(
    findTraces([{ place: 'here', bytes: Buffer.from(words.name) }], { name: words.name }),
  ).toHaveLength(1)
})

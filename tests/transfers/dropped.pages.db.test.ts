import {
  byTest,
  choose,
  clocksOf,
  drafted,
  openTransferScene,
  said,
  type TransferScene,
} from './scene'

let here: TransferScene
beforeAll(async () => {
  here = await openTransferScene()
})
afterAll(() => here.site.stop())

it('ends its hours to the police when it is dropped, approved as it was; another begins its own', async () => {
  const { wang, gao } = here.people
  const { made, caseId } = await drafted(here)
  await wang.submit(made, {}, byTest('ask'))
  await gao.submit(await gao.open(made.path), {}, byTest('approve'))
  const running = async () =>
    (await clocksOf(here.site, caseId)).filter(({ done_on }) => done_on === null)
  expect(await running()).toMatchObject([{ rule_code: 'CRIME_TRANSFER' }])
  await wang.submit(await wang.open(made.path), {}, byTest('drop'))
  expect(await running()).toEqual([])
})

it('leaves the hours of another one that was approved to the same police', async () => {
  const { wang, gao } = here.people
  const { made, caseId, page, path } = await drafted(here)
  const typed = { ...said, ...choose(page, ['exhibits', 'appraisal']) }
  const other = await wang.submit(await wang.open(`${path}/transfers`), typed, byTest('draft'))
  for (const one of [made, other]) {
    await wang.submit(await wang.open(one.path), {}, byTest('ask'))
    await gao.submit(await gao.open(one.path), {}, byTest('approve'))
  }
  const running = async () =>
    (await clocksOf(here.site, caseId)).filter(({ done_on }) => done_on === null)
  await wang.submit(await wang.open(made.path), {}, byTest('drop'))
  expect(await running()).toMatchObject([{ rule_code: 'CRIME_TRANSFER' }])
  await wang.submit(await wang.open(other.path), {}, byTest('drop'))
  expect(await running()).toEqual([])
})

import type { Visitor } from '../accounts'
import { caseEnds } from '../cases'
import { dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, SampleId } from '../vocabulary/ids'
import { writeLetter } from './issuing.service'
import type { LetterDeps } from './letter'
import { bodiesBelow } from './letter.rules'
import { holdNumbers } from './letters.repository'
import { assertDay } from './opening.service'
import type { SampleFile } from './sample'
import {
  drawPlaces,
  SAMPLE_ALGORITHM,
  sampleCommitment,
  type SampleInputs,
} from './sample-algorithm'
import type { SampleRecord } from './sample-record'
import { outcomesOf, sampleLabel, type SampleKind } from './sample.rules'
import {
  findPrepared,
  findSample,
  holdSample,
  idsAt,
  insertSample,
  lettersOfSample,
  listSamples,
  readPool,
  saveDraw,
  type SampleRow,
} from './samples.repository'

export type Preparing = {
  readonly kind: SampleKind
  readonly from: Day
  readonly until: Day
  readonly wanted: number
  readonly dueOn: Day
  readonly once: string
}

const SEED_BYTES = 32
const seedPlace = (row: SampleId) => ({ table: 'oversight_samples', column: 'sealed_seed', row })

const belowOf = async ({ organisations }: LetterDeps, tx: Tx, { organisationId }: StaffActor) =>
  bodiesBelow(await organisations.list(tx), organisationId)
    .filter(({ kind }) => kind === 'medical-security')
    .map(({ id }) => id)

/**
 * Freezes the pool and commits to a seed that nobody has seen. Safe to send twice.
 * @throws refused `sample.no-desk`, `sample.too-small`, `oversight.day`
 */
export const prepare =
  (deps: LetterDeps) =>
  async (tx: Tx, { actor }: Visitor, wish: Preparing): Promise<SampleId> => {
    const { random, clock, installation, desks, audit } = deps
    const body = actor.organisationId
    await holdNumbers(tx, body)
    const before = await findPrepared(tx, wish.once)
    if (before !== undefined && before.made_by !== actor.id) throw notFound('sample')
    if (before !== undefined) return before.id
    if ((await desks.findOpen(tx, body, 'supervision')) === undefined)
      throw refused('sample.no-desk')
    await assertDay(deps, tx, wish.dueOn)
    const id = random.uuid() as SampleId
    const seed = random.bytes(SEED_BYTES)
    const commitment = sampleCommitment(seed)
    const row = {
      ...{ id, once: wish.once, body, year: Number(dayOf(clock()).slice(0, 4)), kind: wish.kind },
      ...{ from_day: wish.from, until_day: wish.until, wanted: wish.wanted, due_on: wish.dueOn },
      ...{ commitment, made_by: actor.id, made_at: clock() },
      sealed_seed: installation.sealOwn(seedPlace(id), seed.toString('hex')),
    }
    const bodies = await belowOf(deps, tx, actor)
    const outcomes = outcomesOf(wish.kind, caseEnds)
    if (!(await insertSample(tx, row, { bodies, outcomes }))) throw refused('sample.too-small')
    const ground = commitment.toString('hex')
    await audit.record(tx, actor, body, { deed: 'sample.committed', subject: id, ground })
    return id
  }

const inputsOf = (row: SampleRow): SampleInputs => ({
  algorithm: SAMPLE_ALGORITHM,
  sample: sampleLabel(row.year, row.serial),
  ...{ wanted: row.wanted, poolSize: row.pool_size, poolHash: row.pool_hash.toString('hex') },
})

const ORDER = {
  subject: '随机抽查复核',
  text: '这一件已经办结，被随机抽中复核。请签收以后把案卷交给发函单位的督办岗位。举报人的身份和举报的原文不随案卷走；复核完以后，发函单位就打不开这一件。',
} as const

/** The order to hand it over, to the body that has it now; nothing where it is open again, or gone. */
const order = async (
  deps: LetterDeps,
  tx: Tx,
  actor: StaffActor,
  { caseId, sample }: { readonly caseId: CaseId; readonly sample: SampleRow },
): Promise<void> => {
  const found = await deps.cases.find(tx, caseId)
  const below = await belowOf(deps, tx, actor)
  if (found === undefined || !below.includes(found.organisationId)) return
  await deps.cases.lock(tx, caseId)
  const { year, serial, organisationId: to } = found
  await writeLetter(deps, tx, actor, {
    ...ORDER,
    ...{ to, caseId, about: { year, serial }, urgency: 'plain', dueOn: sample.due_on },
    ...{ once: deps.random.uuid(), sampleId: sample.id },
  })
}

const holdOwn = async (tx: Tx, { organisationId }: StaffActor, id: SampleId) => {
  const found = await holdSample(tx, id)
  if (found?.body !== organisationId) throw notFound('sample')
  return found
}

/**
 * With a word of another than who prepared it; each drawn case becomes a letter. Safe to send twice.
 * @throws notFound('sample'), refused `sample.own-word`, `sample.drawn`
 */
export const drawSample =
  (deps: LetterDeps) =>
  async (tx: Tx, { actor }: Visitor, id: SampleId, word: string): Promise<void> => {
    await holdNumbers(tx, actor.organisationId)
    const sample = await holdOwn(tx, actor, id)
    if (sample.drawn_by === actor.id && sample.word === word) return
    if (sample.sealed_seed === null) throw refused('sample.drawn')
    if (sample.made_by === actor.id) throw refused('sample.own-word')
    const seed = Buffer.from(deps.installation.openOwn(seedPlace(id), sample.sealed_seed), 'hex')
    const places = drawPlaces(inputsOf(sample), seed, word)
    const ids = await idsAt(tx, id, places)
    const result = places.map((place, at) => ({ place, id: ids[at] ?? '' }))
    await saveDraw(tx, id, {
      ...{ word, seed, result: JSON.stringify(result) },
      ...{ drawn_by: actor.id, drawn_at: deps.clock() },
    })
    for (const caseId of ids.toSorted()) await order(deps, tx, actor, { caseId, sample })
    await deps.audit.record(tx, actor, actor.organisationId, { deed: 'sample.drawn', subject: id })
  }

const ownSample = async (tx: Tx, { organisationId }: StaffActor, id: SampleId) => {
  const found = await findSample(tx, id)
  if (found?.body !== organisationId) throw notFound('sample')
  return found
}

/** @throws notFound('sample') */
export const readSample =
  ({ organisations, accounts }: LetterDeps) =>
  async (tx: Tx, { actor }: Visitor, id: SampleId): Promise<SampleFile> => {
    const sample = await ownSample(tx, actor, id)
    const letters: SampleFile['letters'][number][] = []
    for (const one of await lettersOfSample(tx, id, actor.id))
      letters.push({ ...one, body: (await organisations.get(tx, one.to)).name })
    const people = [sample.made_by, ...(sample.drawn_by === null ? [] : [sample.drawn_by])]
    return {
      ...{ sample, letters, names: await accounts.namesOf(tx, [...new Set(people)]) },
      mayDraw: sample.drawn_at === null && sample.made_by !== actor.id,
    }
  }

/** What anybody can recompute it from. @throws notFound('sample') before it is drawn */
export const recordOf = async (tx: Tx, actor: StaffActor, id: SampleId): Promise<SampleRecord> => {
  const sample = await ownSample(tx, actor, id)
  const { seed, word, result } = sample
  if (seed === null || word === null || result === null) throw notFound('sample')
  return {
    ...{ format: 'mingshao-sample-record', inputs: inputsOf(sample), word },
    ...{ commitment: sample.commitment.toString('hex'), seed: seed.toString('hex') },
    result: JSON.parse(result) as SampleRecord['result'],
  }
}

/** The frozen pool. @throws notFound('sample') */
export const poolOf = async (tx: Tx, actor: StaffActor, id: SampleId): Promise<Buffer> => {
  await ownSample(tx, actor, id)
  return readPool(tx, id)
}

/** The newest first. */
export const samplesOf = (
  tx: Tx,
  { organisationId }: StaffActor,
  page: { readonly before: number | undefined; readonly limit: number },
): Promise<SampleRow[]> => listSamples(tx, organisationId, page)

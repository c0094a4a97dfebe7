import { randomUUID } from 'node:crypto'
import { asDay } from '../../src/platform/clock'
import { giveCase, storeCase } from '../support/cases'
import { createClient, type Answer, type Client } from '../support/client'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn } from '../support/visitors'

export const told = '护士长让我们把没有住院的人也写成住院，每个月大约三十个人，病历都是照着抄的'
export const hospital = '示范和安医院'

export const draft = {
  kind: 'penalty',
  number: '示范市医保罚〔2026〕12号',
  on: '2026 11 20',
  institution: hospital,
  body: '该院在三个月里为没有住院的人员结算住院费用。责令退回，并处二倍罚款。',
  articles: '医疗保障基金使用监督管理条例第三十八条',
}

const staffOf = async (site: Site) => {
  const { own, above } = await moveIn(site)
  return {
    clerk: await hire(site, own.id, ['intake'], '王芳'),
    handler: await hire(site, own.id, ['handler'], '周启明'),
    other: await hire(site, own.id, ['handler'], '李敏'),
    publisher: await hire(site, own.id, ['publicity'], '文晓'),
    second: await hire(site, own.id, ['publicity'], '江曼'),
    stranger: await hire(site, above.id, ['publicity', 'handler'], '何勇'),
  }
}

/** A case that is being checked, its handler and whoever publishes, signed in. */
export const openScene = async () => {
  const site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const one = { code: 'H1', name: hospital, kind: '医院', regionCode: '330102', address: '' }
  await site.house.db.inTransaction(tx => site.house.registry.importAll(tx, [one]))
  const staff = await staffOf(site)
  const { caseId, path } = await storeCase(site, staff.clerk.actor.organisationId, {
    title: { target: hospital },
    content: { text: `${told}。我叫赵小敏，是三病区护士长赵小敏，电话 13800001234。` },
  })
  await giveCase(site, staff.clerk, caseId, [staff.handler, staff.other])
  const handler = await signIn(site, staff.handler)
  const publisher = await signIn(site, staff.publisher)
  return {
    ...{ site, staff, caseId, handler, publisher, path: `${path}/publish` },
    entries: () => site.tables('register_entries'),
    deedsOf: async (deed: string): Promise<number> =>
      (await site.tables('audit_entries').where({ deed, case_id: caseId })).length,
    /** So many more of one older day, without a case. */
    fill: async (count: number): Promise<void> => {
      await site.tables.raw(
        `ALTER TABLE register_entries DISABLE TRIGGER register_entries_begin;
         INSERT INTO register_entries (id, case_id, organisation_id, state, version, kind, number, number_key,
           decided_on, institution, found_text, grams, written_by, written_on, answered_by, published_on)
         SELECT gen_random_uuid(), NULL, organisation_id, 'published', 1, kind, '第' || n || '号', '第' || n || '号',
           '2025-05-05', institution, found_text, grams, written_by, written_on, answered_by, published_on
         FROM register_entries, generate_series(1, ${count}) AS n;
         ALTER TABLE register_entries ENABLE TRIGGER register_entries_begin;`,
      )
    },
    keepAway: async ({ actor }: Officer): Promise<void> => {
      await site.tables('case_exclusions').insert({
        ...{ case_id: caseId, staff_id: actor.id, organisation_id: actor.organisationId },
        ...{ ground: 'kin', set_by: staff.clerk.actor.id, set_at: new Date(site.clock.now()) },
      })
    },
    /** The next code of the person's telephone. */
    fresh: (officer: Officer): string => {
      site.clock.pass(1)
      return codeOf(site, officer)
    },
    /** The same browser, where a form that was sent before may leave no record. */
    again: ({ cookies }: Client): Client => {
      const client = createClient({ url: site.staffUrl })
      for (const [name, value] of cookies) client.cookies.set(name, value)
      return client
    },
  }
}
export type Scene = Awaited<ReturnType<typeof openScene>>

/** Written and published past the pages. */
export const publishOne = async (
  { site, staff, caseId }: Scene,
  number = draft.number,
): Promise<{ id: string }> => {
  await site.tables('cases').where({ id: caseId }).update({ state: 'decided', outcome: 'penalty' })
  const { on, ...rest } = draft
  const wish = {
    ...{ id: randomUUID(), seen: 0 },
    draft: { ...rest, number, decidedOn: asDay(on.replaceAll(' ', '-')) },
  }
  const { db, register } = site.house
  await db.inTransaction(async tx => {
    const { actor, keys } = staff.handler
    expect(await register.writing.write(tx, { actor, keys }, caseId, wish)).toEqual({})
    await register.desk.approve(tx, staff.publisher.actor, { id: wish.id, version: 1 })
  })
  return wish
}

export const errorsOf = ({ $ }: Answer): string => $('#errors').text()
export const to = (end: string) => ({ form: `form[action$="${end}"]` })
export const look = { button: '看公众会看到的样子' }
export const send = { button: '送曝光岗位批准' }

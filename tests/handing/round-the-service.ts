import type { Counties } from './counties'

/** What the database itself refuses. */
export const roundTheService = async (here: Counties): Promise<void> => {
  const { arrive, bodies, people, sent, site } = here
  const { path } = await arrive()
  const made = await sent('east', path, bodies.west.id)
  const id = made.path.split('/').at(-1)
  const [row] = await site.tables('handings').where({ id }).select<{ once: string }[]>('*')
  const east = people.get('east')?.actor.id
  const fails = (work: PromiseLike<unknown>) => expect(work).rejects.toThrow(/violates|body above/)
  await fails(site.tables('handings').where({ id }).update({ answered_at: new Date() }))
  await fails(
    site.tables('handings').insert({ ...row, id: row?.once, once: id, arrival: undefined }),
  )
  const dispute = { handing_id: id, asked_by: east, asked_at: new Date(), due_on: '2026-12-01' }
  const sealed = { sealed_words: Buffer.from('x') }
  for (const above_body of [bodies.east.id, bodies.west.id])
    await fails(site.tables('handing_disputes').insert({ ...dispute, ...sealed, above_body }))
  await site
    .tables('handing_disputes')
    .insert({ ...dispute, ...sealed, above_body: bodies.city.id })
  await fails(
    site
      .tables('handing_disputes')
      .where({ handing_id: id })
      .update({
        ...{ decision: 'sender', decided_by: people.get('west')?.actor.id },
        ...{ decided_at: new Date(), sealed_reason: Buffer.from('x') },
      }),
  )
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dayOf } from '../../src/platform/clock'
import { createKeyPair, newSymmetricKey } from '../../src/platform/crypto'
import { systemRandom } from '../../src/platform/random'
import type {
  CaseId,
  DraftId,
  EvidenceId,
  OrganisationId,
  ReportId,
} from '../../src/vocabulary/ids'
import type { Site } from './site'
import { multipart, type SentPart } from './upload-desk'

/** A case of this body with these files, received through the real receiver. Ids in the same order. */
export const aCaseWithFiles = async (
  { house }: Site,
  organisationId: OrganisationId,
  files: readonly SentPart[],
) => {
  const caseId = systemRandom.uuid() as CaseId
  const draftId = systemRandom.uuid() as DraftId
  const reportId = systemRandom.uuid() as ReportId
  const caseKey = newSymmetricKey(systemRandom)
  const ids = await receiveFiles(house, { caseId, caseKey, draftId }, files)
  const { publicKey } = createKeyPair()
  await house.db.inTransaction(async tx => {
    await house.cases.create(tx, {
      ...{ caseId, caseKey, organisationId, source: 'web', regionCode: null },
      targetKind: 'hospital',
      behaviours: ['A1'],
      institutionId: null,
      receivedOn: dayOf(house.clock()),
      title: { target: '示范医院', gist: '挂床', identity: 'anon', strict: false },
      report: {
        ...{ reportId, draftId, content: {}, publicKey },
        receiptLookup: systemRandom.bytes(32),
        wrappedPrivateKey: systemRandom.bytes(64),
      },
    })
    await house.evidence.submitDraft(tx, draftId, reportId)
  })
  return { caseId, caseKey, ids }
}

type Place = Pick<
  Parameters<Site['house']['evidence']['receive']>[1],
  'caseId' | 'caseKey' | 'draftId'
>

export const receiveFiles = async (
  { evidence }: Site['house'],
  place: Place,
  files: readonly SentPart[],
): Promise<EvidenceId[]> => {
  const server = createServer((req, res) => {
    void evidence
      .receive(req, { ...place, source: 'reporter', checkCsrf: () => true })
      .then(upload => res.end(JSON.stringify(upload.results)))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=boundary42' },
    body: new Uint8Array(multipart({ _csrf: 'x' }, files)),
  })
  const results = (await answer.json()) as { ok: boolean; id: EvidenceId }[]
  server.closeAllConnections()
  server.close()
  if (!results.every(({ ok }) => ok)) throw new Error(`not taken: ${JSON.stringify(results)}`)
  return results.map(({ id }) => id)
}

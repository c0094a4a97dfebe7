import type { OrganisationId } from '../../src/vocabulary/ids'
import { giveCase, reporterWrites, storeCase, type StoredCase } from './cases'
import type { Answer } from './client'
import { codeOf, hire, moveIn, type Officer } from './people'
import { openSite, type Site } from './site'
import { signIn, type SignedIn } from './visitors'

/** What of the report below could tell who wrote it. */
export const canaries = {
  name: '欧阳春晓',
  phone: '13987654321',
  id: '11010519491231002X',
  number: 'N20771',
  onlyMe: '只有我看过第七号柜的账本',
  post: '我在南楼十二病区上班',
  hide: '蓝色笔记本的事',
}
export const canaryWords = Object.values(canaries)

export const tellingText = `我叫${canaries.name}，电话 139-8765 4321，身份证 ${canaries.id}。工号 ${canaries.number}。
${canaries.onlyMe}，${canaries.post}。
那天说到${canaries.hide}，我妈也在。柜台天天空刷。`

const bare = (page: string): string => page.replace(/[\s-]/g, '')
/** Which of them stand on a page. */
export const leaks = ({ text }: Pick<Answer, 'text'>): string[] =>
  canaryWords.filter(word => bare(text).includes(bare(word)))

export const unmaskReason = '核查要点写得不清楚，要和原文对照一遍才知道'

export type MaskedScene = {
  readonly site: Site
  readonly own: OrganisationId
  readonly clerk: Officer
  readonly first: Officer
  readonly second: Officer
  readonly intake: SignedIn
  readonly handler: SignedIn
  readonly partner: SignedIn
  /** A handler of the same body without the case; intake of another body. */
  readonly idle: SignedIn
  readonly stranger: SignedIn
  /** A case with such a report, given to both handlers, and a message of the same kind. */
  readonly give: () => Promise<StoredCase>
  /** Opens the original by the page's own form. */
  readonly unmask: (
    who: SignedIn,
    officer: Officer,
    path: string,
    more?: Readonly<Record<string, string>>,
  ) => Promise<Answer>
  readonly deedsOf: (caseId: string, deed: string) => Promise<readonly object[]>
}

const give =
  (site: Site, clerk: Officer, handlers: readonly [Officer, Officer]): MaskedScene['give'] =>
  async () => {
    const stored = await storeCase(site, clerk.actor.organisationId, {
      title: { target: `李主任，${canaries.name}的领导` },
      content: {
        text: tellingText,
        hide: `不要提${canaries.hide}`,
        toldBefore: `找过 ${canaries.name}`,
        when: `${canaries.name}值班那天`,
        relationPlain: '我在那里工作',
      },
    })
    await giveCase(site, clerk, stored.caseId, handlers)
    const letter = `是我，${canaries.name}，工号${canaries.number}`
    await reporterWrites(site, clerk, stored.caseId, letter)
    return stored
  }

export const openMaskedScene = async (): Promise<MaskedScene> => {
  const site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const { own, above } = await moveIn(site)
  const clerk = await hire(site, own.id, ['intake'], '王芳')
  const first = await hire(site, own.id, ['handler'], '周启明')
  const second = await hire(site, own.id, ['handler'], '李敏')
  return {
    ...{ site, own: own.id, clerk, first, second },
    intake: await signIn(site, clerk),
    handler: await signIn(site, first),
    partner: await signIn(site, second),
    idle: await signIn(site, await hire(site, own.id, ['handler'], '没有这一件的')),
    stranger: await signIn(site, await hire(site, above.id, ['intake'], '陈雨桐')),
    give: give(site, clerk, [first, second]),
    unmask: async (who, officer, path, more = {}) => {
      const page = await who.open(`${path}/original`)
      const otp = codeOf(site, officer)
      return who.submit(page, { ground: 'brief', reason: unmaskReason, otp, ...more })
    },
    deedsOf: (caseId, deed) =>
      site.tables('audit_entries').where({ case_id: caseId, deed }).select<object[]>(),
  }
}

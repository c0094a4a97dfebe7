import type { LawEntry } from '../lawbook'
import type { FormState } from '../platform/http/form'
import type { SearchKeyState } from '../search'
import { deskNames } from '../vocabulary/duty'
import type { Dependence, DeskRotation, Indexed, Shown } from './rotation'
import { toSearchKey } from './search-key.view'
import { dependenceWords, leftWords } from './words'

type Page = {
  readonly desks: readonly DeskRotation[]
  readonly grounds: readonly LawEntry<'rotation-ground'>[]
  readonly shown?: Shown | undefined
  readonly search: SearchKeyState | undefined
  readonly indexed?: Indexed | undefined
  /** For who looks after the installation. */
  readonly secret:
    | { readonly version: number; readonly held: number; readonly left: readonly Dependence[] }
    | undefined
  readonly form: FormState
}

const nothingDone = { done: 0, closed: 0, open: undefined }

const toDesk = (desk: DeskRotation, shown: Shown | undefined) => {
  const { done, closed, open } = shown?.desk === desk.id ? shown : nothingDone
  const hasOlder = desk.older.length > 0
  return {
    id: desk.id,
    name: deskNames[desk.kind],
    version: `第 ${desk.newest} 版`,
    older: hasOlder ? `第 ${desk.older.join('、')} 版` : '没有',
    left: leftWords(desk.left),
    isLeft: desk.left > 0,
    done,
    total: done + desk.left,
    closed,
    open: open ?? '',
    mayMove: desk.mine && desk.left > 0,
    mayFinish: desk.mine && hasOlder && desk.left === 0,
  }
}

export const toRotationPage = ({ desks, grounds, shown, secret, form, ...search }: Page) => ({
  title: '更换密钥',
  searchKey: toSearchKey({ ...search, grounds, form }),
  desks: desks.map(desk => toDesk(desk, shown)),
  choices: desks.map(({ id, kind, newest }, index) => ({
    id: index === 0 ? 'desk' : `desk-${index}`,
    value: `${id}:${newest}`,
    name: deskNames[kind],
    chosen: desks.length === 1 || form.values['desk'] === `${id}:${newest}`,
  })),
  grounds: grounds.map(({ code, data }, index) => ({
    id: index === 0 ? 'ground' : `ground-${index}`,
    code,
    name: data.name,
    chosen: form.values['ground'] === code,
  })),
  secret: secret && {
    version: `第 ${secret.version} 版，一共保留 ${secret.held} 个版本`,
    several: secret.held > 1,
    left: secret.left.map(one => ({ name: one.name, words: dependenceWords(one) })),
  },
  failed: form.values['form'] ?? '',
  failedDesk: form.values['desk'] ?? '',
  errors: form.errors,
})

import { SettingsError } from '../platform/config'
import { codeOf, KnownError } from '../platform/errors'
import { refusals } from '../vocabulary/refusals'

const fill = (text: string, values: KnownError['values']): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

/** What a terminal prints when the service or a tool cannot go on. Never a stack, never a value. */
export const sentencesOf = (error: unknown): readonly string[] => {
  if (error instanceof SettingsError) return ['没有启动，设置不完整：', ...error.sentences]
  if (error instanceof KnownError) {
    const words = refusals[error.code]
    return words === undefined ? [error.code] : [words.title, fill(words.text, error.values)]
  }
  if (codeOf(error) === 'EADDRINUSE')
    return ['没有启动：端口已被别的程序占用。请用 PUBLIC_PORT 和 STAFF_PORT 换一个。']
  return [error instanceof Error ? error.message : '原因不明。']
}

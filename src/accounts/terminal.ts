import { createInterface } from 'node:readline'

/** A person at the keyboard of the server. */
export type Terminal = {
  readonly isTerminal: boolean
  readonly say: (line: string) => void
  /** @throws when the input ends */
  readonly ask: (question: string) => Promise<string>
  /** Wipes the screen and what was scrolled away, so that the next person does not read it. */
  readonly clear: () => void
  readonly close: () => void
}

export const openTerminal = (say: (line: string) => void): Terminal => {
  const { stdin, stdout } = process
  const isTerminal = stdin.isTTY && stdout.isTTY
  const reader = createInterface({ input: stdin, terminal: false })
  // The iterator keeps lines that arrive before they are asked for.
  const lines: AsyncIterator<string, undefined> = reader[Symbol.asyncIterator]()
  return {
    isTerminal,
    say,
    ask: async question => {
      stdout.write(`${question}：`)
      const line = await lines.next()
      if (line.done === true)
        throw new Error('输入中断，没有做完。已经完成的部分都保留，可以再运行一次。')
      return line.value.trim()
    },
    clear: () => {
      if (isTerminal) stdout.write('\u001B[2J\u001B[3J\u001B[H')
    },
    close: () => {
      reader.close()
    },
  }
}

/** undefined: there is something, and it is not shown. */
export type Bar = { readonly label: string; readonly value: number | undefined }

const WIDTH = 720
const LABEL = 170
const END = 90
const STEP = 28
const THICK = 18
const TOP = 24
/** More would be no picture any more; the table has all. */
const MOST = 30
const LABEL_SIGNS = 12

const niceSteps = [1, 2, 5, 10]

/** A round number not below the greatest value, of at most five steps. */
export const scaleOf = (greatest: number): { readonly top: number; readonly step: number } => {
  const power = 10 ** Math.floor(Math.log10(Math.max(greatest, 1) / 4))
  const least = Math.max(greatest, 1) / 4
  const step = Math.max(1, (niceSteps.find(one => one * power >= least) ?? 10) * power)
  return { step, top: Math.ceil(Math.max(greatest, 1) / step) * step }
}

const cut = (label: string): string =>
  label.length > LABEL_SIGNS ? `${label.slice(0, LABEL_SIGNS - 1)}…` : label

const round = (length: number): number => Math.round(length * 10) / 10

/** Lying bars: long names fit, it reads from top to bottom, and it prints. */
export const drawBars = (bars: readonly Bar[], words: (value: number | undefined) => string) => {
  const shown = bars.slice(0, MOST)
  const { top, step } = scaleOf(Math.max(0, ...shown.map(({ value }) => value ?? 0)))
  const space = WIDTH - LABEL - END
  const place = (value: number): number => round(LABEL + (Math.max(0, value) / top) * space)
  const height = TOP + shown.length * STEP + 4
  return {
    width: WIDTH,
    height,
    more: bars.length - shown.length,
    axis: { x: LABEL, from: TOP, to: height },
    labelX: LABEL - 8,
    ticks: Array.from({ length: Math.round(top / step) + 1 }, (_, at) => ({
      x: place(at * step),
      words: String(at * step),
    })),
    bars: shown.map(({ label, value }, at) => ({
      ...{ label: cut(label), x: LABEL, y: TOP + at * STEP + 5, height: THICK },
      width: round(place(value ?? 0) - LABEL),
      textX: place(value ?? 0) + 6,
      textY: TOP + at * STEP + 19,
      words: words(value),
    })),
  }
}

const units = [
  [1024 ** 3, 'GB'],
  [1024 ** 2, 'MB'],
  [1024, 'KB'],
] as const

/** 640 KB, 2.4 MB; one decimal below ten, none above. */
export const sizeInWords = (bytes: number): string => {
  const [unit, name] = units.find(([size]) => bytes >= size) ?? [1, '字节']
  const amount = bytes / unit
  const digits = unit > 1 && amount < 10 && !Number.isInteger(amount) ? 1 : 0
  return `${amount.toFixed(digits)} ${name}`
}

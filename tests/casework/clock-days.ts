import type { Answer } from '../support/client'

/** The day by day of a clock's page, a line a day. */
export const daysOf = ({ $ }: Answer): string[] =>
  $('[data-test=days] tbody tr')
    .map((_, row) =>
      $(row)
        .find('td')
        .map((_at, cell) => $(cell).text().trim())
        .get()
        .join(' '),
    )
    .get()

import { existsSync } from 'node:fs'
import path from 'node:path'

const upwards = (folder: string): string =>
  existsSync(path.join(folder, 'package.json')) ? folder : upwards(path.dirname(folder))

/** The folder of the project, whether this runs from src/ or from dist/, and wherever it was started. */
export const projectRoot: string = upwards(__dirname)

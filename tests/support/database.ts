import { randomUUID } from 'node:crypto'
import type { Knex } from 'knex'
import { openDatabase, openKnex, type Db } from '../../src/platform/db/database'
import { testServer, withDatabase } from './server'

/** `db` is what the house is given; `tables` lets a test look behind it, as the owner. */
export type TestDatabase = {
  readonly db: Db
  readonly tables: Knex
  readonly name: string
  /** As the application role. */
  readonly url: string
  readonly ownerUrl: string
  readonly drop: () => Promise<void>
}

const asRole = (url: string, { name, password }: { name: string; password: string }): string => {
  const changed = new URL(url)
  changed.username = name
  changed.password = password
  return changed.href
}

/** A database of its own for one test file: a clone of the migrated template. */
export const cloneDatabase = async (): Promise<TestDatabase> => {
  const { ownerUrl, template, role } = testServer()
  const name = `${template.replace('template', '')}${randomUUID().replaceAll('-', '')}`
  const admin = openKnex(ownerUrl, 1)
  await admin.raw('CREATE DATABASE ?? TEMPLATE ??', [name, template])
  const url = asRole(withDatabase(ownerUrl, name), role)
  const db = openDatabase(url)
  const tables = openKnex(withDatabase(ownerUrl, name), 4)
  const drop = async () => {
    await db.close()
    await tables.destroy()
    await admin.raw('DROP DATABASE ?? WITH (FORCE)', [name])
    await admin.destroy()
  }
  return { db, tables, name, url, ownerUrl: withDatabase(ownerUrl, name), drop }
}

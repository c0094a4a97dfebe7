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
  /** Throws everybody but the owner out and lets nobody in, until `allow`: as if it were gone. */
  readonly refuse: () => Promise<void>
  readonly allow: () => Promise<void>
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
  const letIn = (connections: number) =>
    admin.raw(`ALTER DATABASE ?? CONNECTION LIMIT ${connections}`, [name])
  const refuse = async () => {
    await tables.destroy()
    await letIn(0)
    await admin.raw('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?', [
      name,
    ])
  }
  const allow = async () => {
    await letIn(-1)
    tables.initialize()
  }
  const drop = async () => {
    await db.close()
    await tables.destroy()
    await admin.raw('DROP DATABASE ?? WITH (FORCE)', [name])
    await admin.destroy()
  }
  return { db, tables, name, url, ownerUrl: withDatabase(ownerUrl, name), refuse, allow, drop }
}

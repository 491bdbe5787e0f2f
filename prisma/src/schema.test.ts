import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getDMMF } from '@prisma/get-dmmf'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { createDatabaseFile } from './database-file.ts'
import { migrate } from './migrate.ts'
import { temporaryDatabase } from './testing/temporary-store.ts'

type Column = { name: string; type: string; required: boolean; id: boolean }
type Index = { table: string; columns: string[]; unique: boolean }
type Tables = { columns: Record<string, Column[]>; indexes: Index[]; counting: string[] }

/** The column types of Prisma's own migrations. */
const SQL_TYPES: Record<string, string> = {
  String: 'TEXT',
  Int: 'INTEGER',
  Float: 'REAL',
  BigInt: 'BIGINT',
  Bytes: 'BLOB',
  Boolean: 'BOOLEAN',
}

/** What schema.prisma says, read by Prisma's own parser. */
function declared(): Tables {
  const dmmf = getDMMF({ datamodel: readFileSync(join(import.meta.dirname, '../schema.prisma'), 'utf8') })
  if (!('datamodel' in dmmf)) throw dmmf.error
  const { models, indexes } = dmmf.datamodel
  const tableOf = (model: string) => models.find(({ name }) => name === model)?.dbName ?? model
  const columnOf = (model: string, field: string) => {
    const found = models.find(({ name }) => name === model)?.fields.find(({ name }) => name === field)
    return found?.dbName ?? field
  }
  return {
    columns: Object.fromEntries(
      models.map(({ name, fields, primaryKey }) => [
        tableOf(name),
        fields.map((field) => ({
          name: field.dbName ?? field.name,
          type: SQL_TYPES[field.type] ?? field.type,
          required: field.isRequired,
          id: field.isId || primaryKey?.fields.includes(field.name) === true,
        })),
      ]),
    ),
    indexes: indexes
      .filter(({ type }) => type !== 'id')
      .map(({ model, type, fields }) => ({
        table: tableOf(model),
        columns: fields.map(({ name }) => columnOf(model, name)),
        unique: type === 'unique',
      })),
    counting: models
      .filter(({ fields }) => fields.some(({ default: value }) => isAutoincrement(value)))
      .map(({ name }) => tableOf(name)),
  }
}

function isAutoincrement(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'name' in value && value.name === 'autoincrement'
}

/** SQLite's own, Prisma's book, and the full-text index, which Prisma has no words for. */
const NOT_PRISMAS = /^sqlite_|^_prisma_migrations$|^journal_text/

/** What the migrations have made. */
function migrated(database: Database.Database): Tables {
  const master = database
    .prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_master WHERE type = 'table'`)
    .all()
    .filter(({ name }) => !NOT_PRISMAS.test(name))
  const tables = master.map(({ name }) => name)
  return {
    columns: Object.fromEntries(tables.map((table) => [table, columnsOf(database, table)])),
    indexes: tables.flatMap((table) => indexesOf(database, table)),
    counting: master.filter(({ sql }) => sql.includes('AUTOINCREMENT')).map(({ name }) => name),
  }
}

function columnsOf(database: Database.Database, table: string): Column[] {
  type Info = { name: string; type: string; notnull: number; pk: number }
  const infos = database.pragma(`table_info(${table})`) as Info[]
  return infos.map(({ name, type, notnull, pk }) => ({ name, type, required: notnull === 1, id: pk > 0 }))
}

function indexesOf(database: Database.Database, table: string): Index[] {
  const list = database.pragma(`index_list(${table})`) as { name: string; unique: number; origin: string }[]
  return list
    .filter(({ origin }) => origin === 'c')
    .map(({ name, unique }) => {
      const columns = (database.pragma(`index_info(${name})`) as { name: string }[]).map(
        (column) => column.name,
      )
      return { table, columns, unique: unique === 1 }
    })
}

const sorted = ({ columns, indexes, counting }: Tables) => ({
  columns,
  indexes: indexes.map((index) => JSON.stringify(index)).sort(),
  counting: counting.sort(),
})

function migratedDatabase(): Database.Database {
  const path = temporaryDatabase()
  createDatabaseFile(path)
  migrate(path)
  const database = new Database(path)
  onTestFinished(() => void database.close())
  return database
}

it('schema.prisma and the migrations describe the same tables', () => {
  const tables = migrated(migratedDatabase())
  expect(Object.keys(tables.columns)).toHaveLength(22)
  expect(sorted(tables)).toEqual(sorted(declared()))
})

it.each(['connections_open_idx', 'connections_open_of_service_idx'])('%s leaves closed ones out', (name) => {
  const sql = migratedDatabase().prepare('SELECT sql FROM sqlite_master WHERE name = ?').pluck()
  expect(sql.get(name)).toContain('WHERE "closed_at" IS NULL')
})

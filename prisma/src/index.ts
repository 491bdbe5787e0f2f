export { backUp, type BackupOptions } from './backup.ts'
export { openStore, type Store, type StoreHealth, type StoreOptions } from './store.ts'
export { StoreError, type StoreErrorCode } from './store-error.ts'
export type * from './rows.ts'

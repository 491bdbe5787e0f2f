-- DropIndex
-- Both touched a page for almost every row, which was half of what a connection on record cost.
DROP INDEX "journal_remote_address_idx";

-- DropIndex
DROP INDEX "connections_remote_address_id_idx";

-- CreateTable
-- Of which addresses the entries from `first` to the next block are, as a Bloom filter; null: not known yet.
CREATE TABLE "journal_blocks" (
    "first" INTEGER NOT NULL PRIMARY KEY,
    "addresses" BLOB
);

-- CreateTable
-- The same of connections. With rowid: long rows lie better beside their key than in it.
CREATE TABLE "connection_blocks" (
    "first" TEXT NOT NULL PRIMARY KEY,
    "addresses" BLOB
);

-- CreateIndex
CREATE INDEX "journal_blocks_unknown_idx" ON "journal_blocks"("first") WHERE "addresses" IS NULL;

-- CreateIndex
CREATE INDEX "connection_blocks_unknown_idx" ON "connection_blocks"("first") WHERE "addresses" IS NULL;

-- The store fills them in while it runs; until then all rows of a block are looked at.
INSERT INTO "journal_blocks" SELECT min("seq"), NULL FROM "journal" GROUP BY "seq" / 1024;

INSERT INTO "connection_blocks"
SELECT "id", NULL FROM (SELECT "id", row_number() OVER (ORDER BY "id") AS "number" FROM "connections") WHERE "number" % 512 = 1;

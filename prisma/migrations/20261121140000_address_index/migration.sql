-- CreateTable
-- In which blocks of 128 entries an address is: a bit for each of the 32 blocks that make a group.
CREATE TABLE "journal_addresses" (
    "block_group" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "blocks" BIGINT NOT NULL,

    PRIMARY KEY ("block_group", "address")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "connection_addresses" (
    "block_group" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "blocks" BIGINT NOT NULL,

    PRIMARY KEY ("block_group", "address")
) WITHOUT ROWID;

-- DropTable
DROP TABLE "journal_blocks";

-- DropTable
DROP TABLE "connection_blocks";

-- CreateTable
-- Where the blocks of connections begin, which have 64 each, more or less. The first one begins before every id.
CREATE TABLE "connection_blocks" (
    "number" INTEGER NOT NULL PRIMARY KEY,
    "first" TEXT NOT NULL
);

INSERT INTO "connection_blocks"
SELECT "number" / 64, iif("number" = 0, '', "id")
FROM (SELECT "id", row_number() OVER (ORDER BY "id") - 1 AS "number" FROM "connections")
WHERE "number" % 64 = 0;

-- CreateIndex
CREATE UNIQUE INDEX "connection_blocks_first_key" ON "connection_blocks"("first");

-- CreateTable
-- From which block on all addresses are in the index. The store fills in the others while it runs, the newest first; until
-- then all rows of those are looked at.
CREATE TABLE "address_starts" (
    "subject" TEXT NOT NULL PRIMARY KEY,
    "block" INTEGER NOT NULL
);

INSERT INTO "address_starts" VALUES
    ('journal', (SELECT coalesce(max("seq") / 128 + 1, 0) FROM "journal")),
    ('connections', (SELECT coalesce(max("number") + 1, 0) FROM "connection_blocks"));

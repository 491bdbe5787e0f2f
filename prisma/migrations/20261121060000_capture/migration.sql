-- CreateTable
-- With rowid: long rows lie better beside their key than in it.
CREATE TABLE "chunks" (
    "connection_id" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "at" BIGINT NOT NULL,
    "direction" TEXT NOT NULL,
    "offset" BIGINT NOT NULL,
    "bytes" BLOB NOT NULL,

    PRIMARY KEY ("connection_id", "ordinal")
);

-- CreateTable
CREATE TABLE "message_ends" (
    "connection_id" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "end" BIGINT NOT NULL,

    PRIMARY KEY ("connection_id", "direction", "end")
) WITHOUT ROWID;

-- CreateTrigger
-- What was captured goes with its connection, whoever deletes that.
CREATE TRIGGER "connections_delete_captured" AFTER DELETE ON "connections"
BEGIN
  DELETE FROM "chunks" WHERE "connection_id" = old."id";
  DELETE FROM "message_ends" WHERE "connection_id" = old."id";
END;

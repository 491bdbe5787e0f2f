-- CreateTable
CREATE TABLE "chat_reads" (
    "connection_id" TEXT NOT NULL PRIMARY KEY,
    "seq" INTEGER NOT NULL
) WITHOUT ROWID;

-- CreateIndex
-- Chat messages only, so that no other entry costs more to write.
CREATE INDEX "journal_chat_idx" ON "journal"("connection_id", "direction") WHERE "type" = 'chat.message';

-- CreateTable
-- What is set for all of Switchboard: one JSON object for each section.
CREATE TABLE "settings" (
    "section" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL
) WITHOUT ROWID;

-- CreateTrigger
-- How far a chat was read goes with its connection.
CREATE TRIGGER "connections_delete_chat_reads" AFTER DELETE ON "connections"
BEGIN
  DELETE FROM "chat_reads" WHERE "connection_id" = old."id";
END;

-- DropTrigger
-- Within a trigger FTS5 writes to its tables after every entry; the writer adds some thousand texts at once instead.
DROP TRIGGER "journal_text_insert";

-- CreateTable
-- One row: the texts of the entries up to this seq are in journal_text.
CREATE TABLE "journal_text_end" ("seq" INTEGER NOT NULL);

INSERT INTO "journal_text_end" SELECT coalesce(max("seq"), 0) FROM "journal";

-- CreateTable
-- The text of entries by its trigrams, without the text itself and without places: a third of the size, and whoever
-- finds an entry looks at it anyway. Two letters become what JavaScript's toLowerCase makes of them.
CREATE VIRTUAL TABLE "journal_text" USING fts5("text", content = '', contentless_delete = 1, tokenize = 'trigram', detail = 'none');

-- CreateTrigger
-- Entries that say nothing, as most about connections, cost no more than a look.
CREATE TRIGGER "journal_text_insert" AFTER INSERT ON "journal"
WHEN new."preview" IS NOT NULL
  OR (new."detail" IS NOT NULL AND (
    instr(new."detail", '"message":') OR instr(new."detail", '"error":')
    OR instr(new."detail", '"text":') OR instr(new."detail", '"name":')))
BEGIN
  INSERT INTO "journal_text"("rowid", "text") VALUES (new."seq", replace(replace(
    coalesce(new."preview", '') || char(10) || coalesce(new."detail" ->> '$.message', '') || char(10) ||
    coalesce(new."detail" ->> '$.error', '') || char(10) || coalesce(new."detail" ->> '$.text', '') || char(10) ||
    coalesce(new."detail" ->> '$.name', ''), char(304), 'i' || char(775)), char(8490), 'k'));
END;

-- CreateTrigger
CREATE TRIGGER "journal_text_delete" AFTER DELETE ON "journal"
WHEN old."preview" IS NOT NULL
  OR (old."detail" IS NOT NULL AND (
    instr(old."detail", '"message":') OR instr(old."detail", '"error":')
    OR instr(old."detail", '"text":') OR instr(old."detail", '"name":')))
BEGIN
  DELETE FROM "journal_text" WHERE "rowid" = old."seq";
END;

INSERT INTO "journal_text"("rowid", "text") SELECT "seq", replace(replace(
    coalesce("preview", '') || char(10) || coalesce("detail" ->> '$.message', '') || char(10) ||
    coalesce("detail" ->> '$.error', '') || char(10) || coalesce("detail" ->> '$.text', '') || char(10) ||
    coalesce("detail" ->> '$.name', ''), char(304), 'i' || char(775)), char(8490), 'k')
FROM "journal"
WHERE "preview" IS NOT NULL
  OR ("detail" IS NOT NULL AND (
    instr("detail", '"message":') OR instr("detail", '"error":')
    OR instr("detail", '"text":') OR instr("detail", '"name":')));

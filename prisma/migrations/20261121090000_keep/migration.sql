-- DropTrigger
-- Within a trigger FTS5 writes to its tables after every entry; who deletes entries deletes their texts together.
DROP TRIGGER "journal_text_delete";

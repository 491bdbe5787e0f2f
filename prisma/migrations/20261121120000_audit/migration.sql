-- CreateTable
CREATE TABLE "audit" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" BIGINT NOT NULL,
    "action" TEXT NOT NULL,
    "actor" TEXT,
    "role" TEXT,
    "method" TEXT,
    "user_id" TEXT,
    "token_id" TEXT,
    "address" TEXT,
    "target" TEXT,
    "target_name" TEXT,
    "changes" TEXT NOT NULL,
    "request_id" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "audit_actor_idx" ON "audit"("actor");

-- CreateIndex
CREATE INDEX "audit_action_idx" ON "audit"("action");

-- CreateIndex
CREATE INDEX "audit_target_idx" ON "audit"("target");

-- What is written stays as it is: no change, no deletion, and no row in the place of another.
CREATE TRIGGER "audit_keeps_its_rows" BEFORE UPDATE ON "audit"
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER "audit_loses_no_rows" BEFORE DELETE ON "audit"
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER "audit_replaces_no_rows" BEFORE INSERT ON "audit"
WHEN EXISTS (SELECT 1 FROM "audit" WHERE "seq" = NEW."seq")
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

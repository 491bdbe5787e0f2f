-- CreateTable
-- When the entries of each block of 4,096 were made: what a time means in terms of seq.
CREATE TABLE "journal_spans" (
    "block" INTEGER NOT NULL PRIMARY KEY,
    "oldest" BIGINT NOT NULL,
    "newest" BIGINT NOT NULL
);

-- CreateTable
-- Every name that entries or connections of a service bear: what a name means in terms of ids.
CREATE TABLE "service_names" (
    "service_id" TEXT NOT NULL,
    "name" TEXT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "service_names_service_id_name_key" ON "service_names"("service_id", "name");

-- CreateIndex
CREATE INDEX "journal_remote_address_idx" ON "journal"("remote_address") WHERE "remote_address" IS NOT NULL;

-- CreateIndex
-- Without what every connection brings along, so that those cost nothing more to write.
CREATE INDEX "journal_type_idx" ON "journal"("type") WHERE "type" NOT IN ('connection.opened', 'connection.closed', 'message.received', 'message.sent');

-- CreateIndex
CREATE INDEX "journal_severity_idx" ON "journal"("severity") WHERE "severity" <> 'info';

-- CreateIndex
CREATE INDEX "connections_remote_address_id_idx" ON "connections"("remote_address", "id") WHERE "remote_address" IS NOT NULL;

INSERT INTO "journal_spans" SELECT "seq" / 4096, min("at"), max("at") FROM "journal" GROUP BY 1;

INSERT INTO "service_names"
SELECT coalesce("service_id", ''), "service_name" FROM "journal" WHERE "service_name" IS NOT NULL
UNION SELECT "service_id", "service_name" FROM "connections";

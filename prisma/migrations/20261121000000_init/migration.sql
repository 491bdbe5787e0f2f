-- CreateTable
CREATE TABLE "services" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "protocol" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "desired" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "created_at" BIGINT NOT NULL,
    "updated_at" BIGINT NOT NULL
);

-- CreateTable
-- Without rowid: the rows lie in the order of their ids, and one index fewer is kept.
CREATE TABLE "connections" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "service_id" TEXT NOT NULL,
    "service_name" TEXT NOT NULL,
    "protocol" TEXT NOT NULL,
    "transport" TEXT NOT NULL,
    "local_address" TEXT,
    "local_port" INTEGER,
    "remote_address" TEXT,
    "remote_port" INTEGER,
    "opened_at" BIGINT NOT NULL,
    "closed_at" BIGINT,
    "bytes_in" BIGINT NOT NULL,
    "bytes_out" BIGINT NOT NULL,
    "chunks_in" BIGINT NOT NULL,
    "messages_in" BIGINT NOT NULL,
    "messages_out" BIGINT NOT NULL,
    "close_reason" TEXT,
    "error" TEXT,
    "identity" TEXT
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "journal" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "service_id" TEXT,
    "service_name" TEXT,
    "connection_id" TEXT,
    "transport" TEXT,
    "remote_address" TEXT,
    "remote_port" INTEGER,
    "direction" TEXT,
    "bytes" BIGINT,
    "preview" TEXT,
    "detail" TEXT
);

-- CreateIndex
CREATE UNIQUE INDEX "services_name_key" ON "services"("name");

-- CreateIndex
CREATE INDEX "connections_service_id_id_idx" ON "connections"("service_id", "id");

-- CreateIndex
CREATE INDEX "connections_open_idx" ON "connections"("id") WHERE "closed_at" IS NULL;

-- CreateIndex
CREATE INDEX "connections_open_of_service_idx" ON "connections"("service_id", "id") WHERE "closed_at" IS NULL;

-- CreateIndex
CREATE INDEX "journal_service_id_idx" ON "journal"("service_id");

-- CreateIndex
CREATE INDEX "journal_connection_id_idx" ON "journal"("connection_id");

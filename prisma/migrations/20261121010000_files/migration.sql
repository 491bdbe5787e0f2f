-- CreateTable
-- Without rowid: ids sort by time, so that the table itself is the index of its newest page.
CREATE TABLE "files" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "service_id" TEXT NOT NULL,
    "service_name" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "disk_name" TEXT NOT NULL,
    "received_at" BIGINT NOT NULL,
    "remote_address" TEXT
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "file_parts" (
    "disk_name" TEXT NOT NULL PRIMARY KEY,
    "service_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "sha256" TEXT,
    "kept_until" BIGINT NOT NULL
) WITHOUT ROWID;

-- CreateIndex
CREATE UNIQUE INDEX "files_disk_name_key" ON "files"("disk_name");

-- CreateIndex
CREATE INDEX "files_service_id_id_idx" ON "files"("service_id", "id");

-- CreateIndex
CREATE INDEX "files_service_id_name_id_idx" ON "files"("service_id", "name", "id");

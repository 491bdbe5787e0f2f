-- CreateTable
-- Networks that may not connect, and such that might not. Of those that are over, ended_by is null where the time ran out.
CREATE TABLE "bans" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "network" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "score" INTEGER,
    "events" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "created_at" BIGINT NOT NULL,
    "created_by" TEXT,
    "expires_at" BIGINT,
    "ended_at" BIGINT,
    "ended_by" TEXT
);

-- CreateTable
-- Who is told of what by HTTP, and how far: every entry up to cursor was delivered, or did not pass the filter.
CREATE TABLE "webhooks" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "filter" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "created_at" BIGINT NOT NULL,
    "cursor" BIGINT NOT NULL,
    "failing_since" BIGINT,
    "last_at" BIGINT,
    "last_status" INTEGER,
    "last_error" TEXT
);

-- CreateTable
-- What a service, or with the id '' all together, carried in an hour (since 1970): sums over the seconds of which something is known.
CREATE TABLE "traffic_hours" (
    "service_id" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "seconds" INTEGER NOT NULL,
    "connections" REAL NOT NULL,
    "refused_connections" REAL NOT NULL,
    "errors" REAL NOT NULL,
    "bytes_in" REAL NOT NULL,
    "bytes_out" REAL NOT NULL,
    "messages_in" REAL NOT NULL,
    "messages_out" REAL NOT NULL,
    "open_connections" REAL NOT NULL,
    PRIMARY KEY ("service_id", "hour")
);

-- CreateIndex
CREATE INDEX "traffic_hours_hour_idx" ON "traffic_hours"("hour");

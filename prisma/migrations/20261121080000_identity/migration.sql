-- CreateTable
-- Who signs in with name and password. Passwords as PHC strings, the second factor's secret sealed, recovery codes as hashes.
CREATE TABLE "users" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "username" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "password" TEXT NOT NULL,
    "second_factor" TEXT,
    "second_factor_step" BIGINT NOT NULL,
    "recovery_codes" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "last_seen_at" BIGINT
) WITHOUT ROWID;

-- CreateIndex
-- A name is the same in upper and lower case.
CREATE UNIQUE INDEX "users_username_key" ON "users"("username" COLLATE NOCASE);

-- CreateTable
-- Tokens for programs, as hashes. "services" is a JSON array of ids; null is all.
CREATE TABLE "api_tokens" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "services" TEXT,
    "created_at" BIGINT NOT NULL,
    "created_by" TEXT NOT NULL,
    "expires_at" BIGINT,
    "last_used_at" BIGINT
) WITHOUT ROWID;

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_hash_key" ON "api_tokens"("hash");

-- CreateTable
-- Browsers that are signed in: by a user, by an API token, or (neither) by the admin token. Only a hash of the cookie is kept.
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "hash" TEXT NOT NULL,
    "user_id" TEXT,
    "token_id" TEXT,
    "address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "last_seen_at" BIGINT NOT NULL
) WITHOUT ROWID;

-- CreateIndex
CREATE UNIQUE INDEX "sessions_hash_key" ON "sessions"("hash");

-- When the sweeper has to look at a journey, whoever touched it meanwhile (R-033).
ALTER TABLE journeys ADD COLUMN due_at BIGINT;
CREATE INDEX journeys_due ON journeys (due_at) WHERE due_at IS NOT NULL AND ended_at IS NULL;

-- SHA-256 of the cookie of another browser than the one that left, where the bank's answer came to it.
ALTER TABLE attempts ADD COLUMN stray_hash TEXT;
CREATE UNIQUE INDEX attempts_stray ON attempts (stray_hash);

-- What the sweeper deletes by.
CREATE INDEX sessions_expires ON sessions (expires_at);
CREATE INDEX handoffs_expires ON handoffs (expires_at);
CREATE INDEX webviews_expires ON webviews (expires_at);
CREATE INDEX refresh_tokens_expires ON refresh_tokens (expires_at);
CREATE INDEX attempts_expires ON attempts (expires_at);

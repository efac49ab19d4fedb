-- Times are seconds since 1970-01-01 UTC. Ids and secrets are text; a secret is stored as its SHA-256 only,
-- or sealed. SQLite and PostgreSQL both take every statement here.

CREATE TABLE users (
    id          TEXT   NOT NULL PRIMARY KEY,
    partner     TEXT   NOT NULL,
    external_id TEXT,
    created_at  BIGINT NOT NULL
);
CREATE UNIQUE INDEX users_external ON users (partner, external_id);

-- Rotating refresh tokens of the partner API: a family is one login.
CREATE TABLE refresh_tokens (
    hash       TEXT   NOT NULL PRIMARY KEY,
    partner    TEXT   NOT NULL,
    family     TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
CREATE INDEX refresh_tokens_family ON refresh_tokens (family);

-- Journey tokens: one use, ten minutes.
CREATE TABLE webviews (
    hash       TEXT   NOT NULL PRIMARY KEY,
    partner    TEXT   NOT NULL,
    user_id    TEXT   NOT NULL REFERENCES users (id),
    mode       TEXT   NOT NULL,
    asked      TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);

CREATE TABLE journeys (
    id         TEXT   NOT NULL PRIMARY KEY,
    partner    TEXT   NOT NULL,
    user_id    TEXT   NOT NULL REFERENCES users (id),
    mode       TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    wc         TEXT   NOT NULL,
    phase      TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    ended_at   BIGINT
);
-- One open journey for a user, partner and mode: a fresh token joins it.
CREATE UNIQUE INDEX journeys_open ON journeys (partner, user_id, mode) WHERE ended_at IS NULL;
CREATE INDEX journeys_phase ON journeys (phase, touched_at);

-- Access tokens (bearer) and sessions of the backend's own pages (cookie).
CREATE TABLE sessions (
    hash        TEXT   NOT NULL PRIMARY KEY,
    journey     TEXT   NOT NULL REFERENCES journeys (id),
    kind        TEXT   NOT NULL,
    expires_at  BIGINT NOT NULL,
    replaced_at BIGINT
);
CREATE INDEX sessions_journey ON sessions (journey);

CREATE TABLE attempts (
    id             TEXT   NOT NULL PRIMARY KEY,
    journey        TEXT   NOT NULL REFERENCES journeys (id),
    status         TEXT   NOT NULL,
    connector      TEXT   NOT NULL,
    bank           TEXT   NOT NULL,
    choice         TEXT   NOT NULL,
    origin         TEXT   NOT NULL,
    return_url     TEXT   NOT NULL,
    wc             TEXT   NOT NULL,
    ticket_hash    TEXT   NOT NULL,
    ticket_expires BIGINT NOT NULL,
    cookie_hash    TEXT,
    state_hash     TEXT,
    verifier       TEXT,
    issuer         TEXT   NOT NULL,
    redirect_uri   TEXT   NOT NULL,
    created_at     BIGINT NOT NULL,
    opened_at      BIGINT,
    expires_at     BIGINT NOT NULL,
    ended_at       BIGINT
);
CREATE UNIQUE INDEX attempts_ticket ON attempts (ticket_hash);
CREATE UNIQUE INDEX attempts_state ON attempts (state_hash);
-- A journey has at most one open attempt (R-041).
CREATE UNIQUE INDEX attempts_open ON attempts (journey) WHERE status = 'open';
CREATE INDEX attempts_journey ON attempts (journey);

-- One-time codes that bring an outcome back to the browser that started.
CREATE TABLE handoffs (
    hash       TEXT   NOT NULL PRIMARY KEY,
    journey    TEXT   NOT NULL REFERENCES journeys (id),
    wc         TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
CREATE INDEX handoffs_journey ON handoffs (journey);

-- When a connection is refreshed next (none: counted from when it was sent), since when its bank wants the person again, and
-- who ended it, where it was the bank.
ALTER TABLE connections ADD COLUMN refresh_at BIGINT;
ALTER TABLE connections ADD COLUMN sca_wanted_at BIGINT;
ALTER TABLE connections ADD COLUMN ended_by TEXT;

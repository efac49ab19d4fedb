-- The database itself refuses to change or forget an entry of the ledger, or a text that was shown.
CREATE FUNCTION ledger_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only';
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON ledger
    FOR EACH ROW EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER notices_no_change BEFORE UPDATE OR DELETE ON notices
    FOR EACH ROW EXECUTE FUNCTION ledger_append_only();

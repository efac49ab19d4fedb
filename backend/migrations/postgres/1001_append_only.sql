-- The database itself refuses to change or forget a consent.
CREATE FUNCTION consents_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'consents are append-only';
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER consents_no_change BEFORE UPDATE OR DELETE ON consents
    FOR EACH ROW EXECUTE FUNCTION consents_append_only();

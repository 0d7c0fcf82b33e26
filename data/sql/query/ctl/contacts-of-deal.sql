-- Contacts of deal ?1, oldest first.
SELECT id FROM contact WHERE deal = ?1 ORDER BY at, id

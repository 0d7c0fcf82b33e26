-- Imports, the newest first.
SELECT id FROM import_run WHERE id > 0 ORDER BY id DESC LIMIT ?1

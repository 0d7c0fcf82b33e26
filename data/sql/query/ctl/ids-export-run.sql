-- A page of ids after ?1, at most ?2.
SELECT id FROM export_run WHERE id > ?1 ORDER BY id LIMIT ?2

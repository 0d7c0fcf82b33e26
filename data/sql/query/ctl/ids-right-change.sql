-- A page of ids after ?1, at most ?2.
SELECT id FROM right_change WHERE id > ?1 ORDER BY id LIMIT ?2

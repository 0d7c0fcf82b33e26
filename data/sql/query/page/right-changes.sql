-- Changes of rights that were asked for, the newest first.
SELECT id FROM right_change WHERE id > 0 ORDER BY id DESC LIMIT ?1

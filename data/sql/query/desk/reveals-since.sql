-- How often staff member ?1 used right ?2 since ?3 (UTC ms).
SELECT count (*) FROM reveal WHERE staff = ?1 AND at >= ?3 AND "right" = ?2

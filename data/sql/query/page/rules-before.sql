SELECT (a.key, a.valid_from) < (b.key, b.valid_from) FROM rule a, rule b WHERE a.id = ?1 AND b.id = ?2

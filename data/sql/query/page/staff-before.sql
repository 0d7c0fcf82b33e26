SELECT (a.code, a.id) < (b.code, b.id) FROM staff a, staff b WHERE a.id = ?1 AND b.id = ?2

SELECT (coalesce (b.at, 0), b.id) < (coalesce (a.at, 0), a.id) FROM contact a, contact b WHERE a.id = ?1 AND b.id = ?2 AND a.deal = ?3 AND b.deal = ?3

SELECT b.id < a.id FROM payment a, payment b WHERE a.id = ?1 AND b.id = ?2 AND a.deal = ?3 AND b.deal = ?3

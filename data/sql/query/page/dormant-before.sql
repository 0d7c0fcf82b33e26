SELECT (a.dormant_until, a.id) < (b.dormant_until, b.id) FROM deal a, deal b
  WHERE a.id = ?1 AND b.id = ?2 AND a.outcome = 'dormant' AND b.outcome = 'dormant'

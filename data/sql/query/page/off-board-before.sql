SELECT (b.closed_on, b.id) < (a.closed_on, a.id) FROM deal a, deal b
  WHERE a.id = ?1 AND b.id = ?2 AND a.outcome = ?3 AND a.on_board = 0 AND b.outcome = ?3 AND b.on_board = 0

SELECT (a.loss_requested_at, a.id) < (b.loss_requested_at, b.id) FROM deal a, deal b
  WHERE a.id = ?1 AND b.id = ?2 AND a.loss_requested_at > 0 AND b.loss_requested_at > 0

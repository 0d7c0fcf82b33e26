SELECT (coalesce (a.next_contact_at, 0), a.id) < (coalesce (b.next_contact_at, 0), b.id)
  FROM deal a, deal b
  WHERE a.id = ?1 AND b.id = ?2
    AND a.stage = ?3 AND a.on_board = 1
    AND b.stage = ?3 AND b.on_board = 1

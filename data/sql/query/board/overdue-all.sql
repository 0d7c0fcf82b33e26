-- Overdue deals of a column. ?1 stage, ?2 is not used, ?3 now, ?4 midnight of today in the store's zone: a
-- contact planned for then stands for "today" and is not late yet.
SELECT (SELECT coalesce (sum (deals), 0) FROM board_due WHERE stage = ?1 AND hour < ?3 / 3600000)
     + (SELECT count (*) FROM deal
          WHERE stage = ?1 AND on_board = 1 AND next_contact_at >= ?3 / 3600000 * 3600000 AND next_contact_at < ?3)
     - (SELECT count (*) FROM deal WHERE stage = ?1 AND on_board = 1 AND next_contact_at = ?4)

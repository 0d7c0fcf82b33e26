-- Overdue deals of a column. ?1 stage, ?3 now, ?4 midnight of today in the store's zone: a contact planned for then stands
-- for "today" and is not late yet. Whole hours come from board_due; only the running hour and the hour after midnight
-- are looked into.
SELECT (SELECT coalesce (sum (deals), 0) FROM board_due
          WHERE stage = ?1 AND hour < ?3 / 3600000 AND hour <> ?4 / 3600000)
     + (SELECT count (*) FROM deal
          WHERE stage = ?1 AND on_board = 1 AND next_contact_at >= max (?3 / 3600000 * 3600000, ?4 + 1)
            AND next_contact_at < ?3)
     + (SELECT count (*) FROM deal
          WHERE stage = ?1 AND on_board = 1 AND next_contact_at > ?4
            AND next_contact_at < min (?4 + 3600000, ?3 / 3600000 * 3600000))

-- Heads of the board: stage, deals, sum, overdue. ?1 now, ?2 midnight of today in the store's zone: a contact planned for
-- then stands for "today" and is not late yet. Whole hours come from board_due; only the running hour and the hour after
-- midnight are looked into.
SELECT s.stage, sum (s.deals), sum (s.amount),
       (SELECT coalesce (sum (deals), 0) FROM board_due
         WHERE stage = s.stage AND hour < ?1 / 3600000 AND hour <> ?2 / 3600000)
     + (SELECT count (*) FROM deal
         WHERE stage = s.stage AND on_board = 1 AND next_contact_at >= max (?1 / 3600000 * 3600000, ?2 + 1)
           AND next_contact_at < ?1)
     + (SELECT count (*) FROM deal
         WHERE stage = s.stage AND on_board = 1 AND next_contact_at > ?2
           AND next_contact_at < min (?2 + 3600000, ?1 / 3600000 * 3600000))
  FROM board_summary s
 GROUP BY s.stage
